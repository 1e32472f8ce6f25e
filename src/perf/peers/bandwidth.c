/*
 * Read bandwidth of main memory: the sum of an array, in GB/s. The argument is the size of the array in bytes; a command
 * is a line "read THREADS PASSES". Huge pages are asked for, as for the others.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum { MOST_THREADS = 64, LANES = 32 };

static const double *values;
static size_t count;
static int passes;
static int threads;
static volatile double sink;

static double sum(const double *from, const double *to) {
    double lanes[LANES] = {0};
    for (; from + LANES <= to; from += LANES) {
        for (int k = 0; k < LANES; k++) {
            lanes[k] += from[k];
        }
    }
    double total = 0;
    for (int k = 0; k < LANES; k++) {
        total += lanes[k];
    }
    return total;
}

static void *part(void *number) {
    size_t t = (size_t) number;
    for (int pass = 0; pass < passes; pass++) {
        sink = sum(values + count / threads * t, values + count / threads * (t + 1));
    }
    return NULL;
}

static double seconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec + now.tv_nsec * 1e-9;
}

int main(int argc, char **argv) {
    size_t bytes = argc > 1 ? strtoull(argv[1], NULL, 10) : (size_t) 1 << 28;
    double *array;
    if (posix_memalign((void **) &array, (size_t) 1 << 21, bytes) != 0) {
        return 1;
    }
    madvise(array, bytes, MADV_HUGEPAGE);
    count = bytes / sizeof *array;
    for (size_t i = 0; i < count; i++) {
        array[i] = (double) i;
    }
    values = array;
    while (scanf(" read %d %d", &threads, &passes) == 2 && threads >= 1 && threads <= MOST_THREADS) {
        pthread_t helpers[MOST_THREADS];
        double start = seconds();
        for (size_t t = 1; t < (size_t) threads; t++) {
            pthread_create(&helpers[t], NULL, part, (void *) t);
        }
        part((void *) 0);
        for (int t = 1; t < threads; t++) {
            pthread_join(helpers[t], NULL);
        }
        printf("= %f\n", (double) bytes * passes / (seconds() - start) / 1e9);
        fflush(stdout);
    }
    return 0;
}

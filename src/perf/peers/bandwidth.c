/*
 * What reading main memory costs, whatever is computed. The argument is the size of an array in bytes. A command is a line
 * "read THREADS PASSES", answered by GB/s of its sum, or "rows WIDTH PASSES", answered by milliseconds a pass over its rows
 * of so many doubles in random order, eight rows at a time. Huge pages are asked for, as for the others.
 */
#define _GNU_SOURCE
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { MOST_THREADS = 64, LANES = 32, TOGETHER = 8 };

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

static double read_all(size_t bytes) {
    pthread_t helpers[MOST_THREADS];
    double start = seconds();
    for (size_t t = 1; t < (size_t) threads; t++) {
        pthread_create(&helpers[t], NULL, part, (void *) t);
    }
    part((void *) 0);
    for (int t = 1; t < threads; t++) {
        pthread_join(helpers[t], NULL);
    }
    return (double) bytes * passes / (seconds() - start) / 1e9;
}

/* In an order that is the same each time: a shuffle (Fisher, Yates 1938) by a linear congruential generator. */
static double read_rows(size_t width) {
    size_t rows = count / width;
    size_t *order = malloc(rows * sizeof *order);
    unsigned long long state = 1;
    for (size_t i = 0; i < rows; i++) {
        order[i] = i;
    }
    for (size_t i = rows - 1; i > 0; i--) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        size_t j = (state >> 33) % (i + 1);
        size_t other = order[i];
        order[i] = order[j];
        order[j] = other;
    }
    double start = seconds();
    for (int pass = 0; pass < passes; pass++) {
        for (size_t i = 0; i + TOGETHER <= rows; i += TOGETHER) {
            double total = 0;
            for (size_t k = 0; k < width; k += 8) { /* a cache line */
                for (size_t r = 0; r < TOGETHER; r++) {
                    total += values[order[i + r] * width + k];
                }
            }
            sink = total;
        }
    }
    double elapsed = seconds() - start;
    free(order);
    return elapsed * 1e3 / passes;
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
    char command[8];
    int of;
    while (scanf("%7s %d %d", command, &of, &passes) == 3 && of >= 1) {
        if (strcmp(command, "rows") == 0) {
            printf("= %f\n", read_rows((size_t) of));
        } else {
            threads = of < MOST_THREADS ? of : MOST_THREADS;
            printf("= %f\n", read_all(bytes));
        }
        fflush(stdout);
    }
    return 0;
}

package io.github.piste.model;

/** A sum that keeps what its additions lose (Neumaier, 1974). */
final class Sum {
    private double sum;
    private double lost;

    void add(double term) {
        double next = sum + term;
        lost += Math.abs(sum) >= Math.abs(term) ? sum - next + term : term - next + sum;
        sum = next;
    }

    void multiply(double factor) {
        sum *= factor;
        lost *= factor;
    }

    double value() {
        return sum + lost;
    }
}

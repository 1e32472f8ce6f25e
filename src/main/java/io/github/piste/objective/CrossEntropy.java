package io.github.piste.objective;

/**
 * What scores of classes cost: {@code -log p_t} for the true class {@code t} with the softmax {@code p_c = exp(s_c) / sum
 * exp(s_b)}.
 *
 * <p>With {@code m} the largest score, {@code -log p_t = (m - s_t) + log sum exp(s_b - m)}: no exponential is above 1, and
 * that of the largest is the 1 that {@code log1p} adds. The slope by {@code s_c} is {@code p_c} less 1 for the true class,
 * for which {@code p_t - 1 = -sum p_c} over the others loses no digits.
 *
 * <p>Cost: O(k), allocates nothing; sums run in the order of the classes. A NaN score gives NaN.
 */
final class CrossEntropy {
    private CrossEntropy() {}

    /** Turns scores into slopes and returns the loss. */
    static double toSlopes(double[] scores, int truth) {
        int top = top(scores);
        double ahead = scores[top] - scores[truth];
        double others = toExponentials(scores, top);
        double sum = 1 + others;
        double wrong = 0;
        for (int c = 0; c < scores.length; c++) {
            scores[c] /= sum;
            wrong += c == truth ? 0 : scores[c];
        }
        scores[truth] = -wrong;
        return ahead + Math.log1p(others);
    }

    /** The loss; the scores are lost. */
    static double of(double[] scores, int truth) {
        int top = top(scores);
        double ahead = scores[top] - scores[truth];
        return ahead + Math.log1p(toExponentials(scores, top));
    }

    /** Turns scores into probabilities, from {@code at} on in another array. */
    static void probabilities(double[] scores, double[] probabilities, int at) {
        double sum = 1 + toExponentials(scores, top(scores));
        for (int c = 0; c < scores.length; c++) {
            probabilities[at + c] = scores[c] / sum;
        }
    }

    /** Whether the true class has a larger score than every other. */
    static boolean right(double[] scores, int truth) {
        boolean right = true;
        for (int c = 0; c < scores.length; c++) {
            right &= c == truth || scores[truth] > scores[c];
        }
        return right;
    }

    private static int top(double[] scores) {
        int top = 0;
        for (int c = 1; c < scores.length; c++) {
            top = scores[c] > scores[top] ? c : top;
        }
        return top;
    }

    /** Replaces every score by {@code exp(s_c - s_top)} and returns the sum of all but that of the top. */
    private static double toExponentials(double[] scores, int top) {
        double most = scores[top];
        double others = 0;
        for (int c = 0; c < scores.length; c++) {
            scores[c] = Math.exp(scores[c] - most);
            others += c == top ? 0 : scores[c];
        }
        return others;
    }
}

package io.github.piste.objective;

import com.google.common.collect.ImmutableList;
import net.objecthunter.exp4j.ExpressionBuilder;
import net.objecthunter.exp4j.function.Function;
import net.objecthunter.exp4j.operator.Operator;

/**
 * A function written as text: {@code x0^2 + x1^2}, {@code sin(3x) + x^2/4}.
 *
 * <p>Variables are {@code x}, {@code y}, {@code z} or {@code x0} to {@code x19}, without gaps. There are numbers, {@code
 * + - * / ^}, parentheses, the constants {@code pi} and {@code e}, and the functions {@code abs acos asin atan cbrt ceil
 * cos cosh exp expm1 floor ln log log10 log1p log2 max min pow signum sin sinh sqrt tan tanh}; {@code log} is the natural
 * logarithm, like {@code ln}. A power binds tighter than a sign, {@code -2^2 = -4}, and {@code 2x} is {@code 2*x}.
 * Division by zero gives infinity or NaN, as in Java. A square is a product, to the bit; every other power is that of
 * {@link StrictMath#pow}.
 *
 * <p>The gradient is the central difference with {@code h = 1e-4}; {@link NumericalGradient} has better ones.
 *
 * <p>Thread-safety: belongs to one thread. Cost: O(length) an evaluation, in which the library allocates some hundred
 * bytes; a gradient takes {@code 2 d + 1} evaluations.
 */
public final class Expression implements Objective {
    private static final Operator DIVISION = new Operator("/", 2, true, Operator.PRECEDENCE_DIVISION) {
        @Override
        public double apply(double... arguments) {
            return arguments[0] / arguments[1]; // the library's own throws for zero
        }
    };
    private static final Operator POWER = new Operator("^", 2, false, Operator.PRECEDENCE_POWER) {
        @Override
        public double apply(double... arguments) {
            return power(arguments[0], arguments[1]);
        }
    };
    private static final Function POW = new Function("pow", 2) {
        @Override
        public double apply(double... arguments) {
            return power(arguments[0], arguments[1]);
        }
    };
    private static final Function MAX = new Function("max", 2) {
        @Override
        public double apply(double... arguments) {
            return Math.max(arguments[0], arguments[1]);
        }
    };
    private static final Function MIN = new Function("min", 2) {
        @Override
        public double apply(double... arguments) {
            return Math.min(arguments[0], arguments[1]);
        }
    };
    private static final Function LN = new Function("ln", 1) {
        @Override
        public double apply(double... arguments) {
            return Math.log(arguments[0]);
        }
    };

    private final String text;
    private final ImmutableList<String> variables;
    private final net.objecthunter.exp4j.Expression evaluator;
    private final NumericalGradient gradient;

    private Expression(String text, ImmutableList<String> variables, net.objecthunter.exp4j.Expression evaluator) {
        this.text = text;
        this.variables = variables;
        this.evaluator = evaluator;
        this.gradient = NumericalGradient.central(this, NumericalGradient.TEXTBOOK_STEP);
    }

    /**
     * Reads an expression.
     *
     * @param text at most 10,000 characters
     * @return the function
     * @throws ExpressionException if it is none: the message says at which character, what was found and what is allowed
     */
    public static Expression parse(String text) {
        ExpressionScanner scanner = new ExpressionScanner(text);
        String spelt = scanner.scan();
        ImmutableList<String> variables = scanner.variables();
        net.objecthunter.exp4j.Expression evaluator = new ExpressionBuilder(spelt)
                .variables(variables.toArray(String[]::new))
                .operator(DIVISION, POWER)
                .functions(POW, MAX, MIN, LN)
                .implicitMultiplication(false)
                .build();
        return new Expression(text, variables, evaluator);
    }

    private static double power(double base, double exponent) {
        return exponent == 2 ? base * base : StrictMath.pow(base, exponent);
    }

    /**
     * The text.
     *
     * @return as it was given
     */
    public String text() {
        return text;
    }

    /**
     * The names of the variables.
     *
     * @return {@code [d]}, in the order of the weights
     */
    public ImmutableList<String> variables() {
        return variables;
    }

    @Override
    public int dimension() {
        return variables.size();
    }

    @Override
    public double value(double[] w) {
        for (int j = 0; j < w.length; j++) {
            evaluator.setVariable(variables.get(j), w[j]);
        }
        return evaluator.evaluate();
    }

    @Override
    public double valueAndGradient(double[] w, double[] receiver) {
        return gradient.valueAndGradient(w, receiver);
    }
}

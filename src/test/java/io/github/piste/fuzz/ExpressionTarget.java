package io.github.piste.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableList;
import io.github.piste.objective.Expression;
import io.github.piste.objective.ExpressionException;
import java.util.Arrays;

/** A function as text: what is taken has a value and a gradient. */
final class ExpressionTarget implements Target {
    @Override
    public ImmutableList<byte[]> seeds() {
        return Target.bytes(
                UTF_8,
                "x^2+16",
                "2sin(0x)+2x^2",
                "x0^2 + x1^2 - x2*x19",
                "max(x, 2) + min(x, 2) + pow(x, 2)",
                "sin(3x) + x^2/4 - log(abs(y))",
                "-2^-x^2",
                "((((x))))",
                "1e300*x + .5 + 1.");
    }

    @Override
    public ImmutableList<byte[]> tokens() {
        return Target.bytes(
                UTF_8,
                ("x y z x0 x1 x19 x20 1 2.5 . 1e5 1e999 1e-999 e pi ( ) + - * / ^ , ** abs( acos( cbrt( ceil( exp( expm1("
                                + " floor( ln( log( log10( log2( max( min( pow( signum( sqrt( tanh( = % ! # [ | \u2212 \u00b2"
                                + " \u03c0 \u0000 \u202e \u001b[31m foo")
                        .split(" ", -1));
    }

    @Override
    public int controls() {
        return 0;
    }

    @Override
    public String refusal(byte[] input) {
        Expression parsed;
        try {
            parsed = Expression.parse(new String(input, UTF_8));
        } catch (ExpressionException e) {
            return Line.checked(String.valueOf(e.getMessage()));
        }
        double[] w = new double[parsed.dimension()];
        Arrays.fill(w, 0.5);
        parsed.valueAndGradient(w, new double[w.length]);
        return "";
    }
}

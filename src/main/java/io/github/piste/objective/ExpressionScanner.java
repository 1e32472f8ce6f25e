package io.github.piste.objective;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.github.piste.data.Nearest;
import io.github.piste.data.Quoted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the text of an expression once from left to right: it finds everything that is wrong with it where it stands, and
 * writes it anew with every multiplication spelt out, so that the library that evaluates it has nothing to guess.
 */
final class ExpressionScanner {
    /** Nobody types more, and it bounds the time and memory of everything that follows. */
    static final int LONGEST = 10_000;

    private static final ImmutableSet<String> OF_ONE = ImmutableSet.copyOf(("abs acos asin atan cbrt ceil cos cosh exp"
                    + " expm1 floor ln log log10 log1p log2 signum sin sinh sqrt tan tanh")
            .split(" "));
    private static final ImmutableSet<String> OF_TWO = ImmutableSet.of("max", "min", "pow");

    private static final Pattern NUMBER =
            Pattern.compile("(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)(?:[eE][+-]?[0-9]++)?+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*+");
    private static final Pattern VARIABLE = Pattern.compile("[xyz]|x(?:[0-9]|1[0-9])");
    private static final Pattern INDEXED = Pattern.compile("x[0-9]+");

    /** What people type or paste for what is meant. */
    private static final ImmutableMap<String, String> HINTS = ImmutableMap.<String, String>builder()
            .put("−", "-")
            .put("–", "-")
            .put("×", "*")
            .put("·", "*")
            .put("÷", "/")
            .put("²", "^2")
            .put("³", "^3")
            .put("√", "sqrt(...)")
            .put("π", "pi")
            .put("|", "abs(...)")
            .put("[", "(")
            .put("]", ")")
            .put("{", "(")
            .put("}", ")")
            .buildOrThrow();

    private final String text;
    private final StringBuilder spelt = new StringBuilder();
    private final SortedSet<String> variables = new TreeSet<>();
    private final Deque<Open> open = new ArrayDeque<>();
    private int at;
    /** Whether a number, a name, a sign or an opening parenthesis must come next. */
    private boolean operandDue = true;
    /** Whether what was read last may be multiplied by simply writing something behind it. */
    private boolean multiplies;
    /** Whether what was read last is a number that something is divided by. */
    private boolean divisor;

    private char operator = ' ';

    /** An opening parenthesis, and the arguments that are still to come after a comma. */
    private static final class Open {
        final int position;
        final String function;
        int commas;

        Open(int position, String function) {
            this.position = position;
            this.function = function;
            this.commas = OF_TWO.contains(function) ? 1 : 0;
        }
    }

    ExpressionScanner(String text) {
        this.text = text;
    }

    /** The expression with every multiplication spelt out and blanks between all tokens. */
    String scan() {
        if (text.length() > LONGEST) {
            throw new ExpressionException(
                    "the expression has " + text.length() + " characters, allowed are " + LONGEST);
        }
        for (skipBlanks(); at < text.length(); skipBlanks()) {
            char c = text.charAt(at);
            if ((c >= '0' && c <= '9') || c == '.') {
                number();
            } else if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_') {
                name();
            } else if (c == '(') {
                beginOperand("'('");
                open(at, "");
                at++;
            } else if (c == ')') {
                close();
            } else if (c == ',') {
                comma();
            } else {
                operator(c);
            }
        }
        if (operandDue) {
            throw error(
                    text.isBlank() ? "the expression is empty" : "the expression ends here",
                    "a number, a variable or a function must follow, as in x^2 + 16");
        }
        if (!open.isEmpty()) {
            at = open.peek().position;
            throw error("this '(' is never closed", "write ')' where it ends");
        }
        return spelt.toString();
    }

    /** The variables in the order of a weight vector, without gaps. */
    ImmutableList<String> variables() {
        if (variables.isEmpty()) {
            throw new ExpressionException("found no variable in expression " + Quoted.cell(text)
                    + ", so there is no gradient; use x, y, z or x0, x1, ... up to x19");
        }
        boolean letters = variables.first().length() == 1;
        ImmutableList.Builder<String> ordered = ImmutableList.builder();
        for (int j = 0; j < variables.size(); j++) {
            String name = letters ? "xyz?".substring(j, j + 1) : "x" + j;
            if (!variables.contains(name)) {
                boolean mixed = variables.stream().anyMatch(other -> (other.length() == 1) != letters);
                throw new ExpressionException("expression " + Quoted.cell(text) + ": found the variables "
                        + Quoted.list(variables)
                        + (mixed ? "" : ", but no " + Quoted.cell(name))
                        + "; use either x, y, z or x0, x1, x2, ..., without gaps"
                        + (mixed ? "" : ": a function of one variable is one of " + Quoted.cell(letters ? "x" : "x0")));
            }
            ordered.add(name);
        }
        return ordered.build();
    }

    private void skipBlanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private void number() {
        Matcher matcher = NUMBER.matcher(text).region(at, text.length());
        if (!matcher.lookingAt()) {
            throw error("found '.'", "a number has digits, as in 0.5");
        }
        String digits = matcher.group();
        if (!operandDue) {
            throw error("found " + Quoted.cell(digits), "an operator must stand before it: + - * / ^");
        }
        if (Double.isInfinite(Double.parseDouble(digits))) {
            throw error("found " + Quoted.cell(digits), "the largest number is about 1.8e308");
        }
        boolean divides = operator == '/';
        endOperand(digits, matcher.end());
        multiplies = true;
        divisor = divides;
    }

    private void name() {
        Matcher matcher = NAME.matcher(text).region(at, text.length());
        matcher.lookingAt();
        String name = matcher.group();
        boolean function = OF_ONE.contains(name) || OF_TWO.contains(name);
        boolean constant = name.equals("pi") || name.equals("e");
        if (!function && !constant && !VARIABLE.matcher(name).matches()) {
            throw unknown(name);
        }
        beginOperand(Quoted.cell(name));
        if (!function) {
            if (!constant) {
                variables.add(name);
            }
            endOperand(name, matcher.end());
            return;
        }
        int start = at;
        at = matcher.end();
        skipBlanks();
        if (at == text.length() || text.charAt(at) != '(') {
            at = start;
            throw error(
                    "found function '" + name + "'",
                    "its argument stands in parentheses: " + name + (OF_ONE.contains(name) ? "(x)" : "(x, y)"));
        }
        spelt.append(name).append(' ');
        open(at, name);
        at++;
    }

    private ExpressionException unknown(String name) {
        if (INDEXED.matcher(name).matches()) {
            return error("found variable " + Quoted.cell(name), "allowed are x0, x1, ... up to x19");
        }
        List<String> known = new ArrayList<>(OF_ONE);
        known.addAll(OF_TWO);
        known.addAll(List.of("pi", "e", "x", "y", "z", "x0", "x1"));
        String nearest = name.length() > 1 ? Nearest.of(name, known) : null;
        return error(
                "found " + Quoted.cell(name) + ", which is neither a function nor a variable",
                (nearest == null ? "" : "nearest: " + nearest + "; ")
                        + "allowed are the variables x, y, z or x0, x1, ..., the constants pi and e, and functions such as"
                        + " sin, cos, exp, log (natural), sqrt, abs");
    }

    /** Something begins that has a value; behind a number or a closing parenthesis it is multiplied with that. */
    private void beginOperand(String found) {
        if (operandDue) {
            return;
        }
        if (!multiplies) {
            throw error("found " + found, "an operator must stand before it: write * to multiply, as in x*y");
        }
        if (divisor) {
            throw error("found " + found, "a division by a product can be read in two ways: write 1/(2*x) or (1/2)*x");
        }
        spelt.append("* ");
        operandDue = true;
    }

    private void endOperand(String token, int end) {
        spelt.append(token).append(' ');
        at = end;
        operandDue = false;
        multiplies = false;
        divisor = false;
        operator = ' ';
    }

    private void open(int position, String function) {
        spelt.append("( ");
        open.push(new Open(position, function));
        operandDue = true;
        operator = ' ';
    }

    private void close() {
        Open begun = open.peek();
        if (begun == null) {
            throw error("found ')'", "no '(' is open here");
        }
        if (operandDue) {
            throw error("found ')'", "a number, a variable or a function must stand before it");
        }
        if (begun.commas > 0) {
            throw error("found ')'", "function '" + begun.function + "' takes two arguments, separated by a comma");
        }
        open.pop();
        endOperand(")", at + 1);
        multiplies = true;
    }

    private void comma() {
        Open begun = open.peek();
        if (begun == null || begun.commas == 0 || operandDue) {
            throw error("found ','", "a comma separates the arguments of max, min and pow; decimals are written 0.5");
        }
        begun.commas--;
        spelt.append(", ");
        at++;
        operandDue = true;
        operator = ' ';
    }

    private void operator(char c) {
        boolean sign = c == '+' || c == '-';
        if ("+-*/^".indexOf(c) < 0) {
            String found = text.substring(at, text.offsetByCodePoints(at, 1));
            String hint = HINTS.get(found);
            throw error(
                    "found " + Quoted.cell(found),
                    hint == null
                            ? "allowed are numbers, x, y, z or x0, x1, ..., functions, + - * / ^ and parentheses"
                            : "write " + hint);
        }
        if (operandDue && !sign) {
            boolean power = c == '*' && at > 0 && text.charAt(at - 1) == '*';
            throw error(
                    "found '" + c + "'",
                    power ? "a power is written ^, as in x^2" : "a number, a variable or a function must come first");
        }
        spelt.append(c).append(' ');
        operator = operandDue ? operator : c;
        operandDue = true;
        at++;
    }

    private ExpressionException error(String found, String allowed) {
        return new ExpressionException(
                "expression " + Quoted.cell(text) + ", character " + (at + 1) + ": " + found + "; " + allowed);
    }
}

package io.github.piste.data;

import com.google.common.primitives.ImmutableDoubleArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A linear regression problem of NIST's Statistical Reference Datasets with its certified answers, read off NIST's own
 * file: prose that names the lines where certified values and data stand.
 *
 * <p>Thread-safety: immutable.
 *
 * @param name of the problem: the file's, without {@code .dat}
 * @param data rows as in the file, features x1, x2, ...
 * @param degree highest power of x in the model; 1 for a model that is linear in its features
 * @param intercept whether the model has one
 * @param coefficients certified, the intercept last if there is one
 * @param standardErrors certified, in the same order
 * @param residualDeviation certified
 * @param rSquared certified
 */
public record NistProblem(
        String name,
        Dataset data,
        int degree,
        boolean intercept,
        ImmutableDoubleArray coefficients,
        ImmutableDoubleArray standardErrors,
        double residualDeviation,
        double rSquared) {
    private static final String SUFFIX = ".dat";
    private static final long MOST_BYTES = 1 << 20;
    private static final String NUMBER = "([-+]?[0-9.]+(?:E[-+]?[0-9]+)?)";
    private static final Pattern CERTIFIED_LINES = Pattern.compile("Certified Values.*lines +(\\d+) +to +(\\d+)");
    private static final Pattern DATA_LINES = Pattern.compile("Data +\\(lines +(\\d+) +to +(\\d+)\\)");
    private static final Pattern COEFFICIENT = Pattern.compile("\\s*B(\\d+) +" + NUMBER + " +" + NUMBER + "\\s*");
    private static final Pattern DEVIATION = Pattern.compile("\\s*Standard Deviation +" + NUMBER + "\\s*");
    private static final Pattern R_SQUARED = Pattern.compile("\\s*R-Squared +" + NUMBER + "\\s*");
    private static final Pattern POWER = Pattern.compile("\\*\\*(\\d+)");

    /**
     * Reads a file of NIST's.
     *
     * @param file the file
     * @return the problem
     * @throws DataException naming file and line of what is not as in NIST's files
     * @throws IOException if the file cannot be read
     */
    public static NistProblem read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new DataException(file + ": more than " + MOST_BYTES + " bytes; NIST's files are smaller");
        }
        return new Reader(file, Files.readAllLines(file, StandardCharsets.ISO_8859_1)).problem();
    }

    /**
     * The features of the model: those of the file, or the powers of its single one, rounded to doubles.
     *
     * @return rows with a feature for every coefficient but the intercept
     */
    public Dataset model() {
        if (degree == 1) {
            return data;
        }
        double[][] x = new double[data.rows()][degree];
        for (int i = 0; i < x.length; i++) {
            double power = 1;
            for (int k = 0; k < degree; k++) {
                power *= data.x()[i * data.stride()];
                x[i][k] = power;
            }
        }
        return Dataset.of(x, data.y());
    }

    /**
     * How many digits of the worst number are right: {@code min -log10(|q - c| / |c|)}, {@code -log10 |q|} for a certified
     * 0 (McCullough, "Assessing the reliability of statistical software", 1998).
     *
     * @param computed {@code q}
     * @param certified {@code c}, as many
     * @return at most 15, which is what NIST certifies; not above 0 if no digit is right; NaN counts as none
     */
    public static double rightDigits(ImmutableDoubleArray computed, ImmutableDoubleArray certified) {
        double worst = 15;
        for (int j = 0; j < certified.length(); j++) {
            double scale = certified.get(j) == 0 ? 1 : Math.abs(certified.get(j));
            double digits = -Math.log10(Math.abs(computed.get(j) - certified.get(j)) / scale);
            worst = Double.isNaN(digits) ? Double.NEGATIVE_INFINITY : Math.min(worst, digits);
        }
        return worst;
    }

    /** The lines of one file on their way to a problem. */
    private static final class Reader {
        private final Path file;
        private final List<String> lines;

        Reader(Path file, List<String> lines) {
            this.file = file;
            this.lines = lines;
        }

        NistProblem problem() {
            List<String> certified = named(CERTIFIED_LINES, "Certified Values (lines .. to ..)");
            List<Double> values = new ArrayList<>();
            List<Double> errors = new ArrayList<>();
            boolean intercept = false;
            for (String line : certified) {
                Matcher found = COEFFICIENT.matcher(line);
                if (found.matches()) {
                    intercept |= found.group(1).equals("0");
                    values.add(number(found.group(2)));
                    errors.add(number(found.group(3)));
                }
            }
            if (values.isEmpty()) {
                throw new DataException(file + ": no certified coefficient 'B0 estimate deviation' among the lines that"
                        + " its header names; only NIST's linear regression files are understood");
            }
            if (intercept) {
                values.add(values.remove(0));
                errors.add(errors.remove(0));
            }
            Dataset data = data();
            int degree = degree();
            int expected = (degree > 1 ? degree : data.features()) + (intercept ? 1 : 0);
            if (values.size() != expected || (degree > 1 && (data.features() > 1 || !intercept))) {
                throw new DataException(file + ": " + values.size() + " certified coefficients for " + data.features()
                        + " columns of x and degree " + degree + ", expected " + expected);
            }
            String name = String.valueOf(file.getFileName());
            return new NistProblem(
                    name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name,
                    data,
                    degree,
                    intercept,
                    ImmutableDoubleArray.copyOf(values),
                    ImmutableDoubleArray.copyOf(errors),
                    value(certified, DEVIATION, "Standard Deviation"),
                    value(certified, R_SQUARED, "R-Squared"));
        }

        private Dataset data() {
            List<String> rows = named(DATA_LINES, "Data (lines .. to ..)");
            double[][] x = new double[rows.size()][];
            double[] y = new double[rows.size()];
            for (int i = 0; i < x.length; i++) {
                String[] cells = rows.get(i).trim().split("\\s+", -1);
                if (cells.length < 2 || (i > 0 && cells.length != x[0].length + 1)) {
                    throw new DataException(file + ": data row " + (i + 1) + " has " + cells.length
                            + " numbers, expected " + (i > 0 ? x[0].length + 1 : "y and at least one x"));
                }
                y[i] = number(cells[0]);
                x[i] = new double[cells.length - 1];
                for (int j = 1; j < cells.length; j++) {
                    x[i][j - 1] = number(cells[j]);
                }
            }
            return Dataset.of(x, y);
        }

        private int degree() {
            int degree = 1;
            for (String line : lines) {
                Matcher power = POWER.matcher(line);
                while (power.find()) {
                    degree = Math.max(degree, (int) number(power.group(1)));
                }
            }
            return degree;
        }

        private List<String> named(Pattern header, String what) {
            for (String line : lines) {
                Matcher found = header.matcher(line);
                if (found.find()) {
                    double from = number(found.group(1));
                    double to = number(found.group(2));
                    if (!(1 <= from && from <= to && to <= lines.size())) {
                        throw new DataException(
                                file + ": '" + line.trim() + "', but the file has " + lines.size() + " lines");
                    }
                    return lines.subList((int) from - 1, (int) to);
                }
            }
            throw new DataException(file + ": no line '" + what + "' in its header; is it a file of NIST's?");
        }

        private double value(List<String> certified, Pattern pattern, String what) {
            for (String line : certified) {
                Matcher found = pattern.matcher(line);
                if (found.matches()) {
                    return number(found.group(1));
                }
            }
            throw new DataException(file + ": no certified '" + what + "' among the lines that its header names");
        }

        private double number(String text) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new DataException(file + ": found '" + text + "', expected a number", e);
            }
        }
    }
}

package io.github.piste.data;

import static io.github.piste.data.Fixture.assertRefused;
import static io.github.piste.data.Fixture.csv;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "+5",
                "5",
                "8.",
                ".5",
                "-.5",
                "+.5e1",
                "1e5",
                "1E+5",
                "1e-5",
                "007",
                "123456789012345678",
                "9007199254740993",
                "9223372036854775807",
                "9223372036854775808",
                "0.1",
                "2.2250738585072014e-308",
                "5e-324",
                "1e-400",
                "1.7976931348623157e308",
                "0.30000000000000004",
                "1e22",
                "1e23",
                "123456789e-30",
                "0e999999999999",
                "1.00000000000000000000000000000000000001",
                "00000000000000000000000000000000012.5"
            })
    void parse_plainDecimal_isTheNearestDouble(String text) {
        assertEquals(
                Double.doubleToRawLongBits(Double.parseDouble(text)), Double.doubleToRawLongBits(Decimal.parse(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "+",
                "-",
                "e5",
                "1e",
                "1e+",
                "1d",
                "1f",
                "1D",
                "1L",
                "0x10",
                "0x1p3",
                "NaN",
                "Infinity",
                "-Infinity",
                "inf",
                "1,5",
                "1 000",
                "1'000",
                "1_000",
                "5 kg",
                "5%",
                "1.2.3",
                "--1",
                "+-1",
                "1-",
                "1e5.5",
                "1e5e5",
                "abc",
                "\u0661",
                "\uff11",
                "1\u00a0000",
                " 1",
                "1 ",
                "$5",
                "(5)",
                "NA"
            })
    void parse_anythingElse_isNaN(String text) {
        assertTrue(Double.isNaN(Decimal.parse(text)), text);
    }

    @Test
    void parse_tooLarge_isInfinite() {
        assertEquals(Double.POSITIVE_INFINITY, Decimal.parse("1e999"));
        assertEquals(Double.NEGATIVE_INFINITY, Decimal.parse("-1.8e308"));
        assertEquals(Double.POSITIVE_INFINITY, Decimal.parse("1e99999999999999999999"));
    }

    @Test
    void parse_randomNumbers_agreesWithTheJdk() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            String text =
                    switch (i % 4) {
                        case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
                        case 1 -> Double.toString(random.nextGaussian());
                        case 2 -> random.nextInt(100_000) + "." + random.nextInt(1_000_000);
                        default -> random.nextLong() + "e" + (random.nextInt(60) - 30);
                    };
            double expected = Double.parseDouble(text);
            if (Double.isFinite(expected)) {
                assertEquals(
                        Double.doubleToRawLongBits(expected),
                        Double.doubleToRawLongBits(Decimal.parse(text)),
                        () -> text);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1,5|write a decimal point, not a comma",
                "1,234,567|leave out the thousands marks",
                "1 000|leave out the thousands marks",
                "5 kg|leave out units",
                "1d|leave out units and type marks",
                "1f|type marks",
                "0x10|type marks",
                "1.2.3|expected a plain decimal number such as",
                "NaN|leave a missing cell empty or write NA",
                "-Infinity|write NA",
                "?|write NA",
                "1e999|too large for a double",
            })
    void load_badNumber_isRefusedWithItsCellAndAHint(String cell, String hint) {
        assertRefused(
                csv(folder, "a;b\n1;2\n" + cell + ";4\n"), "line 3, column 1 ('a'): found '" + cell + "', ", hint);
    }
}

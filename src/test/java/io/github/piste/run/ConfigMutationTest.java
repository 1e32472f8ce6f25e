package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key, set to fifteen things that people write by mistake. */
class ConfigMutationTest {
    /** Text of a file after {@code key = }. */
    private static final List<String> MUTANTS = List.of(
            "\"\"",
            "\"1e-3 \"",
            "\"0,1\"",
            "NaN",
            "Infinity",
            "-1",
            "0",
            "9223372036854775808",
            "0x10",
            "null",
            "[[1]]",
            "{ a = 1 }",
            "1e999",
            "TRUE",
            "\"\\u0000\"");

    /** The mutants that are no mistake for a type: any text is fine as a column, a whole number as a number. */
    private static final Set<String> WORDS = ImmutableSet.of(
            "\"1e-3 \"", "\"0,1\"", "NaN", "Infinity", "-1", "0", "9223372036854775808", "0x10", "1e999", "TRUE");

    private static final Set<String> NAMES =
            ImmutableSet.of("NaN", "Infinity", "0", "9223372036854775808", "0x10", "1e999", "TRUE");

    static Stream<Key<?>> keys() {
        return Keys.ALL.stream();
    }

    @TempDir
    Path folder;

    @ParameterizedTest
    @MethodSource("keys")
    void mutant_isRefusedWithKeyPlaceAndWhatIsAllowed(Key<?> key) {
        for (String mutant : MUTANTS) {
            List<String> problems = Configs.problems(() -> new ConfigReader(Map.of())
                    .readWithoutSource(
                            Optional.of(Configs.file(folder, "\n" + key.path() + " = " + mutant)), options(key)));
            String what = key.path() + " = " + mutant;
            if (fine(key).contains(mutant)) {
                assertEquals(List.of(), problems, what);
            } else {
                assertEquals(1, problems.size(), () -> what + ": " + problems);
                String start = folder.resolve("a.conf") + ":2: " + key.path() + " = ";
                assertTrue(problems.get(0).startsWith(start), problems.get(0));
                assertTrue(problems.get(0).contains("; allowed: "), problems.get(0));
                assertEquals(1, problems.get(0).lines().count());
                assertTrue(problems.get(0).chars().noneMatch(Character::isISOControl));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("keys")
    void wrongCaseOfTheKey_isUnknownAndNamesTheRightOne(Key<?> key) {
        String wrong = String.join(".", key.blocks()) + "." + key.name().toUpperCase(Locale.ROOT);
        for (String written : List.of(wrong, "\"" + wrong + "\"")) {
            List<String> problems = Configs.fileProblems(folder, "data.kind = synthetic\n" + written + " = 1");
            assertEquals(1, problems.size(), problems::toString);
            assertTrue(problems.get(0).endsWith("is not a known key; nearest: " + key.path()), problems.get(0));
        }
    }

    /** Parameters of a schedule are refused without it. */
    private static List<String> options(Key<?> key) {
        return switch (key.path()) {
            case "train.schedule.every", "train.schedule.factor" -> List.of("train.schedule.kind=step");
            case "train.schedule.decay" -> List.of("train.schedule.kind=exponential");
            case "train.schedule.floor" -> List.of("train.schedule.kind=cosine");
            case "train.schedule.epochs" -> List.of("train.schedule.kind=warm-up");
            default -> List.of();
        };
    }

    private static Set<String> fine(Key<?> key) {
        return switch (key.path()) {
            case "run.name" -> NAMES;
            case "run.directory", "data.path", "data.target", "data.weight", "observe.http.address" -> WORDS;
            case "run.seed" -> ImmutableSet.of("-1", "0");
            case "data.synthetic.noise", "model.l1", "model.l2", "train.schedule.decay" ->
                ImmutableSet.of("0", "9223372036854775808");
            case "data.synthetic.condition",
                    "model.huber-delta",
                    "train.learning-rate",
                    "train.epsilon",
                    "train.schedule.every",
                    "train.schedule.epochs",
                    "train.stop.loss-change",
                    "train.stop.gradient-norm" -> ImmutableSet.of("9223372036854775808");
            case "data.validation",
                    "data.folds",
                    "train.momentum",
                    "train.beta1",
                    "train.beta2",
                    "train.schedule.floor",
                    "observe.http.port" -> ImmutableSet.of("0");
            default -> ImmutableSet.of();
        };
    }
}

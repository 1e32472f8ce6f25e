package io.github.piste.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import io.github.piste.Torture;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** Every key, set to fifteen things that people write by mistake. */
@Tag(Torture.TAG)
class ConfigMutationIT {
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

    @TempDir
    private Path folder;

    @Test
    void everyMutantOfEveryKey_isRefusedWithKeyPlaceAndWhatIsAllowed_orIsFine(TestInfo test) {
        int refused = 0;
        int fine = 0;
        for (Key<?> key : Keys.ALL) {
            for (String mutant : MUTANTS) {
                List<String> problems = Configs.problems(() -> new ConfigReader(Map.of())
                        .readWithoutSource(
                                Optional.of(Configs.file(folder, "\n" + key.path() + " = " + mutant)), options(key)));
                String what = key.path() + " = " + mutant;
                if (fine(key).contains(mutant)) {
                    assertEquals(List.of(), problems, what);
                    fine++;
                } else {
                    assertOneProblem(key, what, problems);
                    refused++;
                }
            }
        }
        assertTrue(fine < refused / 4, fine + " are fine");
        Torture.seen(
                test,
                "C1",
                String.format(
                        "%d keys x %d mutants: %,d refused with key, line and what is allowed; %d are values that the key"
                                + " is documented to take, and were taken",
                        Keys.ALL.size(), MUTANTS.size(), refused, fine));
    }

    private void assertOneProblem(Key<?> key, String what, List<String> problems) {
        assertEquals(1, problems.size(), () -> what + ": " + problems);
        String problem = problems.get(0);
        assertTrue(problem.startsWith(folder.resolve("a.conf") + ":2: " + key.path() + " = "), problem);
        assertTrue(problem.contains("; allowed: "), problem);
        assertEquals(1, problem.lines().count());
        assertTrue(problem.chars().noneMatch(Character::isISOControl));
    }

    @Test
    void everyMisspeltKey_isUnknownAndANearOneIsNamed(TestInfo test) {
        int typos = 0;
        int right = 0;
        for (Key<?> key : Keys.ALL) {
            for (String name : misspelt(key.name())) {
                String written = String.join(".", key.blocks()) + "." + name;
                List<String> problems = Configs.fileProblems(folder, "data.kind = synthetic\n" + written + " = 1");
                assertEquals(1, problems.size(), () -> written + ": " + problems);
                String problem = problems.get(0);
                String start = folder.resolve("a.conf") + ":2: " + written + " is not a known key; nearest: ";
                assertTrue(problem.startsWith(start), problem);
                typos++;
                right += problem.equals(start + key.path()) ? 1 : 0;
            }
        }
        assertTrue(right > 0.9 * typos, right + " of " + typos);
        Torture.seen(
                test,
                "C1",
                String.format(
                        "%d keys, %,d misspellings: all refused; the right key named as the nearest for %,d",
                        Keys.ALL.size(), typos, right));
    }

    /** Each letter left out, doubled, and swapped with the next; and in capitals. */
    private static Set<String> misspelt(String name) {
        Set<String> all = new TreeSet<>();
        all.add(name.toUpperCase(Locale.ROOT));
        for (int i = 0; i < name.length(); i++) {
            String head = name.substring(0, i);
            String tail = name.substring(i + 1);
            all.add(head + name.charAt(i) + name.charAt(i) + tail);
            if (name.length() > 2) {
                all.add(head + tail);
            }
            if (!tail.isEmpty()) {
                all.add(head + tail.charAt(0) + name.charAt(i) + tail.substring(1));
            }
        }
        all.removeIf(typo -> Keys.ALL.stream().anyMatch(key -> key.name().equals(typo)));
        return all;
    }

    @Test
    void wrongCaseOfAKey_isUnknownAndNamesTheRightOne() {
        for (Key<?> key : Keys.ALL) {
            String wrong = String.join(".", key.blocks()) + "." + key.name().toUpperCase(Locale.ROOT);
            for (String written : List.of(wrong, "\"" + wrong + "\"")) {
                List<String> problems = Configs.fileProblems(folder, "data.kind = synthetic\n" + written + " = 1");
                assertEquals(1, problems.size(), problems::toString);
                assertTrue(problems.get(0).endsWith("is not a known key; nearest: " + key.path()), problems.get(0));
            }
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

package io.github.piste;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.ImmutableSet;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.ObjectInputStream;
import java.time.Duration;
import java.time.temporal.Temporal;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom, as the design's table of packages says; packages that are still to come stand in it already. */
class ArchitectureTest {
    private static final String ROOT = "io.github.piste";
    /** The facade in the root package. */
    private static final String FACADE = "(root)";

    private static final Set<String> BELOW_RUN = ImmutableSet.of(
            "files",
            "data",
            "objective",
            "optim",
            "train",
            "queue",
            "sink",
            "plot",
            "checkpoint",
            "model",
            "tensorboard",
            "http");

    private static final ImmutableListMultimap<String, String> MAY_IMPORT =
            ImmutableListMultimap.<String, String>builder()
                    .putAll("files", List.of())
                    .putAll("data", "files")
                    .putAll("objective", "data")
                    .putAll("optim", List.of())
                    .putAll("train", "objective", "optim", "data")
                    .putAll("queue", List.of())
                    .putAll("sink", "train", "queue", "files")
                    .putAll("plot", "sink", "train", "queue", "objective", "data", "files")
                    .putAll("checkpoint", "sink", "train", "queue", "files")
                    .putAll("model", "train", "objective", "data", "files")
                    .putAll("tensorboard", "sink", "train", "queue")
                    .putAll("http", "sink", "train", "queue")
                    .putAll("run", BELOW_RUN)
                    .putAll(FACADE, BELOW_RUN)
                    .put(FACADE, "run")
                    .putAll("cli", BELOW_RUN)
                    .putAll("cli", "run", FACADE)
                    .putAll(
                            "spark",
                            BELOW_RUN.stream()
                                    .filter(name -> !name.equals("http"))
                                    .toList())
                    .putAll("spark", "run", FACADE, "cli")
                    .build();

    private static final Set<String> PACKAGES = ImmutableSet.of(
            "files",
            "data",
            "objective",
            "optim",
            "train",
            "queue",
            "sink",
            "plot",
            "checkpoint",
            "model",
            "tensorboard",
            "http",
            "run",
            FACADE,
            "cli",
            "spark");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    static Set<String> packages() {
        return PACKAGES;
    }

    /** The package of the table that a class belongs to. */
    private static String packageOf(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(ROOT)) {
            return FACADE;
        }
        String rest = name.substring(ROOT.length() + 1);
        int dot = rest.indexOf('.');
        return dot < 0 ? rest : rest.substring(0, dot);
    }

    private static boolean ours(JavaClass type) {
        return type.getPackageName().equals(ROOT) || type.getPackageName().startsWith(ROOT + ".");
    }

    private static DescribedPredicate<JavaClass> in(String name) {
        return describe(
                "of package " + name, type -> ours(type) && packageOf(type).equals(name));
    }

    private static DescribedPredicate<JavaClass> libraries(String what, String... prefixes) {
        return describe(what, type -> List.of(prefixes).stream().anyMatch(type.getName()::startsWith));
    }

    @Test
    void theImport_findsTheProduct() {
        assertFalse(CLASSES.isEmpty());
        Set<String> found = new TreeSet<>();
        CLASSES.forEach(type -> found.add(packageOf(type)));
        found.removeAll(PACKAGES);
        assertFalse(!found.isEmpty(), () -> "packages that the design does not know: " + found);
    }

    @ParameterizedTest
    @MethodSource("packages")
    void aPackage_importsOnlyWhatTheDesignLetsIt(String name) {
        Set<String> allowed = ImmutableSet.<String>builder()
                .addAll(MAY_IMPORT.get(name))
                .add(name)
                .build();
        noClasses()
                .that(in(name))
                .should()
                .dependOnClassesThat(describe(
                        "ours but none of " + allowed, type -> ours(type) && !allowed.contains(packageOf(type))))
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void theRules_needNoLibraryButArgumentChecks() {
        noClasses()
                .that(in("optim"))
                .should()
                .dependOnClassesThat(describe(
                        "of a library",
                        type -> !ours(type)
                                && !type.getName().startsWith("java.")
                                && !type.isPrimitive()
                                && !type.getBaseComponentType().isPrimitive()
                                && !type.getName().startsWith("org.jspecify.annotations.")
                                && !type.isEquivalentTo(Preconditions.class)))
                .check(CLASSES);
    }

    @Test
    void onlyTheCommandLine_knowsItsLibraries() {
        noClasses()
                .that(describe("outside cli", type -> !packageOf(type).equals("cli")))
                .should()
                .dependOnClassesThat(libraries(
                        "of Logback, picocli or progressbar", "ch.qos.logback.", "picocli.", "me.tongfei.progressbar."))
                .check(CLASSES);
    }

    private static ArchRule readingNoSerializedObjects() {
        return noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.beans..");
    }

    /** S1: a file from a stranger never says which classes to make of it. */
    @Test
    void nobody_readsSerializedObjects() {
        readingNoSerializedObjects().check(CLASSES);
    }

    /** What the rule must find. */
    private record Guilty(ObjectInputStream objects) {}

    @Test
    void theRuleAboutSerializedObjects_findsOneWhoReadsThem() {
        JavaClasses guilty = new ClassFileImporter().importClasses(Guilty.class);
        assertTrue(readingNoSerializedObjects().evaluate(guilty).hasViolation());
    }

    @Test
    void nobody_livesInADrawerForEverything() {
        noClasses()
                .should()
                .resideInAnyPackage("..util..", "..utils..", "..common..", "..impl..", "..helper..", "..misc..")
                .check(CLASSES);
    }

    /** A wall clock may jump: it tells when something was, never how long it took. */
    @Test
    void nobody_measuresTimeByTheWallClock() {
        noClasses()
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Duration.class, "between", Temporal.class, Temporal.class)
                .check(CLASSES);
    }

    @Test
    void nobody_exitsTheJvmOrOpensWindows_butTheCommandLine() {
        noClasses()
                .that(describe("outside cli", type -> !packageOf(type).equals("cli")))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.swing..")
                .check(CLASSES);
    }
}

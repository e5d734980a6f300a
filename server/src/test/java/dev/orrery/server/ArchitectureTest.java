package dev.orrery.server;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows between modules, and what each module leaves alone. docs/architecture.md draws the same. */
class ArchitectureTest {
    private static final String ROOT = "dev.orrery.";

    /** Module to the modules that it may use. */
    private static final Map<String, Set<String>> ARROWS = Map.ofEntries(
            Map.entry("notebook", Set.of()),
            Map.entry("kernel", Set.of("notebook")),
            Map.entry("dag", Set.of()),
            Map.entry("storage", Set.of()),
            Map.entry("database", Set.of()),
            Map.entry("http", Set.of()),
            Map.entry("runner", Set.of("kernel", "notebook", "storage")),
            Map.entry("launch", Set.of()),
            Map.entry("identity", Set.of("database", "http")),
            Map.entry("connection", Set.of("database", "http")),
            Map.entry("scheduler", Set.of("dag", "launch", "storage", "identity", "database", "http")),
            Map.entry("hub", Set.of("launch", "identity", "database", "http")),
            Map.entry("publish", Set.of("notebook", "dag", "identity", "database", "http")),
            Map.entry(
                    "server",
                    Set.of(
                            "notebook",
                            "kernel",
                            "dag",
                            "storage",
                            "database",
                            "http",
                            "runner",
                            "launch",
                            "identity",
                            "connection",
                            "scheduler",
                            "hub",
                            "publish")));

    private static JavaClasses classes;

    @BeforeAll
    static void importClasses() {
        classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages("dev.orrery");
    }

    @Test
    void everyModuleIsInTheTableAndHasClasses() {
        Set<String> found =
                classes.stream().map(ArchitectureTest::module).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(new TreeSet<>(ARROWS.keySet()), found);
    }

    @TestFactory
    Stream<DynamicTest> aModuleUsesOnlyWhatItsArrowsAllow() {
        return ARROWS.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(arrow -> dynamicTest(arrow.getKey(), () -> {
                    Set<String> forbidden = new TreeSet<>(ARROWS.keySet());
                    forbidden.removeAll(arrow.getValue());
                    forbidden.remove(arrow.getKey());
                    String[] packages =
                            forbidden.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
                    if (packages.length > 0) {
                        noClasses()
                                .that()
                                .resideInAPackage(ROOT + arrow.getKey() + "..")
                                .should()
                                .dependOnClassesThat()
                                .resideInAnyPackage(packages)
                                .check(classes);
                    }
                }));
    }

    @Test
    void whatAUserDeclaresIsReadWithoutFilesNetworkOrClock() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "dag..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(java.nio.file.Files.class.getName())
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(File.class)
                .orShould()
                .dependOnClassesThat()
                // To write a text for an address opens nothing.
                .belongToAnyOf(java.net.Socket.class, java.net.URL.class, java.net.URLConnection.class)
                .orShould()
                .dependOnClassesThat()
                .resideInAnyPackage("java.net.http..", "java.nio.channels..", "java.sql..")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .orShould()
                .callMethod(Instant.class, "now")
                .check(classes);
    }

    @Test
    void timeComesFromOutside() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.server\\.Main|.*\\.runner\\..*|.*\\.kernel\\..*")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .check(classes);
    }

    @Test
    void onlyTheProgramsEdgeReadsItsEnvironment() {
        noClasses()
                .that()
                .haveNameNotMatching(".*\\.(server\\.Main|runner\\..*|launch\\.HostPrograms)")
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .check(classes);
    }

    @Test
    void processesAreStartedWhereWorkloadsAndKernelsAre() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + "launch..", ROOT + "kernel..", ROOT + "server..")
                .and()
                // A command task is a process of its attempt's; orrery diff asks the user's own git, at the user's own
                // command; PAM's modules are kept out of the server's process.
                .haveNameNotMatching(".*\\.(runner\\.(Git|CommandProcess)|identity\\.login\\.PamProvider)")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .check(classes);
    }

    @Test
    void storesAreNotPublic() {
        classes()
                .that()
                .haveSimpleNameEndingWith("Store")
                .should()
                .notBePublic()
                .check(classes);
    }

    @Test
    void sqlStandsInStores() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "database..")
                .and()
                .haveNameNotMatching(".*\\.(Jdbc\\w*|Main)(\\$.*)?")
                .should()
                .callMethodWhere(describe(
                        "an SQL statement",
                        call -> call.getTargetOwner().getName().equals(ROOT + "database.Transaction")
                                && Set.of("update", "list", "first").contains(call.getName())))
                .check(classes);
    }

    private static String module(JavaClass type) {
        return type.getPackageName().substring(ROOT.length()).split("\\.")[0];
    }
}

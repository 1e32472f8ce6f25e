package io.github.piste.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.piste.Torture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** S4: what is given away with Piste is known by version and licence, and none of it is there for tests. */
@Tag(Torture.TAG)
class DependenciesIT {
    /** One of them is enough where a library has several. */
    private static final Set<String> LICENCES =
            Set.of("Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "BSD-4-Clause", "CC0-1.0", "EPL-2.0");

    private static final List<String> FOR_TESTS = List.of(
            "junit",
            "opentest4j",
            "apiguardian",
            "hamcrest",
            "awaitility",
            "archunit",
            "mockito",
            "assertj",
            "jmh",
            "onnxruntime");

    private static final Path TARGET = PisteProcess.JAR.resolveSibling("");

    private static List<JsonObject> components() throws IOException {
        JsonObject bom = JsonParser.parseString(Files.readString(TARGET.resolve("piste-bom.json")))
                .getAsJsonObject();
        return bom.getAsJsonArray("components").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    @Test
    void librariesBesideTheJar_areThoseOfTheList_andNoneIsForTests(TestInfo test) throws IOException {
        Set<String> listed = components().stream()
                .map(one ->
                        one.get("name").getAsString() + "-" + one.get("version").getAsString() + ".jar")
                .collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
            Set<String> found =
                    files.map(file -> file.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
            assertEquals(listed, found);
        }
        for (String name : listed) {
            assertTrue(FOR_TESTS.stream().noneMatch(name::contains), name);
        }
        Torture.seen(test, "S4", listed.size() + " libraries at run time, 0 for tests");
    }

    @Test
    void everyLibrary_hasALicenceThatLetsItBeGivenAway() throws IOException {
        TreeMap<String, List<String>> others = new TreeMap<>();
        for (JsonObject component : components()) {
            List<String> licences = new ArrayList<>();
            for (JsonElement one : component.getAsJsonArray("licenses")) {
                JsonObject licence = one.getAsJsonObject().getAsJsonObject("license");
                licences.add(licence.get(licence.has("id") ? "id" : "name").getAsString());
            }
            if (licences.stream().noneMatch(LICENCES::contains)) {
                others.put(component.get("name").getAsString(), licences);
            }
        }
        assertEquals("{}", others.toString());
    }

    /** In profiles a plugin may leave its version to the same one of the build. */
    @Test
    void versions_areAllWrittenDown() throws Exception {
        Element pom = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile())
                .getDocumentElement();
        Set<String> pinned = new TreeSet<>();
        Set<String> used = new TreeSet<>();
        for (String kind : List.of("dependency", "plugin", "path")) {
            NodeList elements = pom.getElementsByTagName(kind);
            for (int i = 0; i < elements.getLength(); i++) {
                Element element = (Element) elements.item(i);
                String name = child(element, "groupId") + ":" + child(element, "artifactId");
                String version = child(element, "version");
                used.add(name);
                assertFalse(version.matches(".*([\\[\\](),]|LATEST|RELEASE|SNAPSHOT).*"), name + " " + version);
                if (!version.isEmpty()) {
                    pinned.add(name);
                }
            }
        }
        assertTrue(used.size() > 20, used::toString);
        used.removeAll(pinned);
        assertEquals(Set.of(), used);
    }

    private static String child(Element element, String name) {
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node.getNodeName().equals(name)) {
                return node.getTextContent().strip();
            }
        }
        return "";
    }
}

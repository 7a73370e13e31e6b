package dev.ristretto.build.application;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What a {@code pom.xml} says that matters before Maven runs, of the file itself, without its parents. Source: Maven's
 * POM reference.
 *
 * @param folder where it is
 * @param artifactId empty if it has none
 * @param packaging {@code jar} unless it says otherwise
 * @param modules paths of what it builds beside itself, those of all profiles included
 * @param mainClass the class that a plugin or a property names to be started
 * @param plugins artifact identifiers
 */
record MavenPom(
        Path folder,
        String artifactId,
        String packaging,
        List<String> modules,
        Optional<String> mainClass,
        List<String> plugins) {
    private static final Set<String> MAIN_CLASS =
            Set.of("exec.mainClass", "main.class", "mainClass", "start-class", "main-class");

    private static final Set<String> STARTING = Set.of("spring-boot-maven-plugin", "quarkus-maven-plugin");

    /**
     * Reads one.
     *
     * @throws BuildException if it is no XML
     */
    static MavenPom read(Path folder) throws IOException {
        Path file = folder.resolve("pom.xml");
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setAttribute(XMLConstants.ACCESS_EXTERNAL_DTD, "");
            factory.setExpandEntityReferences(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            Element project = builder.parse(file.toFile()).getDocumentElement();
            List<Element> levels = new ArrayList<>(List.of(project));
            children(project, "profiles")
                    .flatMap(list -> children(list, "profile"))
                    .forEach(levels::add);
            List<String> modules = levels.stream()
                    .flatMap(level -> Stream.concat(
                            children(level, "modules").flatMap(list -> children(list, "module")),
                            children(level, "subprojects").flatMap(list -> children(list, "subproject"))))
                    .map(MavenPom::text)
                    .distinct()
                    .toList();
            return new MavenPom(
                    folder,
                    first(project, "artifactId").orElse(""),
                    first(project, "packaging").orElse("jar"),
                    modules,
                    all(project)
                            .filter(element -> MAIN_CLASS.contains(element.getTagName()))
                            .map(MavenPom::text)
                            .filter(name -> name.matches("[\\w.$]+"))
                            .findFirst(),
                    all(project)
                            .filter(element -> element.getTagName().equals("plugin"))
                            .flatMap(plugin -> first(plugin, "artifactId").stream())
                            .toList());
        } catch (SAXException e) {
            throw new BuildException(file + " is no XML that can be read: " + e.getMessage(), e);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether it says that there is something to be started, which libraries do not. */
    boolean isStarted() {
        return mainClass.isPresent() || plugins.stream().anyMatch(STARTING::contains);
    }

    /** The poms of all modules below that are no lists of modules themselves, in the order of the poms. */
    List<MavenPom> leaves() throws IOException {
        List<MavenPom> leaves = new ArrayList<>();
        for (String module : modules) {
            Path path = folder.resolve(module).normalize();
            Path below = module.endsWith(".xml") ? path.resolveSibling("") : path;
            if (!below.equals(folder) && Files.isRegularFile(below.resolve("pom.xml"))) {
                MavenPom pom = read(below);
                if (!pom.packaging().equals("pom")) {
                    leaves.add(pom);
                }
                leaves.addAll(pom.leaves());
            }
        }
        return leaves;
    }

    private static Optional<String> first(Element parent, String name) {
        return children(parent, name).findFirst().map(MavenPom::text);
    }

    private static String text(Element element) {
        return element.getTextContent().strip();
    }

    private static Stream<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                children.add(element);
            }
        }
        return children.stream();
    }

    private static Stream<Element> all(Element root) {
        NodeList nodes = root.getElementsByTagName("*");
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((Element) nodes.item(i));
        }
        return elements.stream();
    }
}

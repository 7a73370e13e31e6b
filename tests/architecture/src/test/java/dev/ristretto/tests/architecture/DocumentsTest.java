package dev.ristretto.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What documents name is there. */
class DocumentsTest {

    /** A class in a code span, perhaps with a package before it and a member behind it. */
    private static final Pattern CLASS = Pattern.compile(
            "`(?:dev\\.ristretto\\.)?(?:[a-z]\\w*\\.)*([A-Z]\\w*[a-z]\\w*)(?:\\.([A-Za-z]\\w*))?(?:\\(\\))?`");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)(?:#[^)]*)?\\)");
    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|interface|record|enum) ([A-Z]\\w*)");

    /** Words of others that look like classes: of the JDK, of SubstrateVM, of protocols, of what users write. */
    private static final Set<String> OF_OTHERS = Set.of(
            "Allow",
            "CGlobalData",
            "CMakeLists",
            "Cargo",
            "Class_method",
            "Forwarded",
            "HttpOnly",
            "Makefile",
            "Origin",
            "Ristretto",
            "SunJGSS",
            "SunPCSC",
            "SunPKCS11",
            "Target_x_y_Z",
            "Unsafe",
            "Via",
            "Xen");

    /** The text of the source in which each class of ours is declared. */
    private static final Map<String, String> DECLARED = new HashMap<>();

    @BeforeAll
    static void readSources() throws IOException {
        for (Path file : SourceTree.files("")) {
            if (file.toString().endsWith(".java")) {
                String text = SourceTree.text(file).orElseThrow();
                Matcher declaration = DECLARATION.matcher(text);
                while (declaration.find()) {
                    DECLARED.merge(declaration.group(1), text, (one, other) -> one + other);
                }
            }
        }
    }

    @Test
    void classesAndTheirMembersAreThere() throws Exception {
        List<String> missing = new ArrayList<>();
        for (Path file : documents()) {
            Matcher name = CLASS.matcher(SourceTree.text(file).orElseThrow());
            while (name.find()) {
                String source = DECLARED.get(name.group(1));
                boolean there = source == null
                        ? OF_OTHERS.contains(name.group(1)) || isOfTheJdk(name.group(1))
                        : name.group(2) == null || source.matches("(?s).*\\b" + name.group(2) + "\\b.*");
                if (!there) {
                    missing.add(SourceTree.path(file) + ": " + name.group());
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void linksLeadToFiles() throws Exception {
        List<String> missing = new ArrayList<>();
        for (Path file : documents()) {
            Matcher link = LINK.matcher(SourceTree.text(file).orElseThrow());
            while (link.find()) {
                if (!file.resolveSibling(link.group(1)).toFile().exists()) {
                    missing.add(SourceTree.path(file) + ": " + link.group(1));
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    private static List<Path> documents() throws IOException {
        return SourceTree.files("").stream()
                .filter(file -> SourceTree.path(file).matches("[A-Z]+\\.md|docs/\\w+\\.md"))
                .toList();
    }

    private static boolean isOfTheJdk(String name) {
        for (String room : List.of(
                "java.lang.",
                "java.lang.StackWalker$",
                "java.lang.invoke.",
                "java.lang.reflect.",
                "java.nio.file.",
                "javax.management.",
                "javax.security.auth.",
                "javax.security.auth.login.",
                "java.io.",
                "java.net.",
                "java.util.",
                "java.util.concurrent.",
                "java.util.concurrent.locks.")) {
            try {
                Class<?> unused = Class.forName(room + name, false, DocumentsTest.class.getClassLoader());
                return true;
            } catch (ClassNotFoundException e) {
                continue;
            }
        }
        return false;
    }
}

package dev.ristretto.build.application;

import static dev.ristretto.build.SourceCompiler.compile;
import static dev.ristretto.build.SourceCompiler.jar;
import static dev.ristretto.build.SourceCompiler.program;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationFinderTest {
    @TempDir
    Path folder;

    private Application find(Path path) throws InterruptedException {
        return find(path, Optional.empty());
    }

    private Application find(Path path, Optional<String> main) throws InterruptedException {
        Path java = Path.of(System.getProperty("java.home"));
        return new ApplicationFinder(
                        System.getenv(), java, folder, folder.resolve("kept"), folder.resolve("log"), phase -> {})
                .find(path, Optional.empty(), main);
    }

    @Test
    void theOnlyClassWithAMainMethodRuns() throws Exception {
        Path classes = program(folder.resolve("shop/target/classes"), "shop.Main");
        compile(classes, "shop.Helper", "package shop; public class Helper { public void main(String[] a) {} }");

        Application application = find(classes);

        assertThat(application.mainClass()).isEqualTo("shop.Main");
        assertThat(application.classPath()).containsExactly(classes);
        assertThat(application.name()).isEqualTo("shop");
    }

    @Test
    void severalMainMethodsAreListedAndTheUserChooses() throws Exception {
        Path classes = program(folder.resolve("classes"), "a.One");
        program(classes, "b.Two");

        assertThatThrownBy(() -> find(classes))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("a.One, b.Two", "--main");
        assertThat(find(classes, Optional.of("b.Two")).mainClass()).isEqualTo("b.Two");
    }

    @Test
    void noMainMethodIsAnErrorThatSaysWhatToDo() throws Exception {
        Path classes = compile(folder.resolve("classes"), "Library", "public class Library {}");

        assertThatThrownBy(() -> find(classes))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("classes", "main(String[])", "--main CLASS");
    }

    @Test
    void mainClassThatIsMissingNamesThoseThatExist() throws Exception {
        Path classes = program(folder.resolve("classes"), "a.One");

        assertThatThrownBy(() -> find(classes, Optional.of("a.Other")))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("a.Other", "a.One");
    }

    @Test
    void mainClassWithoutMainMethodIsRefused() throws Exception {
        Path classes = compile(folder.resolve("classes"), "Library", "public class Library {}");

        assertThatThrownBy(() -> find(classes, Optional.of("Library")))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("Library", "no method public static void main");
    }

    @Test
    void mainMethodMayBeInherited() throws Exception {
        Path classes = program(folder.resolve("classes"), "Base");
        Files.createDirectories(folder.resolve("s"));
        compile(
                classes,
                "Derived",
                "public class Derived extends Thread { static class X {} public static void main(String[] a) {} }");

        assertThat(find(classes, Optional.of("Derived")).mainClass()).isEqualTo("Derived");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class App { void main() {} }",
                "class App { void main(String[] arguments) {} }",
                "class App { static void main() {} }",
                "abstract class App { protected static void main(String[] arguments) {} }"
            })
    void mainMayHaveAnyFormThatJava25Starts(String source) throws Exception {
        Path classes = compile(folder.resolve("classes"), "App", source);
        compile(
                classes,
                "Library",
                "class Library { private void main() {} static int main(String[] a) { return 0; } }");

        assertThat(find(classes).mainClass()).isEqualTo("App");
        assertThat(find(classes, Optional.of("App")).mainClass()).isEqualTo("App");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class App { private void main() {} }",
                "class App { int main() { return 0; } }",
                "class App { private App() {} void main() {} }",
                "class App { App(int i) {} void main() {} }",
                "abstract class App { void main() {} }"
            })
    void whatJava25DoesNotStartIsNoMain(String source) throws Exception {
        Path classes = compile(folder.resolve("classes"), "App", source);

        assertThatThrownBy(() -> find(classes)).hasMessageContaining("No class in");
        assertThatThrownBy(() -> find(classes, Optional.of("App"))).hasMessageContaining("has no method");
    }

    @Test
    void theUsualMainGoesBeforeOtherForms() throws Exception {
        Path classes = program(folder.resolve("classes"), "a.Main");
        compile(classes, "Tool", "public class Tool { void main() {} }");

        assertThat(find(classes).mainClass()).isEqualTo("a.Main");
    }

    @Test
    void manifestOfAJarNamesMainClassAndLibraries() throws Exception {
        Path library = jar(
                Files.createDirectories(folder.resolve("lib")).resolve("util-1.2.jar"),
                compile(folder.resolve("l"), "Util", "public class Util {}"),
                Map.of("Class-Path", "more.jar gone.jar"));
        Path more = jar(
                folder.resolve("lib/more.jar"), compile(folder.resolve("m"), "More", "public class More {}"), Map.of());
        Path classes = program(folder.resolve("c"), "app.Main");
        program(classes, "app.Other");
        Path jar = jar(
                folder.resolve("My App-2.0.1.jar"),
                classes,
                Map.of("Main-Class", "app.Main", "Class-Path", "lib/util-1.2.jar"));

        Application application = find(jar);

        assertThat(application.mainClass()).isEqualTo("app.Main");
        assertThat(application.classPath()).containsExactly(jar, library, more);
        assertThat(application.name()).isEqualTo("my-app");
    }

    /** As the Maven plugin writes them. */
    @Test
    void aJarWithoutClassesStandsForItsClassPath() throws Exception {
        Path classes = program(folder.resolve("my classes"), "app.Main");
        Path library = jar(folder.resolve("lib.jar"), program(folder.resolve("l"), "lib.Tool"), Map.of());
        Path jar = jar(
                folder.resolve("shop.jar"),
                Files.createDirectories(folder.resolve("empty")),
                Map.of("Class-Path", classes.toUri() + " " + library.toUri()));

        Application application = find(jar);
        assertThat(application.mainClass()).isEqualTo("app.Main");
        assertThat(application.classPath()).containsExactly(classes, library);
        assertThat(application.own()).containsExactly(classes);
    }

    @Test
    void jarWithoutManifestMainIsSearched() throws Exception {
        Path jar = jar(folder.resolve("x.jar"), program(folder.resolve("c"), "app.Main"), Map.of());

        assertThat(find(jar).mainClass()).isEqualTo("app.Main");
    }

    @Test
    void brokenJarIsNamed() throws Exception {
        Path jar = Files.writeString(folder.resolve("broken.jar"), "this is no zip file");

        assertThatThrownBy(() -> find(jar))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("broken.jar", "no readable jar");
    }

    @Test
    void aWebArchiveIsRefusedWithAdvice() throws Exception {
        Path content = program(folder.resolve("c/WEB-INF/classes"), "shop.Main")
                .resolve("../..")
                .normalize();
        Path bare = Files.createDirectories(folder.resolve("bare"));

        for (Path war : List.of(
                jar(folder.resolve("shop.jar"), content, Map.of()), jar(folder.resolve("shop.war"), bare, Map.of()))) {
            assertThatThrownBy(() -> find(war))
                    .isInstanceOf(BuildException.class)
                    .hasMessageContainingAll(war.toString(), "application server", "embedded server");
        }
    }

    @Test
    void springBootJarIsUnpackedInTheOrderOfItsIndex() throws Exception {
        Path content = program(folder.resolve("c"), "org.springframework.boot.loader.launch.JarLauncher");
        program(content.resolve("BOOT-INF/classes"), "shop.Shop");
        Path libraries = Files.createDirectories(content.resolve("BOOT-INF/lib"));
        for (String name : List.of("a", "b", "c")) {
            Path classes = compile(
                    folder.resolve(name),
                    name.toUpperCase(Locale.ROOT),
                    "public class " + name.toUpperCase(Locale.ROOT) + " {}");
            jar(libraries.resolve(name + "-1.jar"), classes, Map.of());
        }
        Files.writeString(
                content.resolve("BOOT-INF/classpath.idx"), "- \"BOOT-INF/lib/c-1.jar\"\n- \"BOOT-INF/lib/a-1.jar\"\n");
        Path jar = jar(
                folder.resolve("boot.jar"),
                content,
                Map.of("Main-Class", "org.springframework.boot.loader.launch.JarLauncher", "Start-Class", "shop.Shop"));

        Application application = find(jar);
        assertThat(application.mainClass()).isEqualTo("shop.Shop");
        assertThat(application.name()).isEqualTo("boot");
        assertThat(application.classPath())
                .extracting(path -> path.getFileName().toString())
                .containsExactly("classes", "c-1.jar", "a-1.jar", "b-1.jar");
        assertThat(application.own()).containsExactly(application.classPath().getFirst());
    }

    @Test
    void springBootsContextIsTurnedIntoCodeBefore() throws Exception {
        Path content = program(folder.resolve("c"), "org.springframework.boot.loader.launch.JarLauncher");
        program(content.resolve("BOOT-INF/classes"), "shop.Shop");
        // Does what Spring's processor does: sources, resources and classes that it is told the places of.
        Path processor = compile(folder.resolve("p"), "org.springframework.boot.SpringApplicationAotProcessor", """
                package org.springframework.boot;
                import java.nio.file.*;
                public class SpringApplicationAotProcessor {
                    public static void main(String[] a) throws Exception {
                        String name = a[0] + "__ApplicationContextInitializer";
                        Path source = Path.of(a[1], name.replace('.', '/') + ".java");
                        Files.createDirectories(source.getParent());
                        Files.writeString(source, "package shop; public class " + name.substring(5) + " extends Shop {}");
                        Files.createDirectories(Path.of(a[2]));
                        Files.writeString(Path.of(a[2], "metadata.json"), "{}");
                        Files.createDirectories(Path.of(a[3]));
                        Files.writeString(Path.of(a[3], "Proxy.class"), "");
                    }
                }
                """);
        Path libraries = Files.createDirectories(content.resolve("BOOT-INF/lib"));
        jar(libraries.resolve("spring-boot-4.jar"), processor, Map.of());
        Path jar = jar(folder.resolve("boot.jar"), content, Map.of("Start-Class", "shop.Shop"));

        Application application = find(jar);
        assertThat(application.classPath())
                .extracting(path -> path.getFileName().toString())
                .containsExactly("aot-classes", "resources", "classes", "spring-boot-4.jar");
        assertThat(application.classPath().get(0))
                .isDirectoryRecursivelyContaining("glob:**/shop/Shop__ApplicationContextInitializer.class")
                .isDirectoryContaining("glob:**/Proxy.class");
        assertThat(application.classPath().get(1)).isDirectoryContaining("glob:**/metadata.json");
    }

    @Test
    void unknownPathIsNamed() {
        assertThatThrownBy(() -> find(Path.of("no/such/thing")))
                .isInstanceOf(BuildException.class)
                .hasMessage("No such file or folder: no/such/thing");
    }

    @Test
    void emptyFolderSaysWhatIsExpected() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));

        assertThatThrownBy(() -> find(empty))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("empty", "a jar, a folder of classes or a project folder");
    }

    @Test
    void classOfALaterJavaIsNamedWithItsVersion() throws Exception {
        Path classes = program(folder.resolve("classes"), "a.New");
        Path file = classes.resolve("a/New.class");
        byte[] bytes = Files.readAllBytes(file);
        int major = Runtime.version().feature() + 45;
        bytes[6] = 0;
        bytes[7] = (byte) major;
        Files.write(file, bytes);

        assertThatThrownBy(() -> find(classes))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("a.New", "class file version " + major, "--release 25");
        assertThatThrownBy(() -> ClassVersions.check(List.of(classes)))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("a/New.class", "class file version " + major);
    }
}

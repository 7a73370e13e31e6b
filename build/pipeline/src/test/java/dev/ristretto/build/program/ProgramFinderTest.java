package dev.ristretto.build.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.application.BuildTool;
import dev.ristretto.build.linker.Elf;
import dev.ristretto.build.program.library.CraftedElf;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramFinderTest {
    @TempDir
    Path folder;

    private ProgramFixture host;
    private Path elf;

    @BeforeEach
    void host() throws Exception {
        host = new ProgramFixture(folder);
        elf = new CraftedElf().type(Elf.TYPE_EXECUTABLE).write(folder.resolve("static"));
    }

    private Program find(String path, String... main) throws Exception {
        return find(host.environment(), path, main);
    }

    private Program find(Map<String, String> environment, String path, String... main) throws Exception {
        Path log = host.folder.resolve("log");
        BuildTool tool = new BuildTool(environment, Path.of(System.getProperty("java.home")), log, phase -> {});
        Path kept = Files.createDirectories(host.folder.resolve("kept"));
        Path work = Files.createDirectories(host.folder.resolve("work"));
        return new ProgramFinder(environment, tool, log, kept, work, phase -> {}, host.warnings::add)
                .find(host.home.resolve(path), main.length == 0 ? Optional.empty() : Optional.of(main[0]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "package.json",
                "go.mod",
                "Cargo.toml",
                "pyproject.toml",
                "requirements.txt",
                "CMakeLists.txt",
                "Makefile",
                "hello.py",
                "hello.c",
                "hello.cc",
                "hello.cpp"
            })
    void aFolderIsKnownByWhatItHolds(String mark) throws Exception {
        Path file = host.file("project/" + mark, "");
        host.file("project/README", "");
        assertThat(ProgramFinder.matches(file.resolveSibling("."))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"README", "web.js", "a.class"})
    void otherFoldersAreNotKnown(String name) throws Exception {
        assertThat(ProgramFinder.matches(host.file("project/" + name, "").resolveSibling(".")))
                .isFalse();
        assertThat(ProgramFinder.matches(folder.resolve("none"))).isFalse();
    }

    @Test
    void twoSourcesAreNoProgramByThemselves() throws Exception {
        host.file("project/a.py", "");
        host.file("project/b.py", "");
        assertThat(ProgramFinder.matches(host.home.resolve("project"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "build.gradle", "a/b/Main.class"})
    void javaStaysJavaWhateverElseIsThere(String mark) throws Exception {
        host.file("project/package.json", "{}");
        host.file("project/tool.py", "");
        host.file("project/" + mark, "");
        assertThat(ProgramFinder.matches(host.home.resolve("project"))).isFalse();
    }

    @Test
    void aJarIsNoProgram() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("a/Main.class"));
        }
        Path jar = Files.write(host.home.resolve("a.jar"), bytes.toByteArray());
        assertThat(ProgramFinder.matches(jar)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"hello.py,hello", "My_Server.c,my-server", "server,server", "engine-1.2,engine"})
    void anImageIsCalledLikeItsFile(String file, String name) throws Exception {
        assertThat(ProgramFinder.imageName(host.file(file, ""))).isEqualTo(name);
    }

    @Test
    void goBuildsAStaticProgram() throws Exception {
        host.file("api/go.mod", "module api");
        host.file("api/main.go", "package main");
        host.tool("go", "echo \"$* $CGO_ENABLED $GOOS/$GOARCH $(pwd)\" >&2; cp '" + elf + "' \"$4\"");
        Program program = find("api");
        assertThat(program.kind()).isEqualTo("Go, static");
        assertThat(program.entrypoint()).containsExactly("/app/api");
        assertThat(host.folder.resolve("log"))
                .content()
                .contains("build -trimpath -o ", "/api . 0 linux/amd64 " + host.home.resolve("api"));
    }

    @Test
    void theOnlyCommandOfAGoProjectIsTakenAndOneOfSeveralHasToBeNamed() throws Exception {
        host.file("api/go.mod", "module api");
        host.file("api/cmd/web/main.go", "package main");
        host.tool("go", "echo \"$5\"; cp '" + elf + "' \"$4\"");
        find("api");
        assertThat(host.folder.resolve("log")).content().isEqualTo("./cmd/web\n");
        host.file("api/cmd/worker/main.go", "package main");
        assertThatThrownBy(() -> find("api"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("--main: ./cmd/web, ./cmd/worker");
        find("api", "./cmd/worker");
        assertThat(host.folder.resolve("log")).content().isEqualTo("./cmd/worker\n");
    }

    @Test
    void aToolThatIsNotThereIsNamedWithItsPackage() throws Exception {
        host.file("api/go.mod", "module api");
        host.file("api/main.go", "package main");
        assertThatThrownBy(() -> find(Map.of("PATH", "/nowhere"), "api"))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("go.mod", "needs go", "apt-get install golang-go");
    }

    @Test
    void aToolThatFailsIsShownWithItsLastLines() throws Exception {
        host.file("engine/Makefile", "");
        host.tool("make", "echo 'engine.c:3: no'; exit 2");
        assertThatThrownBy(() -> find("engine"))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("failed (status 2)", "engine.c:3: no");
    }

    @Test
    void cargoSaysWhichProgramsItHasMade() throws Exception {
        Path one = new CraftedElf().type(Elf.TYPE_EXECUTABLE).write(host.home.resolve("engine/target/one"));
        host.file("engine/Cargo.toml", "");
        String line = "{\"reason\":\"compiler-artifact\",\"executable\":\"%s\"}";
        host.tool(
                "cargo",
                "echo Compiling; echo '{no json'; echo '{\"executable\":null}'; echo '" + line.formatted(one) + "'");
        assertThat(find("engine").entrypoint()).containsExactly("/app/one");
        host.tool("cargo", "echo '" + line.formatted(one) + "'; echo '" + line.formatted(elf) + "'; echo $* >&2");
        assertThatThrownBy(() -> find("engine")).hasMessageContainingAll("several programs", "one, static");
        assertThat(find("engine", "static").entrypoint()).containsExactly("/app/static");
        assertThatThrownBy(() -> find("engine", "two")).hasMessageContaining("has no program of that name");
    }

    @Test
    void theProgramOfMakeIsWhatIsExecutableAndNoLibrary() throws Exception {
        host.file("engine/Makefile", "");
        host.file("engine/run.sh", "#!/bin/sh").toFile().setExecutable(true);
        host.tool("make", "mkdir -p build; cp '" + elf + "' build/engine");
        new CraftedElf().write(host.home.resolve("engine/build/libengine.so"));
        assertThat(find("engine").entrypoint()).containsExactly("/app/engine");
    }

    @Test
    void cmakeBuildsOutsideTheProject() throws Exception {
        host.file("engine/CMakeLists.txt", "");
        host.tool(
                "cmake",
                "if [ $1 = -S ]; then mkdir -p $4/CMakeFiles/x; cp '" + elf + "' $4/CMakeFiles/x/a.out; else cp '" + elf
                        + "' $2/engine; fi");
        assertThat(find("engine").entrypoint()).containsExactly("/app/engine");
        assertThat(host.home.resolve("engine")).isDirectoryContaining("glob:**/CMakeLists.txt");
    }

    @Test
    void aSingleSourceIsCompiled() throws Exception {
        Path source = host.file("hello.cc", "int main() {}");
        host.tool("g++", "test \"$5\" = '" + source + "'; cp '" + elf + "' $4");
        assertThat(find("hello.cc").entrypoint()).containsExactly("/app/hello");
        assertThatThrownBy(() -> find("hello.cc", "other")).hasMessageContaining("Leave --main out");
    }
}

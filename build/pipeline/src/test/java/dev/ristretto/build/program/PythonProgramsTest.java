package dev.ristretto.build.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.application.BuildTool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PythonProgramsTest {
    private static final String PIP =
            "case \"$2\" in pip) echo \"$*\" >> '%s'; /bin/mkdir -p \"$7/flask\" \"$7/pip\" \"$7/bin\";"
                    + " echo x > \"$7/flask/app.py\"; echo x > \"$7/pip/x.py\"; exit 0;; esac\n";

    @TempDir
    Path folder;

    private ProgramFixture host;
    private Path python;

    @BeforeEach
    void host() throws Exception {
        host = new ProgramFixture(folder);
        python = host.folder.resolve("tools/python3");
        Path library = host.system.resolve("usr/lib/python3.11");
        for (String name : new String[] {
            "os.py",
            "test/x.py",
            "tkinter/x.py",
            "__pycache__/os.cpython-311.pyc",
            "__pycache__/os.cpython-39.pyc",
            "lib-dynload/_ssl.so",
            "lib-dynload/_tkinter.cpython-311-x86_64-linux-gnu.so",
            "lib-dynload/nis.x.so",
            "site-packages/x.py",
            "config-3.11-x86_64-linux-gnu/x"
        }) {
            Files.createDirectories(library.resolve(name).resolveSibling("."));
            Files.writeString(library.resolve(name), "x");
        }
        interpreter("");
    }

    /** A script that answers as the interpreter, which stands as a program in the system. */
    private void interpreter(String project) throws Exception {
        Path executable = ProgramFixture.program().write(host.system.resolve("usr/bin/python3.11"));
        Path library = host.system.resolve("usr/lib/python3.11");
        host.tool(
                "python3",
                PIP.formatted(folder.resolve("pip"))
                        + "case \"$3\" in *tomllib*) echo '" + project + "'; exit 0;; esac\n"
                        + "echo '{\"executable\":\"" + python + "\",\"version\":\"3.11.2\",\"library\":\"" + library
                        + "\",\"tag\":\"cpython-311\",\"site\":\"/usr/local/lib/python3.11/dist-packages\"}'");
        assertThat(executable).exists();
    }

    private Program project(String... main) throws Exception {
        return PythonPrograms.project(host.source("report", main));
    }

    @Test
    void theStandardLibraryIsThereWithoutWhatNobodyNeeds() throws Exception {
        PythonRuntime runtime = new PythonRuntime(
                host.system.resolve("usr/bin/python3.11"),
                "3.11.2",
                host.system.resolve("usr/lib/python3.11"),
                "cpython-311",
                "/usr/local/lib/python3.11/dist-packages");
        ProgramFiles files = host.source("x").noFiles();
        assertThat(runtime.addTo(files)).isEqualTo("/usr/bin/python3.11");
        assertThat(ProgramFixture.contents(files))
                .containsOnlyKeys(
                        "/usr/bin/python3.11",
                        "/usr/lib/python3.11/os.py",
                        "/usr/lib/python3.11/__pycache__/os.cpython-311.pyc",
                        "/usr/lib/python3.11/lib-dynload/_ssl.so");
    }

    @Test
    void whatToStartIsAFileAModuleOrAScript() throws Exception {
        host.file("report/main.py", "");
        host.file("report/other.py", "");
        ProgramSource source = host.source("report");
        assertThat(PythonStart.of(source, Set.of(), "/site")).containsExactly("/app/main.py");
        assertThat(PythonStart.of(source, Set.of("report"), "/site")).containsExactly("/site/bin/report");
        assertThat(PythonStart.of(host.source("report", "other.py"), Set.of(), "/site"))
                .containsExactly("/app/other.py");
        assertThat(PythonStart.of(host.source("report", "http.server"), Set.of(), "/site"))
                .containsExactly("-m", "http.server");
        assertThatThrownBy(() -> PythonStart.of(host.source("report", "no.py"), Set.of(), "/site"))
                .hasMessageContaining("there is no such file");
        Files.delete(host.home.resolve("report/main.py"));
        assertThat(PythonStart.of(source, Set.of(), "/site")).containsExactly("/app/other.py");
        host.file("report/more.py", "");
        assertThatThrownBy(() -> PythonStart.of(source, Set.of(), "/site"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("--main: more.py, other.py");
    }

    private PythonPackages packages() throws Exception {
        ProgramSource source = host.source("report");
        return PythonPackages.of(source, PythonRuntime.of(source.tools(), python));
    }

    @Test
    void requirementsAreInstalledOnceForTheSameInput() throws Exception {
        host.file("report/requirements.txt", "flask\n");
        assertThat(packages().folder().orElseThrow().resolve("flask/app.py")).exists();
        assertThat(packages().folder()).isPresent();
        assertThat(Files.readString(folder.resolve("pip")).lines())
                .singleElement()
                .asString()
                .contains("-r ");
        host.file("report/requirements.txt", "flask==2\n");
        packages();
        assertThat(Files.readString(folder.resolve("pip")).lines()).hasSize(2);
    }

    @Test
    void withoutRequirementsNothingIsInstalled() throws Exception {
        host.file("report/requirements.txt", "# none\n\n");
        assertThat(packages().folder()).isEmpty();
        assertThat(folder.resolve("pip")).doesNotExist();
    }

    @Test
    void theProjectSaysWhatItNeeds() throws Exception {
        host.file("report/pyproject.toml", "");
        interpreter("{\"dependencies\":[\"flask>=2\"],\"scripts\":[]}");
        assertThat(packages().scripts()).isEmpty();
        assertThat(folder.resolve("pip")).content().endsWith(" flask>=2\n");
        interpreter("{\"dependencies\":[\"flask\"],\"scripts\":[\"report\"]}");
        assertThat(packages().scripts()).containsExactly("report");
        assertThat(folder.resolve("pip")).content().endsWith(" " + host.home.resolve("report") + "\n");
        interpreter("");
        assertThatThrownBy(this::packages).isInstanceOf(BuildException.class).hasMessageContaining("pyproject.toml");
    }

    @Test
    void aVirtualEnvironmentIsTakenAsItIs() throws Exception {
        host.file("report/requirements.txt", "flask\n");
        host.file("report/.venv/pyvenv.cfg", "");
        Path site = host.file("report/.venv/lib/python3.11/site-packages/flask.py", "")
                .getParent();
        assertThat(packages().folder()).contains(site);
        assertThat(folder.resolve("pip")).doesNotExist();
        assertThatThrownBy(this::project).hasMessageContaining("not there any more");
    }

    @Test
    void aPythonThatDoesNotAnswerIsRefused() throws Exception {
        host.tool("python3", "exit 1");
        assertThatThrownBy(() -> PythonRuntime.of(host.hostTools(), python))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("does not say what it is");
    }

    @Test
    void thePythonOfThisHostIsPackedWhole() throws Exception {
        Path real = Path.of("/usr/bin/python3");
        Assumptions.assumeTrue(Files.isExecutable(real));
        Path file = host.file("hello.py", "print('hello')");
        HostTools tools = new HostTools(
                Map.of("PATH", "/usr/bin:/bin"),
                new BuildTool(Map.of(), Path.of(System.getProperty("java.home")), folder.resolve("log"), phase -> {}),
                folder.resolve("log"),
                phase -> {});
        ProgramSource source = new ProgramSource(
                file, file, Optional.empty(), tools, Path.of("/"), folder, folder, host.warnings::add);
        Program program = PythonPrograms.file(source);
        assertThat(program.entrypoint().get(0)).startsWith("/usr/bin/python3");
        assertThat(program.entrypoint().get(1)).isEqualTo("/app/hello.py");
        assertThat(program.files().added())
                .anyMatch(added -> added.target().endsWith("/os.py"))
                .anyMatch(added -> added.target().contains("/libc.so.6"))
                .noneMatch(added -> added.target().contains("/tkinter/"));
        assertThat(host.warnings).isEmpty();
    }
}

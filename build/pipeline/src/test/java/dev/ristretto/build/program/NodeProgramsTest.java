package dev.ristretto.build.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.program.library.CraftedElf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeProgramsTest {
    @TempDir
    Path folder;

    private ProgramFixture host;

    @BeforeEach
    void host() throws Exception {
        host = new ProgramFixture(folder);
        Path node = ProgramFixture.program().write(host.system.resolve("usr/bin/node"));
        host.tool("node", "echo '{\"file\":\"" + node + "\",\"version\":\"v20.1.0\",\"outside\":[]}'");
        host.file("shop/server.js", "serve()");
    }

    private Program shop(String description, String... main) throws Exception {
        host.file("shop/package.json", description);
        return NodePrograms.project(host.source("shop", main));
    }

    @Test
    void theStartScriptSaysWhatToStart() throws Exception {
        Program program =
                shop("{\"scripts\":{\"start\":\"NODE_ENV=production node --enable-source-maps server.js 80\"}}");
        assertThat(program.kind()).isEqualTo("Node.js 20.1.0");
        assertThat(program.entrypoint())
                .containsExactly("/usr/bin/node", "--enable-source-maps", "/app/server.js", "80");
        assertThat(program.environment())
                .containsEntry("NODE_ENV", "production")
                .containsEntry("PWD", "/app");
        assertThat(ProgramFixture.contents(program.files()))
                .containsKeys("/app/server.js", "/app/package.json", "/usr/bin/node", "/etc/passwd");
    }

    @Test
    void withoutScriptItIsMainOrAFileOfAUsualName() throws Exception {
        host.file("shop/lib/start.js", "");
        assertThat(shop("{\"main\":\"lib/start.js\"}").entrypoint()).endsWith("/app/lib/start.js");
        assertThat(shop("{}").entrypoint()).endsWith("/app/server.js");
        assertThat(shop("{}", "lib/start.js").entrypoint()).endsWith("/app/lib/start.js");
        assertThatThrownBy(() -> shop("{}", "none.js")).hasMessageContaining("there is no such file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"node a.js && node b.js", "node \\\"a b\\\"", "node", "X=1", "unknown server.js"})
    void aStartScriptForAShellIsRefused(String script) {
        assertThatThrownBy(() -> shop("{\"scripts\":{\"start\":\"" + script + "\"}}"))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("with --main");
    }

    @Test
    void aToolOfTheProjectIsRunByNode() throws Exception {
        host.file("shop/node_modules/tool/cli.js", "");
        Files.createDirectories(host.home.resolve("shop/node_modules/.bin"));
        Files.createSymbolicLink(host.home.resolve("shop/node_modules/.bin/tool"), Path.of("../tool/cli.js"));
        Program program = shop("{\"scripts\":{\"start\":\"tool serve\"}}");
        assertThat(program.entrypoint()).containsExactly("/usr/bin/node", "/app/node_modules/.bin/tool", "serve");
        assertThat(ProgramFixture.contents(program.files()))
                .containsEntry("/app/node_modules/.bin/tool", "-> ../tool/cli.js");
    }

    @Test
    void modulesForDevelopmentAloneAreLeftOut() throws Exception {
        host.file("shop/node_modules/used/index.js", "");
        host.file("shop/node_modules/lint/index.js", "");
        host.file(
                "shop/node_modules/.package-lock.json",
                "{\"packages\":{\"node_modules/used\":{},\"node_modules/lint\":{\"dev\":true}}}");
        Map<String, String> files = ProgramFixture.contents(shop("{}").files());
        assertThat(files).containsKey("/app/node_modules/used/index.js");
        assertThat(files).doesNotContainKey("/app/node_modules/lint/index.js");
    }

    @Test
    void missingDependenciesAreInstalledByNpm() throws Exception {
        host.tool("npm", "/bin/mkdir -p node_modules/dep; echo \"$*\" > node_modules/dep/how");
        Program program = shop("{\"dependencies\":{\"dep\":\"1\"}}");
        assertThat(ProgramFixture.contents(program.files()).get("/app/node_modules/dep/how"))
                .startsWith("install --omit=dev");
    }

    @Test
    void librariesOfModulesComeAlongAndWhatIsMissingIsSaid() throws Exception {
        host.library("usr/lib/x86_64-linux-gnu/libvips.so.42");
        Path modules = host.home.resolve("shop/node_modules/sharp");
        new CraftedElf()
                .needs("libvips.so.42", "libown.so")
                .runpath("$ORIGIN/lib")
                .write(modules.resolve("a.node"));
        new CraftedElf().write(modules.resolve("lib/libown.so"));
        new CraftedElf().machine(183).needs("libarm.so").write(modules.resolve("arm.node"));
        new CraftedElf().needs("libc.musl-x86_64.so.1").write(modules.resolve("musl.node"));
        new CraftedElf().needs("libnone.so").write(modules.resolve("b.node"));
        Map<String, String> files = ProgramFixture.contents(shop("{}").files());
        assertThat(files)
                .containsKeys("/usr/lib/x86_64-linux-gnu/libvips.so.42", "/app/node_modules/sharp/lib/libown.so");
        assertThat(files.keySet().stream().filter(path -> path.contains("libown")))
                .hasSize(1);
        assertThat(host.warnings).singleElement().asString().contains("b.node needs the library libnone.so");
    }

    @Test
    void aDescriptionThatIsNoJsonIsRefused() {
        assertThatThrownBy(() -> shop("{")).isInstanceOf(BuildException.class).hasMessageContaining("is no JSON");
    }

    @Test
    void aSingleFileIsStarted() throws Exception {
        host.file("hello.mjs", "hello()");
        assertThat(NodePrograms.file(host.source("hello.mjs")).entrypoint())
                .containsExactly("/usr/bin/node", "/app/hello.mjs");
    }
}

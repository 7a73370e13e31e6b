package dev.ristretto.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.abi.LinuxImage;
import dev.ristretto.build.BuildException;
import dev.ristretto.build.Installation;
import dev.ristretto.build.SourceCompiler;
import dev.ristretto.build.linker.Elf;
import dev.ristretto.build.linker.ObjectBuilder;
import dev.ristretto.build.program.library.CraftedElf;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.store.ImageStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way of a build, with a script in the place of the compiler's JVM. */
class BuilderTest {
    private static final String SUCCESS = """
            printf '[1/8] Initializing...'; printf ' (1.0s)\\n[2/8] Performing analysis...'; echo
            arguments=${4#--image-args-file=}
            folder=$(tr '\\0' '\\n' < "$arguments" | sed -n 's/^-H:TempDirectory=//p')
            report=$(sed -n 's/^"-Dristretto.report=\\(.*\\)"$/\\1/p' "${1#@}")
            frames=$(sed -n 's/^"-Dristretto.frames=\\(.*\\)"$/\\1/p' "${1#@}")
            mkdir -p "$folder/SVM-1"
            cp HOME/object.o "$folder/SVM-1/image.o"
            cp HOME/report.json "$report"
            echo '0 1 8' > "$frames"
            tr '\\0' '\\n' < "$arguments" > HOME/last-arguments
            """;

    @TempDir
    Path folder;

    private Path home;
    private Path classes;

    @BeforeEach
    void installation() throws Exception {
        home = Files.createDirectories(folder.resolve("jdk"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=25");
        Files.writeString(
                home.resolve("report.json"),
                "{\"classes\":7,\"methods\":8,\"deviceClasses\":[\"VirtioDevice\",\"VirtioNet\"],"
                        + "\"packages\":[],\"heap\":[]}");
        ObjectBuilder object = new ObjectBuilder().undefined("Java_a_B_c").undefined("getpwuid_r");
        Files.write(home.resolve("object.o"), object.bytes());
        Path boot = folder.resolve("kernel/dev/ristretto/kernel/machine/boot.o");
        Files.createDirectories(boot.resolveSibling("."));
        Files.write(boot, ObjectBuilder.kernel().bytes());
        compiler(SUCCESS);
        classes = SourceCompiler.program(folder.resolve("app/classes"), "app.Main");
    }

    private void compiler(String script) throws Exception {
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\nset -e\n" + script.replace("HOME", home.toString()));
        assertThat(java.toFile().setExecutable(true)).isTrue();
    }

    private Builder builder() {
        Installation installation =
                new Installation(home, List.of(), List.of(), List.of(folder.resolve("kernel")), Optional.empty());
        return new Builder(installation, store(), folder.resolve("cache"));
    }

    private Builder linuxBuilder() throws Exception {
        Path linux = Files.createDirectories(folder.resolve("linux"));
        SourceCompiler.compile(
                linux,
                LinuxImage.MAIN_CLASS,
                "package dev.ristretto.kernel.personality.linux;"
                        + " public class LinuxMain { public static void main(String[] a) {} }");
        Installation installation = new Installation(
                home, List.of(), List.of(), List.of(folder.resolve("kernel")), List.of(linux), Optional.empty());
        return new Builder(installation, store(), folder.resolve("cache"));
    }

    private BuildRequest program(String name, int size, String... options) throws Exception {
        Path file = new CraftedElf()
                .type(Elf.TYPE_EXECUTABLE)
                .runpath("/" + "x".repeat(size))
                .write(folder.resolve(name));
        List<String> all = new ArrayList<>(List.of(options));
        all.add("warm=false");
        return new BuildRequest(
                file, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), BuildOptions.parse(all));
    }

    @Test
    void allProgramsOfLinuxShareAKernel() throws Exception {
        Builder.Result first = linuxBuilder().build(program("server", 1), ProgressListener.none());
        compiler("exit 9");
        Files.writeString(folder.resolve("x.txt"), "x");
        Builder.Result second = linuxBuilder()
                .build(
                        program("other", 2, "volume=/data", "argument=-v", "add-files=" + folder + "/x.txt:/srv/x"),
                        ProgressListener.none());

        assertThat(first.cached()).isFalse();
        assertThat(second.cached()).isTrue();
        assertThat(second.image().kernel()).isEqualTo(first.image().kernel());
        assertThat(second.image().root()).isNotEqualTo(first.image().root());
        assertThat(second.image().names()).containsExactly(ImageName.local("other", "latest"));
        ImageConfiguration configuration = second.image().configuration();
        assertThat(configuration.mainClass()).isEqualTo(LinuxImage.MAIN_CLASS);
        assertThat(configuration.entrypoint()).containsExactly("/app/other");
        assertThat(configuration.allArguments(configuration.arguments())).containsExactly("/app/other", "-v");
        assertThat(configuration.environment()).containsEntry("PWD", "/");
        assertThat(second.report().files())
                .anyMatch(share ->
                        share.path().equals("/app/other") && share.reason().equals("the program"));
        assertThat(second.report().memoryFloorBytes()).isEqualTo(configuration.memoryFloorBytes());
    }

    @Test
    void theKernelOfProgramsIsToldWhatItHasToBeAbleTo() throws Exception {
        compiler("cp \"${1#@}\" HOME/properties\n" + SUCCESS);
        Builder.Result linux = linuxBuilder().build(program("server", 1), ProgressListener.none());
        assertThat(linux.cached()).isFalse();
        assertThat(home.resolve("properties"))
                .content()
                .contains("-Dristretto.linux=true", "-Dristretto.root=true", "-Dristretto.volumes=true");
        builder().build(request(), ProgressListener.none());
        assertThat(home.resolve("properties"))
                .content()
                .contains("-Dristretto.root=false")
                .doesNotContain("ristretto.linux");
    }

    @Test
    void whatIsForJavaIsRefusedForAProgramAndSoIsTheKernelAlone() throws Exception {
        BuildRequest inferring = program("server", 1, "infer=false");
        assertThatThrownBy(() -> linuxBuilder().build(inferring, ProgressListener.none()))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("infer", "Java", "ELF program");
        BuildRequest output = new BuildRequest(
                inferring.path(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(folder.resolve("out")),
                BuildOptions.none());
        assertThatThrownBy(() -> linuxBuilder().build(output, ProgressListener.none()))
                .hasMessageContaining("--output");
        assertThatThrownBy(() -> linuxBuilder().find(inferring, ProgressListener.none()))
                .hasMessageContaining("no Java application");
        assertThatThrownBy(() -> builder().build(inferring, ProgressListener.none()))
                .hasMessageContaining("no personality of Linux");
    }

    private ImageStore store() {
        return new ImageStore(folder.resolve("store"));
    }

    /** The pretended compiler compiles once. */
    private BuildRequest request(String... options) {
        List<String> all = new ArrayList<>(List.of(options));
        all.add("warm=false");
        return new BuildRequest(
                classes,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                BuildOptions.parse(all));
    }

    private List<String> leftOver() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.startsWith("work-"))
                    .toList();
        }
    }

    @Test
    void imageIsBuiltStoredAndReported() throws Exception {
        List<String> phases = new ArrayList<>();
        Builder.Result result = builder().build(request("port=80", "environment=A=b"), p -> phases.add(p.phase()));

        assertThat(phases).containsExactly("Initializing", "Performing analysis", "Linking");
        assertThat(result.cached()).isFalse();
        assertThat(result.image().names()).containsExactly(ImageName.local("app", "latest"));
        assertThat(result.image().configuration().ports()).containsExactly("80/tcp");
        assertThat(result.report().classes()).isEqualTo(7);
        assertThat(result.report().natives().missing()).containsExactly("a.B.c");
        assertThat(result.report().natives().missingFunctions()).containsExactly("getpwuid_r");
        assertThat(result.report().devices()).containsExactly("serial", "virtio-net");
        assertThat(result.report().kernelBytes())
                .isEqualTo(Files.size(result.image().kernel()));
        assertThat(leftOver()).isEmpty();
    }

    @Test
    void whatWasTracedIsUsedAndDecidesTheImage() throws Exception {
        Path found =
                Files.createDirectories(folder.resolve("app/classes.metadata")).resolve("reachability-metadata.json");
        assertThat(builder().build(request(), ProgressListener.none()).cached()).isFalse();
        Files.writeString(found, "{}");
        assertThat(builder().build(request(), ProgressListener.none()).cached()).isFalse();
        assertThat(Files.readString(home.resolve("last-arguments")))
                .containsPattern("-H:ConfigurationFileDirectories=\\S*/traced\n");
        assertThat(builder().build(request(), ProgressListener.none()).cached()).isTrue();
        Files.writeString(found, "{\"resources\": []}");
        assertThat(builder().build(request(), ProgressListener.none()).cached()).isFalse();
    }

    @Test
    void secondBuildOfTheSameInputCompilesNothing() throws Exception {
        Builder.Result first = builder().build(request(), ProgressListener.none());
        compiler("exit 9");
        Builder.Result second = builder().build(request("port=80"), ProgressListener.none());

        assertThat(second.cached()).isTrue();
        assertThat(second.image().kernel()).isEqualTo(first.image().kernel());
        assertThat(second.image().configuration().ports()).containsExactly("80/tcp");
    }

    @Test
    void changedClassOptionOrKernelIsCompiledAgain() throws Exception {
        builder().build(request(), ProgressListener.none());
        assertThat(builder()
                        .build(request("max-heap=8m"), ProgressListener.none())
                        .cached())
                .isFalse();
        SourceCompiler.compile(classes, "app.More", "package app; class More {}");
        assertThat(builder().build(request(), ProgressListener.none()).cached()).isFalse();
        Files.writeString(folder.resolve("kernel/x"), "x");
        assertThat(builder().build(request(), ProgressListener.none()).cached()).isFalse();
    }

    @Test
    void applicationComesBeforeTheKernelOnTheClassPath() throws Exception {
        builder().build(request("max-heap=8m"), ProgressListener.none());

        assertThat(home.resolve("last-arguments"))
                .content()
                .contains(classes + ":" + folder.resolve("kernel"), "-H:Class=app.Main", "-R:MaxHeapSize=8388608");
    }

    @Test
    void outputIsTheBootableFile() throws Exception {
        Path output = folder.resolve("out/app.elf");
        BuildRequest request = new BuildRequest(
                classes,
                Optional.empty(),
                Optional.empty(),
                Optional.of(ImageName.parse("x:1")),
                Optional.of(output),
                BuildOptions.parse(List.of("warm=false")));
        Image image = builder().build(request, ProgressListener.none()).image();

        assertThat(output).hasSameBinaryContentAs(image.kernel());
        assertThat(store().resolve("x:1")).isEqualTo(image);
    }

    @Test
    void failureShowsTheReasonAndNamesTheLogAndLeavesNothing() throws Exception {
        compiler("echo 'lots of text'; echo 'Error: no way'; exit 1");

        assertThatThrownBy(() -> builder().build(request(), ProgressListener.none()))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll("Error: no way", "The full log is in", "logs/app-")
                .hasMessageNotContaining("lots of text");
        assertThat(leftOver()).isEmpty();
        assertThat(store().list().images()).isEmpty();
    }

    @Test
    void interruptedBuildEndsTheCompilerAndLeavesNothing() throws Exception {
        compiler("echo $$ > HOME/pid; printf '[1/8] Initializing...'; exec sleep 1000");
        CountDownLatch started = new CountDownLatch(1);
        AtomicReference<Object> outcome = new AtomicReference<>("none");
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                outcome.set(builder().build(request(), progress -> started.countDown()));
            } catch (InterruptedException | RuntimeException e) {
                outcome.set(e);
            }
        });
        started.await();
        thread.interrupt();
        thread.join();

        assertThat(outcome.get()).isInstanceOf(InterruptedException.class);
        long pid = Long.parseLong(Files.readString(home.resolve("pid")).strip());
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(leftOver()).isEmpty();
        assertThat(store().list().images()).isEmpty();
    }

    @Test
    void estimateComesFromTheBuildBefore() throws Exception {
        PhaseTimings first = new PhaseTimings(folder.resolve("timings"), 0);
        for (int step = 1; step <= 8; step++) {
            assertThat(first.begin("x", step, 8).estimate()).isEmpty();
        }
        first.end();

        PhaseTimings second = new PhaseTimings(folder.resolve("timings"), 0);
        assertThat(second.begin("x", 1, 8).estimate()).isPresent();
        assertThat(second.begin("x", 2, 8).fraction()).isBetween(0.0, 1.0);
    }

    @Test
    void anApplicationOfQuarkusIsToldTheNamesOfItsHostUnlessTheUserSaysThem() throws Exception {
        Path quarkus = SourceCompiler.program(folder.resolve("shop/classes"), "io.quarkus.runner.GeneratedMain");
        BuildRequest request = new BuildRequest(
                quarkus,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                BuildOptions.parse(List.of("property=jboss.node.name=mine")));

        assertThat(builder()
                        .build(request, ProgressListener.none())
                        .image()
                        .configuration()
                        .environment())
                .containsEntry("-Djboss.host.name", "shop")
                .containsEntry("-Djboss.qualified.host.name", "shop")
                .containsEntry("-Djboss.node.name", "mine");
    }

    @Test
    void moreClassesTakeLonger() throws Exception {
        Path file = Files.write(folder.resolve("timings"), List.of("2500", "0", "10000", "20000", "60000"));

        assertThat(new PhaseTimings(file, 2500).begin("x", 1, 3).estimate().orElseThrow())
                .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(70));
        assertThat(new PhaseTimings(file, 17500).begin("x", 1, 3).estimate().orElseThrow())
                .isBetween(Duration.ofSeconds(240), Duration.ofSeconds(250));
    }

    @Test
    void whatWillNotWorkIsSaidBeforeItIsCompiled() throws Exception {
        Files.writeString(classes.resolve("libx.so"), "");
        List<String> said = new ArrayList<>();
        ProgressListener listener = new ProgressListener() {
            @Override
            public void progress(BuildProgress progress) {
                if (progress.steps() > 0) {
                    said.add(progress.phase());
                }
            }

            @Override
            public void warning(String line) {
                said.add(line);
            }
        };
        builder().build(request(), listener);
        assertThat(said.getFirst()).contains("libx.so", "UnsatisfiedLinkError");
        said.clear();
        builder().build(request(), listener);
        assertThat(said).isEmpty();
    }

    @Test
    void unchangedProjectIsNotBuiltAgain() throws Exception {
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Path tool = project.resolve("mvnw");
        Files.writeString(
                tool,
                "#!/bin/sh\nset -e\nmkdir -p target/classes\ncp -r '" + classes + "'/. target/classes\necho x >> '"
                        + folder + "/runs'\n");
        assertThat(tool.toFile().setExecutable(true)).isTrue();

        assertThat(builder()
                        .build(BuildRequest.of(project), ProgressListener.none())
                        .cached())
                .isFalse();
        assertThat(builder()
                        .build(BuildRequest.of(project), ProgressListener.none())
                        .cached())
                .isTrue();
        assertThat(folder.resolve("runs")).hasContent("x");
        Files.writeString(project.resolve("New.java"), "class New {}");
        builder().build(BuildRequest.of(project), ProgressListener.none());
        assertThat(folder.resolve("runs")).hasContent("x\nx");
    }
}

package dev.ristretto.build.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmBuilderClientTest {
    private static final Pattern PROCESS = Pattern.compile("(?m)^process (\\d+)$");

    @TempDir
    Path folder;

    private final Set<Long> processes = new HashSet<>();
    private Installation installation;

    @BeforeEach
    void installAJavaThatPretends() throws IOException {
        Path home = folder.resolve("jdk");
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "pretended");
        Path java = home.resolve("bin/java");
        Files.writeString(
                java,
                "#!/bin/sh\nexec %s -XX:TieredStopAtLevel=1 -cp '%s' %s \"$@\"\n"
                        .formatted(
                                Path.of(System.getProperty("java.home"), "bin/java"),
                                System.getProperty("java.class.path"),
                                PretendedBuilder.class.getName()));
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        installation = new Installation(home, List.of(), List.of(), List.of(), Optional.empty());
    }

    @AfterEach
    void endWhatWasStarted() {
        processes.stream().flatMap(pid -> ProcessHandle.of(pid).stream()).forEach(process -> {
            process.destroyForcibly();
            process.onExit().join();
        });
    }

    private OptionalInt build(String name, String... jvmArguments) throws IOException, InterruptedException {
        return build(name, phase -> {}, jvmArguments);
    }

    private OptionalInt build(
            String name, java.util.function.Consumer<PhaseReader.Phase> listener, String... jvmArguments)
            throws IOException, InterruptedException {
        Path work = Files.createDirectories(folder.resolve(name));
        CompileRequest request = new CompileRequest(
                "Main",
                List.of(),
                List.of(),
                List.of(jvmArguments),
                Map.of("key", "value"),
                List.of(),
                false,
                new UUID(0, 0),
                log(name));
        BuilderCommand command = new BuilderCommand(installation, request, work);
        command.prepare();
        try {
            return new WarmBuilderClient(folder.resolve("warm"))
                    .build(installation, command, new BuilderOutput(log(name), new PhaseReader(listener)));
        } finally {
            process(name).ifPresent(processes::add);
        }
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    private Optional<Long> process(String name) throws IOException {
        if (!Files.exists(log(name))) {
            return Optional.empty();
        }
        Matcher matcher = PROCESS.matcher(Files.readString(log(name)));
        return matcher.find() ? Optional.of(Long.parseLong(matcher.group(1))) : Optional.empty();
    }

    @Test
    void oneProcessServesOneBuildAfterTheOther() throws Exception {
        assertThat(build("first")).hasValue(0);
        assertThat(build("fails")).hasValue(1);

        assertThat(process("first")).isPresent().isEqualTo(process("fails"));
        assertThat(Files.readString(log("first")))
                .contains("[2/8] Performing analysis...\n", "key=value")
                .doesNotContain("\0");
        assertThat(Files.getPosixFilePermissions(folder.resolve("warm")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void otherArgumentsHaveAnotherProcessInPlaceOfTheFirst() throws Exception {
        build("first");
        build("second", "--enable-preview");

        assertThat(process("second")).isPresent().isNotEqualTo(process("first"));
        try (Stream<Path> files = Files.list(folder.resolve("warm"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".socket")))
                    .hasSize(1);
        }
    }

    @Test
    void aChangedCompilerHasAnotherProcess() throws Exception {
        build("first");
        Files.writeString(installation.javaHome().resolve("release"), "another version");
        build("second");

        assertThat(process("second")).isPresent().isNotEqualTo(process("first"));
    }

    @Test
    void aBusyProcessIsLeftAlone() throws Exception {
        assertThat(build("first")).hasValue(0);
        assertThat(build("busy")).isEmpty();
        assertThat(build("third")).hasValue(0);

        assertThat(process("third")).isPresent().isEqualTo(process("first"));
    }

    /** It closes the connection without a look at what comes: writing to it fails, or reading from it. */
    @Test
    void aBusyProcessThatHangsUpAtOnceIsLeftAloneToo() throws Exception {
        assertThat(build("first")).hasValue(0);
        Path hangsUp = Files.createFile(folder.resolve("warm").resolve(PretendedBuilder.HANGS_UP));
        for (int i = 0; i < 20; i++) {
            assertThat(build("busy" + i)).isEmpty();
        }
        Files.delete(hangsUp);
        assertThat(build("third")).hasValue(0);

        assertThat(process("third")).isPresent().isEqualTo(process("first"));
    }

    @Test
    void aProcessThatDiesGivesNoStatusAndIsReplaced() throws Exception {
        assertThat(build("dies")).isEmpty();
        // Until it is gone its socket takes connections, as that of a busy one.
        ProcessHandle.of(process("dies").orElseThrow())
                .ifPresent(process -> process.onExit().join());
        assertThat(build("next")).hasValue(0);

        assertThat(process("next")).isPresent().isNotEqualTo(process("dies"));
    }

    @Test
    void anInterruptedBuildHangsUp() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        FutureTask<OptionalInt> task = new FutureTask<>(() -> build("endless", phase -> working.countDown()));
        Thread thread = Thread.ofPlatform().start(() -> {
            task.run();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        });
        working.await();
        thread.interrupt();
        thread.join();

        assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
        assertThat(build("next")).hasValue(0);
        assertThat(folder.resolve("endless/hung-up")).exists();
    }

    @Test
    void aProcessThatCannotBeStartedIsDoneWithout() throws Exception {
        Files.writeString(installation.javaHome().resolve("bin/java"), "#!/bin/sh\nexit 1\n");

        assertThat(build("first")).isEmpty();
    }

    @Test
    void anInterruptEndsAProcessThatNeverGetsReady() throws Exception {
        Path begun = folder.resolve("begun");
        Files.writeString(
                installation.javaHome().resolve("bin/java"),
                "#!/bin/sh\necho $$ >%s\nexec sleep 1000\n".formatted(begun));
        FutureTask<OptionalInt> task = new FutureTask<>(() -> build("first"));
        Thread thread = Thread.ofPlatform().start(task);
        while (!Files.exists(begun) || Files.readString(begun).isBlank()) {
            Thread.onSpinWait();
        }
        ProcessHandle process = ProcessHandle.of(
                        Long.parseLong(Files.readString(begun).strip()))
                .orElseThrow();
        thread.interrupt();

        assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
        process.onExit().join();
    }

    @Test
    void aSocketWithoutAProcessIsReplaced() throws Exception {
        build("first");
        ProcessHandle process = ProcessHandle.of(process("first").orElseThrow()).orElseThrow();
        process.destroyForcibly();
        process.onExit().join();

        assertThat(build("second")).hasValue(0);
        assertThat(process("second")).isPresent().isNotEqualTo(process("first"));
    }

    @Test
    void whatIsToEndHasNoSocketAnyMore() throws Exception {
        build("first");
        AheadOfTimeCompiler.endWarm(folder.resolve("warm"));

        try (Stream<Path> files = Files.list(folder.resolve("warm"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".socket")))
                    .isEmpty();
        }
    }
}

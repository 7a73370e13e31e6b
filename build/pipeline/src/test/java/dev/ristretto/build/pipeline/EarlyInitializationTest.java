package dev.ristretto.build.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.SourceCompiler;
import dev.ristretto.build.compiler.CompileException;
import dev.ristretto.build.metadata.MetadataArguments;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EarlyInitializationTest {
    @TempDir
    Path folder;

    private CompileException refusal(String field) throws Exception {
        Path log = Files.writeString(folder.resolve(field), """
                Error: An object of type 'logs.Logger' was found in the image heap.
                Trace: Object was reached by
                  reading static field %s
                """.formatted(field));
        return new CompileException("refused", log);
    }

    private EarlyInitialization asked(String... requests) throws Exception {
        Path logs = SourceCompiler.compile(
                folder.resolve("logs.jar"), "logs.Logger", "package logs; class Logger { static class Cache {} }");
        return new EarlyInitialization(
                new MetadataArguments(
                        List.of("-H:ClassInitialization=" + String.join(",", requests)),
                        List.of(),
                        Set.of(),
                        List.of()),
                List.of(logs));
    }

    @Test
    void whatTheCompilerRefusesIsNotAskedAgain() throws Exception {
        CompileException refusal = refusal("net.web.Channel.LOG");
        EarlyInitialization early = asked("net.web:build_time", "net.other:build_time", "a:run_time");
        List<Set<String>> asked = new ArrayList<>();

        Path object = early.compile((arguments, number) -> {
            asked.add(arguments.initializedEarly());
            if (number == 0) {
                throw refusal;
            }
            return folder;
        });

        assertThat(object).isEqualTo(folder);
        assertThat(asked).containsExactly(Set.of("net.other", "net.web"), Set.of("net.other"));
        assertThat(early.arguments().notes()).singleElement().asString().contains("net.web", "logs.Logger");
    }

    @Test
    void whatElseTheLibraryAsksForIsNotAskedEither() throws Exception {
        CompileException refusal = refusal("logs.Logger.ALL");
        CompileException another = refusal("net.other.Channel.LOG");
        EarlyInitialization early =
                asked("logs.Logger:build_time", "logs.Logger$Cache:build_time", "net.other:build_time");
        List<Set<String>> asked = new ArrayList<>();
        assertThatThrownBy(() -> early.compile((arguments, number) -> {
                    asked.add(arguments.initializedEarly());
                    throw number == 1 ? another : refusal;
                }))
                .isInstanceOf(BuildException.class);
        assertThat(asked)
                .containsExactly(
                        Set.of("logs.Logger", "logs.Logger$Cache", "net.other"), Set.of("net.other"), Set.of());
    }

    @Test
    void whereNobodyKnowsTheWayNoLibraryIsAskedForAgain() throws Exception {
        Path log = Files.writeString(
                folder.resolve("log"),
                "Error: Type is not available in this platform: com.oracle.svm.hosted.NativeImageClassLoader");
        EarlyInitialization early = asked("net.web:build_time", "dev.ristretto.kernel:build_time", "mail:build_time");
        List<Set<String>> asked = new ArrayList<>();
        early.compile((arguments, number) -> {
            asked.add(arguments.initializedEarly());
            if (number == 0) {
                throw new CompileException("refused", log);
            }
            return folder;
        });
        assertThat(asked.getLast()).containsExactly("dev.ristretto.kernel");
    }

    @Test
    void aRefusalThatNoRequestExplainsIsTranslated() throws Exception {
        CompileException refusal = refusal("x.Main.LOG");
        EarlyInitialization early = asked("net.web:build_time");
        assertThatThrownBy(() -> early.compile((arguments, number) -> {
                    throw refusal;
                }))
                .isInstanceOf(BuildException.class)
                .hasMessageContaining("logs.Logger of logs.jar")
                .hasMessageContaining("--option initialize-at-run-time=");
    }

    @Test
    void otherRefusalsStayWhatTheyAre() throws Exception {
        CompileException refusal = new CompileException("x", Files.writeString(folder.resolve("log"), "Error: x"));
        EarlyInitialization early = asked("net.web:build_time");
        assertThatThrownBy(() -> early.compile((arguments, number) -> {
                    throw refusal;
                }))
                .isSameAs(refusal);
    }
}

package dev.ristretto.build.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuilderLogTest {
    @TempDir
    Path folder;

    private String reason(String log) throws Exception {
        return BuilderLog.reason(Files.writeString(folder.resolve("log"), log), 1);
    }

    @Test
    void whatAnotherBuildHasLeftIsToldFromWhatTheProgramLacks() throws Exception {
        Path log = folder.resolve("log");
        Files.writeString(
                log,
                "Error: This usually means that some objects from a previous build leaked in the"
                        + " current build. This can happen");
        assertThat(BuilderLog.showsEarlierBuild(log)).isTrue();
        Files.writeString(log, "Error: type is missing");
        assertThat(BuilderLog.showsEarlierBuild(log)).isFalse();
    }

    @Test
    void userErrorIsShownWithItsExplanationAndWithoutFrames() throws Exception {
        String reason = reason("""
                [1/8] Initializing...
                Error: Classes that should be initialized at run time got initialized: a.B
                To fix the issue mark a.B as --initialize-at-build-time
                com.oracle.svm.core.util.UserError$UserException: Classes that
                \tat com.oracle.svm.core.util.UserError.abort(UserError.java:97)
                """);

        assertThat(reason)
                .contains("status 1", "Error: Classes that should be", "To fix the issue mark a.B")
                .doesNotContain("\tat ", "[1/8]");
    }

    @Test
    void fatalErrorsOfSeveralThreadsAreShownByTheirInnermostCauseOnce() throws Exception {
        String trace = """
                Fatal error: a.ParsingError: Error while parsing x%d
                \tat a.b(C.java:1)
                Caused by: a.Middle: broken
                \tat a.b(C.java:1)
                Caused by: a.Root: type is missing
                \tat a.b(C.java:1)

                """;
        String reason = reason(trace.formatted(1) + trace.formatted(2));

        assertThat(reason)
                .containsOnlyOnce("Caused by: a.Root: type is missing")
                .doesNotContain("a.Middle");
    }

    @Test
    void withoutAKnownErrorTheLastLinesAreShown() throws Exception {
        assertThat(reason("one\ntwo\nthree\nfour\nfive\nsix\n"))
                .contains("two", "six")
                .doesNotContain("one");
    }

    @Test
    void lackOfMemoryIsSaid() throws Exception {
        assertThat(reason("java.lang.OutOfMemoryError: Java heap space\n")).contains("ran out of memory");
    }
}

package dev.ristretto.build.reproducible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UntimedProgressTest {
    /** What the image builder does. */
    static final class Reporter {
        ScheduledFuture<?> task(ScheduledExecutorService executor) {
            return executor.scheduleAtFixedRate(() -> {}, 0, 1, TimeUnit.SECONDS);
        }
    }

    @Test
    void whatIsScheduledIsKeptFromTheExecutor() throws Exception {
        List<String> calls = calls(UntimedProgress.patched(bytes(Reporter.class)));
        assertThat(calls)
                .contains("dev/ristretto/build/builder/NeverScheduled.scheduleAtFixedRate("
                        + "Ljava/util/concurrent/ScheduledExecutorService;Ljava/lang/Runnable;JJ"
                        + "Ljava/util/concurrent/TimeUnit;)Ljava/util/concurrent/ScheduledFuture;")
                .noneMatch(call -> call.startsWith("java/util/concurrent/ScheduledExecutorService"));
    }

    @Test
    void aClassThatSchedulesNothingIsNotWhatTheChangeIsFor() throws Exception {
        byte[] other = bytes(UntimedProgressTest.class);
        assertThatThrownBy(() -> UntimedProgress.patched(other))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nothing by the clock");
        assertThatThrownBy(() -> UntimedProgress.write(List.of(), Path.of("/nonexistent")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has no class");
    }

    private static List<String> calls(byte[] bytes) {
        return ClassFile.of().parse(bytes).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(code -> code.elementStream())
                .filter(InvokeInstruction.class::isInstance)
                .map(InvokeInstruction.class::cast)
                .map(call -> call.owner().asInternalName() + "." + call.name().stringValue()
                        + call.type().stringValue())
                .toList();
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        String file = type.getName().substring(type.getPackageName().length() + 1) + ".class";
        try (InputStream in = type.getResourceAsStream(file)) {
            return in.readAllBytes();
        }
    }
}

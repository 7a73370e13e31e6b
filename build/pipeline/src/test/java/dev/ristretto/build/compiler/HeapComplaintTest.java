package dev.ristretto.build.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeapComplaintTest {
    @TempDir
    Path folder;

    private Optional<HeapComplaint> in(String log) throws Exception {
        return HeapComplaint.in(Files.writeString(folder.resolve("log"), log));
    }

    @Test
    void anObjectIsTracedToTheFieldThatHoldsIt() throws Exception {
        HeapComplaint complaint = in("""
                Error: An object of type 'logs.Logger' was found in the image heap. This type, however, is marked for initialization at image run time
                1) If it is intended that objects of type 'logs.Logger' are persisted in the image heap, add

                Trace: Object was reached by
                  reading field net.InternalLogger.logger of constant
                    net.InternalLogger@1f2: net.InternalLogger@1f2
                  reading static field net.Channel.LOG
                    at net.Channel.bind(Channel.java:12)
                """).orElseThrow();
        assertThat(complaint.type()).isEqualTo("logs.Logger");
        assertThat(complaint.places()).containsExactlyInAnyOrder("net.InternalLogger", "net.Channel");
    }

    @Test
    void aClassIsTracedToTheOneThatInitializedIt() throws Exception {
        HeapComplaint complaint = in("""
                Error: Classes that should be initialized at run time got initialized during image building:
                 logs.Logger was unintentionally initialized at build time. net.Channel caused initialization of this class with the following trace:
                \tat logs.Logger.<clinit>(Logger.java:1)
                \tat net.Channel.<clinit>(Channel.java:3)
                """).orElseThrow();
        assertThat(complaint.type()).isEqualTo("logs.Logger");
        assertThat(complaint.places()).contains("net.Channel");
    }

    @Test
    void otherErrorsAreNone() throws Exception {
        assertThat(in("Error: out of order\n\tat a.b.C.d(C.java:1)\n")).isEmpty();
    }
}

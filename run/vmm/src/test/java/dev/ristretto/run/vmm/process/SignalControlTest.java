package dev.ristretto.run.vmm.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.run.vmm.RunFiles;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of a process that nobody talks to. */
class SignalControlTest {

    @TempDir
    Path folder;

    @Test
    void aProcessIsReadyOnceItsLauncherHasLockedItsDisks() throws Exception {
        RunFiles files = new RunFiles(
                folder.resolve("control"),
                folder.resolve("console"),
                folder.resolve("report"),
                folder.resolve("errors"));
        InstanceChannels channels = new InstanceChannels.Detached(files);
        SignalControl control = new SignalControl(channels);
        AtomicInteger ready = new AtomicInteger();
        Files.createFile(channels.script());
        control.converse(ready::incrementAndGet);
        assertThat(ready).hasValue(0);
        Files.delete(channels.script());
        control.converse(ready::incrementAndGet);
        assertThat(ready).hasValue(1);
    }
}

package dev.ristretto.run.vmm.launch;

import dev.ristretto.run.host.Lifeline;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.RunFiles;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.ProcessBuilder.Redirect;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An instance that writes console and report to files and is nobody's child.
 *
 * <p>A virtual thread keeps up the conversation with it for as long as it lives. A conversation's end is how an end is
 * noticed at once, whoever is the process's parent; that it has really ended, its identity tells.
 */
final class DetachedLaunch extends LaunchedInstance {

    private static final int FIRST_PAUSE_MILLIS = 2;
    private static final int LONGEST_PAUSE_MILLIS = 500;

    private final RunFiles files;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();

    private DetachedLaunch(ProcessIdentity identity, Control control, RunFiles files, Optional<String> notice) {
        super(identity, control, notice);
        this.files = files;
    }

    /**
     * Carries out a plan and waits until the instance's machine is set up.
     *
     * @param patience how long that may take
     * @throws HypervisorException if it ends before, with what it says, or takes too long; nothing runs then
     */
    static DetachedLaunch start(LaunchPlan plan, String program, RunFiles files, Duration patience) {
        try {
            Files.deleteIfExists(files.control());
            Files.deleteIfExists(files.report());
            plan.prepare();
            ProcessBuilder builder = new ProcessBuilder(plan.command())
                    .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(files.errors().toFile());
            plan.environment().ifPresent(variables -> {
                builder.environment().clear();
                builder.environment().putAll(variables);
            });
            Optional<ProcessIdentity> identity = plan.control().identify(Lifeline.startDetached(builder));
            if (identity.isEmpty()) {
                clean(files);
                throw refused(program, files);
            }
            DetachedLaunch instance = new DetachedLaunch(identity.get(), plan.control(), files, plan.notice());
            instance.watch();
            instance.awaitReady(program, patience);
            Files.deleteIfExists(new InstanceChannels.Detached(files).parameters());
            return instance;
        } catch (IOException e) {
            throw new HypervisorException(program + " cannot be started: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw interrupted(program, e);
        }
    }

    /** Takes over an instance that runs. */
    static DetachedLaunch attach(ProcessIdentity identity, Control control, RunFiles files) {
        DetachedLaunch instance = new DetachedLaunch(identity, control, files, Optional.empty());
        instance.watch();
        return instance;
    }

    /**
     * A guest that runs for a few milliseconds only may be gone before anybody connected; its hypervisor is silent
     * then.
     */
    private void awaitReady(String program, Duration patience) throws InterruptedException {
        try {
            CompletableFuture.anyOf(ready, ended()).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            powerOff();
            throw e;
        } catch (TimeoutException e) {
            powerOff();
            throw new HypervisorException(
                    program + " was not ready after " + patience.toSeconds() + " s and was killed: "
                            + LastLines.of(errors(files)) + "\nStart it again when this computer is less busy",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
        if (ended().getNow(null) instanceof Outcome.Died && !errors(files).isBlank()) {
            throw refused(program, files);
        }
    }

    private static HypervisorException interrupted(String program, InterruptedException e) {
        Thread.currentThread().interrupt();
        return new HypervisorException(program + " was interrupted while it was starting", e);
    }

    private static HypervisorException refused(String program, RunFiles files) {
        return new HypervisorException(program + " did not start: " + LastLines.of(errors(files)));
    }

    private void watch() {
        Thread.ofVirtual().name("instance " + identity().pid()).start(() -> {
            try {
                int pause = FIRST_PAUSE_MILLIS;
                while (identity().isAlive()) {
                    control.converse(() -> ready.complete(null));
                    Thread.sleep(pause);
                    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                finish();
            }
        });
    }

    private void finish() {
        clean(files);
        end(report(files), OptionalInt.empty(), errors(files));
    }

    /** Removes the files by which an instance was reached while it ran. */
    private static void clean(RunFiles files) {
        try {
            Files.deleteIfExists(files.control());
            InstanceChannels channels = new InstanceChannels.Detached(files);
            dismiss(channels.network());
            Files.deleteIfExists(channels.network());
            Files.deleteIfExists(channels.script());
            Files.deleteIfExists(channels.parameters());
        } catch (IOException e) {
            // The next start removes what is left.
        }
    }

    /**
     * Ends the program that serves an instance's network if it still waits for the instance, which was killed before it
     * connected: it serves one connection and ends with it.
     */
    private static void dismiss(Path socket) {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.shutdownOutput();
        } catch (IOException e) {
            // Nobody waits there.
        }
    }

    /** How the instance ended that had these files, by what it left in them; removes those that are left of it. */
    static Outcome outcome(Control control, RunFiles files) {
        clean(files);
        return report(files).orElseGet(() -> control.judge(OptionalInt.empty(), errors(files)));
    }

    private static Optional<Outcome> report(RunFiles files) {
        try (Reader reader = new InputStreamReader(Files.newInputStream(files.report()), StandardCharsets.US_ASCII)) {
            return GuestReport.read(reader);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String errors(RunFiles files) {
        try {
            return new String(Files.readAllBytes(files.errors()), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    Optional<ProcessHandle> handle() {
        return identity().isAlive() ? ProcessHandle.of(identity().pid()) : Optional.empty();
    }
}

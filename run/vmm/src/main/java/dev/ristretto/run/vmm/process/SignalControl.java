package dev.ristretto.run.vmm.process;

import dev.ristretto.abi.Report;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.launch.Control;
import dev.ristretto.run.vmm.launch.InstanceChannels;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Controls a process by signals. There is nothing to connect to; of one that is detached the {@link Supervisor} says
 * which it is and how it ended.
 */
final class SignalControl implements Control {

    /** What a shell adds to the number of a signal. */
    private static final int SIGNALLED = 128;

    /** Signals that end a process without asking it: ILL, TRAP, ABRT, BUS, FPE, KILL, SEGV, SYS (signal(7), x86-64). */
    private static final Set<Integer> DEADLY = Set.of(4, 5, 6, 7, 8, 9, 11, 31);

    /** SIGSYS: what a filter of system calls traps. */
    private static final int FORBIDDEN_CALL = 31;

    private final InstanceChannels channels;

    SignalControl(InstanceChannels channels) {
        this.channels = channels;
    }

    @Override
    public Optional<ProcessIdentity> identify(Process started) throws InterruptedException {
        return Supervisor.await(channels.control(), started);
    }

    /** It has what it needs once its disks are locked: then its script is gone, if it has had one. */
    @Override
    public void converse(Runnable ready) {
        if (!Files.exists(channels.script())) {
            ready.run();
        }
    }

    /** SIGTERM, which the kernel takes for its power button. */
    @Override
    public void requestStop(ProcessHandle instance) {
        instance.destroy();
    }

    @Override
    public void endConsoleInput(OutputStream console) throws IOException {
        console.close();
    }

    @Override
    public void switchConsole(Path file) throws IOException {
        throw new IOException("a process writes to one console as long as it lives");
    }

    @Override
    public Outcome judge(OptionalInt status, String errors) {
        return switch (channels) {
            case InstanceChannels.Attached attached -> lost(status.orElse(-1));
            case InstanceChannels.Detached detached ->
                Supervisor.outcome(detached.files()).orElseGet(() -> new Outcome.Died("the process ended"));
        };
    }

    /** Of a process that should have reported how it ended. */
    private static Outcome lost(int status) {
        if (status == Report.PANIC_STATUS) {
            return new Outcome.Panicked("");
        }
        if (status == SIGNALLED + FORBIDDEN_CALL) {
            return new Outcome.Died("it was ended for a system call that no process may make");
        }
        return new Outcome.Died(
                status > SIGNALLED
                        ? "signal " + (status - SIGNALLED) + " ended the process"
                        : "the process ended with status " + status);
    }

    /**
     * Of a process that had nobody to report to. A signal that it could have taken for a request to stop has not ended
     * it: that is how the kernel itself says that it was asked.
     *
     * @param status as a shell tells it
     */
    static Outcome judge(int status) {
        boolean signalled = status > SIGNALLED && DEADLY.contains(status - SIGNALLED);
        return status == Report.PANIC_STATUS || signalled ? lost(status) : new Outcome.Exited(status);
    }
}

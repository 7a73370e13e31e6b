package dev.ristretto.run.vmm.process;

import dev.ristretto.abi.Report;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.Outcome;
import dev.ristretto.run.vmm.launch.Channels;
import dev.ristretto.run.vmm.launch.Control;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** Controls a process by signals. There is nothing to connect to; of one that is detached the {@link Supervisor} says which it is and how it ended. */
final class SignalControl implements Control {

    private static final int SIGNALLED = 128;

    private final Channels channels;

    SignalControl(Channels channels) {
        this.channels = channels;
    }

    @Override
    public Optional<ProcessIdentity> identify(Process started) throws InterruptedException {
        return Supervisor.await(channels.control(), started);
    }

    @Override
    public void converse(Runnable ready) {
        ready.run();
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
            case Channels.Attached attached -> lost(status.orElse(-1));
            case Channels.Detached detached ->
                Supervisor.outcome(detached.files()).orElseGet(() -> new Outcome.Died("the process ended"));
        };
    }

    /** Of a process that should have reported how it ended. */
    private static Outcome lost(int status) {
        if (status == Report.PANIC_STATUS) {
            return new Outcome.Panicked("");
        }
        return new Outcome.Died(
                status > SIGNALLED
                        ? "signal " + (status - SIGNALLED) + " ended the process"
                        : "the process ended with status " + status);
    }

    /**
     * Of a process that had nobody to report to. Signals that end a process without asking it have no other meaning; what is above {@link #SIGNALLED}
     * otherwise is how the kernel ends when it is asked to stop.
     *
     * @param status as a shell tells it
     */
    static Outcome judge(int status) {
        boolean signalled = status > SIGNALLED && Deadly.isOne(status - SIGNALLED);
        return status == Report.PANIC_STATUS || signalled ? lost(status) : new Outcome.Exited(status);
    }

    /** Signals of Linux on x86-64 (signal(7)) that say that something went wrong. */
    private enum Deadly {
        ILL(4),
        TRAP(5),
        ABRT(6),
        BUS(7),
        FPE(8),
        KILL(9),
        SEGV(11),
        SYS(31);

        private final int number;

        Deadly(int number) {
            this.number = number;
        }

        static boolean isOne(int signal) {
            for (Deadly deadly : values()) {
                if (deadly.number == signal) {
                    return true;
                }
            }
            return false;
        }
    }
}

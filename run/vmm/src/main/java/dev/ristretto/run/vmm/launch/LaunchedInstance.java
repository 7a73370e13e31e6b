package dev.ristretto.run.vmm.launch;

import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.vmm.GuestCounters;
import dev.ristretto.run.vmm.Instance;
import dev.ristretto.run.vmm.Outcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** One process that is an instance: what it is to be attached or detached left open. */
abstract class LaunchedInstance implements Instance {

    private final ProcessIdentity identity;
    private final Optional<String> notice;
    private final CompletableFuture<Outcome> ended = new CompletableFuture<>();
    private volatile boolean killed;

    /** How it is controlled. */
    final Control control;

    LaunchedInstance(ProcessIdentity identity, Control control, Optional<String> notice) {
        this.identity = identity;
        this.control = control;
        this.notice = notice;
    }

    /** The process while it runs. */
    abstract Optional<ProcessHandle> handle();

    /** Completes {@link #ended()}: what the guest reported counts, else what is known of the process. */
    final void end(Optional<Outcome> reported, OptionalInt status, String errors) {
        Outcome outcome = reported.orElseGet(() -> control.judge(status, errors));
        ended.complete(killed && outcome instanceof Outcome.Died ? new Outcome.Killed() : outcome);
    }

    /**
     * Through the handle, because a process's own method closes the console and what was not read from it yet would be
     * lost.
     */
    final void powerOff() {
        handle().ifPresent(ProcessHandle::destroyForcibly);
    }

    @Override
    public final ProcessIdentity identity() {
        return identity;
    }

    @Override
    public final Optional<String> notice() {
        return notice;
    }

    @Override
    public final String status() {
        String status = handle().isPresent() ? control.status() : "ended";
        return handle().isPresent() ? status : "ended";
    }

    @Override
    public final void requestStop() {
        handle().ifPresent(control::requestStop);
    }

    @Override
    public final void kill() {
        killed = true;
        powerOff();
    }

    @Override
    public final void switchConsole(Path file) throws IOException {
        control.switchConsole(file);
    }

    @Override
    public final CompletableFuture<Optional<GuestCounters>> counters() {
        return control.counters();
    }

    @Override
    public final CompletableFuture<Outcome> ended() {
        return ended.copy();
    }
}

package dev.ristretto.run.vmm.launch;

import dev.ristretto.run.host.Lifeline;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.run.host.SocketTable;
import dev.ristretto.run.share.FolderServer;
import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * An instance that is a child of this process.
 *
 * <p>It connects to Unix sockets of ours, for its report and, if it has one, for its control channel. They are removed
 * from the file system as soon as the connections stand, so nothing is left behind however the two processes end. A
 * thread of its own starts the process and waits for it, because the process is killed when that thread ends.
 */
final class AttachedLaunch extends LaunchedInstance implements AttachedInstance {

    private static final long PAUSE_MILLIS = 1;

    private final Process process;
    private final LaunchPlan plan;
    private final String program;
    private final CompletableFuture<Optional<Outcome>> report = new CompletableFuture<>();
    private final CompletableFuture<String> errors = new CompletableFuture<>();
    private Optional<InputStream> consoleErrors;

    private AttachedLaunch(Process process, LaunchPlan plan, String program) {
        super(identity(process), plan.control(), plan.notice());
        this.process = process;
        this.consoleErrors =
                plan.errors() == LaunchPlan.Errors.GUEST ? Optional.of(process.getErrorStream()) : Optional.empty();
        this.plan = plan;
        this.program = program;
    }

    /** Of no use for anything but its number where there is no {@code /proc}, or the process has ended already. */
    private static ProcessIdentity identity(Process process) {
        return ProcessIdentity.of(process.pid()).orElseGet(() -> new ProcessIdentity(process.pid(), 0, ""));
    }

    /**
     * Carries out a plan and waits until the instance has what it needs of this process.
     *
     * @param reports where it will connect
     * @param guestErrors where it will connect as well, if the plan says so
     * @param capture what is written down of its network, whole before it counts as ended
     * @throws HypervisorException if it ends before, with what it or a helper says
     */
    static AttachedLaunch start(
            LaunchPlan plan,
            String program,
            ChannelListener reports,
            Optional<ChannelListener> guestErrors,
            Optional<Capture> capture)
            throws IOException {
        List<Process> helpers = new ArrayList<>();
        List<FolderServer> servers = new ArrayList<>();
        try {
            return start(plan, program, helpers, servers, reports, guestErrors, capture);
        } catch (IOException | RuntimeException e) {
            // Nobody has connected to them, so that they would wait for ever.
            helpers.forEach(Process::destroyForcibly);
            servers.forEach(FolderServer::close);
            throw e;
        }
    }

    private static AttachedLaunch start(
            LaunchPlan plan,
            String program,
            List<Process> helpers,
            List<FolderServer> servers,
            ChannelListener reports,
            Optional<ChannelListener> guestErrors,
            Optional<Capture> capture)
            throws IOException {
        plan.prepare();
        for (LaunchPlan.ServedFolder served : plan.folders()) {
            servers.add(FolderServer.start(served.folder(), served.readOnly(), served.socket()));
        }
        for (LaunchPlan.Helper helper : plan.helpers()) {
            Process started = Lifeline.start(
                    new ProcessBuilder(helper.command()).redirectOutput(Redirect.DISCARD), helper.name());
            helpers.add(started);
            if (helper.socket().isPresent()) {
                awaitListener(helper, helper.socket().get(), started);
            }
        }
        ProcessBuilder builder = new ProcessBuilder(plan.command());
        plan.environment().ifPresent(variables -> {
            builder.environment().clear();
            builder.environment().putAll(variables);
        });
        switch (plan.errors()) {
            case EXPLAIN, GUEST -> {}
            case CONSOLE -> builder.redirectErrorStream(true);
            case INHERIT -> builder.redirectError(Redirect.INHERIT);
        }
        AttachedLaunch instance = new AttachedLaunch(Lifeline.start(builder, program), plan, program);
        instance.connect(reports, guestErrors, helpers, servers, capture);
        return instance;
    }

    /** As long as the helper lives: it says itself when it cannot. */
    private static void awaitListener(LaunchPlan.Helper helper, Path socket, Process started) {
        while (!SocketTable.isListening(socket)) {
            if (!started.isAlive()) {
                throw ended(helper, started);
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HypervisorException(helper.name() + " was interrupted while it was starting", e);
            }
        }
    }

    private void connect(
            ChannelListener reports,
            Optional<ChannelListener> guestErrors,
            List<Process> helpers,
            List<FolderServer> servers,
            Optional<Capture> capture)
            throws IOException {
        if (plan.errors() == LaunchPlan.Errors.GUEST) {
            errors.complete("");
        } else {
            Thread.ofPlatform().daemon().name("instance-errors").start(() -> errors.complete(words(process)));
        }
        CompletableFuture<?> ended = process.onExit().thenRun(() -> {
            control.release();
            reports.release();
            guestErrors.ifPresent(ChannelListener::release);
        });
        // The instance does not outlive a normal end of this process even where the lifeline is missing.
        Thread killer = new Thread(this::powerOff);
        Runtime.getRuntime().addShutdownHook(killer);
        ended.thenRun(() -> removeHook(killer));
        // Without its helpers the instance would wait for them in vain.
        helpers.forEach(helper -> helper.onExit().thenRun(this::powerOff));
        SocketChannel channel = reports.accept();
        Thread.ofPlatform().daemon().name("guest-report").start(() -> report.complete(read(channel)));
        if (guestErrors.isPresent()) {
            consoleErrors =
                    Optional.of(Channels.newInputStream(guestErrors.get().accept()));
        }
        try {
            control.connect();
        } catch (IOException e) {
            failUnlessGuestRan();
        } catch (InterruptedException e) {
            powerOff();
            Thread.currentThread().interrupt();
            throw new HypervisorException(program + " was interrupted while it was starting", e);
        }
        for (int i = 0; i < helpers.size(); i++) {
            failIfEnded(plan.helpers().get(i), helpers.get(i));
        }
        process.onExit().thenRun(() -> {
            capture.ifPresent(Capture::finish);
            helpers.forEach(Process::destroyForcibly);
            servers.forEach(FolderServer::close);
            end(report.join(), OptionalInt.of(process.exitValue()), errors.join());
        });
    }

    /**
     * A guest that runs for a few milliseconds only may be gone before the control connection was set up; its
     * hypervisor is silent then.
     */
    private void failUnlessGuestRan() {
        powerOff();
        String words = errors.join();
        if (!words.isEmpty() && report.join().isEmpty()) {
            throw new HypervisorException(program + " did not start: " + LastLines.of(words));
        }
    }

    private void failIfEnded(LaunchPlan.Helper helper, Process started) {
        if (!started.isAlive() && report.join().isEmpty()) {
            throw ended(helper, started);
        }
    }

    private static HypervisorException ended(LaunchPlan.Helper helper, Process started) {
        return new HypervisorException(
                helper.name() + " ended: " + LastLines.one(words(started)) + "\n" + helper.remedy());
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // This process is ending already.
        }
    }

    private static String words(Process process) {
        try {
            return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static Optional<Outcome> read(SocketChannel channel) {
        try (Reader reader = Channels.newReader(channel, StandardCharsets.US_ASCII)) {
            return GuestReport.read(reader);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    Optional<ProcessHandle> handle() {
        return process.isAlive() ? Optional.of(process.toHandle()) : Optional.empty();
    }

    @Override
    public InputStream consoleOutput() {
        return process.getInputStream();
    }

    @Override
    public Optional<InputStream> consoleErrors() {
        return consoleErrors;
    }

    @Override
    public OutputStream consoleInput() {
        return process.getOutputStream();
    }

    @Override
    public void endConsoleInput() throws IOException {
        control.endConsoleInput(consoleInput());
    }
}

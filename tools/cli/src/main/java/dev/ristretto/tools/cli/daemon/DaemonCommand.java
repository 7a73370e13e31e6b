package dev.ristretto.tools.cli.daemon;

import dev.ristretto.fleet.api.DaemonStatus;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.run.host.AtomicFile;
import dev.ristretto.run.host.ProcessIdentity;
import dev.ristretto.tools.cli.host.FleetAccess;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.terminal.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The daemon itself. */
@Command(
        name = "daemon",
        description = {
            "The daemon that keeps detached instances. It starts by itself when it is needed;",
            "instances go on while it is stopped, but are not started again then."
        },
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  ristretto daemon status --format json",
            "  ristretto daemon start --listen 127.0.0.1:7070",
            "  ristretto daemon install"
        })
public final class DaemonCommand implements Runnable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PAUSE_MILLIS = 20;

    private final Host host;

    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    DaemonCommand(Host host) {
        this.host = host;
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    @Command(
            name = "status",
            description = "Show whether the daemon runs; ends with 1 if it does not.",
            footer = {"", "Example: ristretto daemon status --format json"})
    int status(@Mixin FormatOption format) {
        Optional<DaemonStatus> status = new FleetAccess(host).running().map(FleetClient::getStatus);
        print(status, format);
        return status.isPresent() ? 0 : 1;
    }

    private void print(Optional<DaemonStatus> status, FormatOption format) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("state", status.isPresent() ? "running" : "stopped");
        status.ifPresent(daemon -> {
            facts.put("pid", daemon.pid());
            facts.put("version", daemon.version());
            facts.put("uptimeSeconds", daemon.uptimeSeconds());
            facts.put("socket", daemon.socket());
            if (daemon.listening() != null) {
                facts.put("listening", daemon.listening());
            }
            facts.put("dataFolder", daemon.dataFolder());
            facts.put("instances", daemon.instances());
            facts.put("runningInstances", daemon.runningInstances());
        });
        Table table = new Table("", "");
        facts.forEach((name, value) -> table.row(name, value.toString()));
        format.print(host.output(), facts, table);
    }

    @Command(
            name = "start",
            description = {
                "Start the daemon if it does not run, and with it what is to run; show it as status does.",
                "With --listen it can be reached over a network from then on, whoever starts it, by those who have a token."
            },
            footerHeading = "%nExamples:%n",
            footer = {
                "  ristretto daemon start --listen 127.0.0.1:7070",
                "  ristretto daemon start --listen 0.0.0.0:7070 --tls-certificate fleet.pem --tls-key fleet.key",
                "  ristretto daemon start --listen none"
            })
    int start(
            @Option(
                            names = "--listen",
                            paramLabel = "ADDRESS:PORT|none",
                            description =
                                    "Where to listen besides the daemon's own socket; anything but loopback takes TLS.")
                    Optional<String> listen,
            @Option(
                            names = "--tls-certificate",
                            paramLabel = "FILE",
                            description = "What the daemon shows (PEM, its chain behind it).")
                    Optional<Path> certificate,
            @Option(
                            names = "--tls-key",
                            paramLabel = "FILE",
                            description = "The key of that certificate (PEM, PKCS #8).")
                    Optional<Path> key,
            @Mixin FormatOption format)
            throws InterruptedException {
        FleetAccess access = new FleetAccess(host);
        if (certificate.isPresent() != key.isPresent() || (certificate.isPresent() && listen.isEmpty())) {
            throw new Failure("--tls-certificate and --tls-key go together, and with --listen");
        }
        if (listen.isPresent()) {
            listen(access, listen.get(), certificate, key);
        }
        print(Optional.of(access.ensureLocal().getStatus()), format);
        return 0;
    }

    private static void listen(FleetAccess access, String where, Optional<Path> certificate, Optional<Path> key)
            throws InterruptedException {
        List<String> wanted = new ArrayList<>();
        if (!where.equals("none")) {
            wanted.add(where);
            certificate.ifPresent(file -> wanted.add(file.toAbsolutePath().toString()));
            key.ifPresent(file -> wanted.add(file.toAbsolutePath().toString()));
        }
        List<String> before = access.listening().read();
        if (wanted.equals(before)) {
            return;
        }
        if (access.running().isPresent()) {
            throw new Failure("The daemon runs already and listens elsewhere\nStop it first: ristretto daemon stop");
        }
        access.listening().write(wanted);
        if (!wanted.isEmpty() && access.ensureLocal().getStatus().listening() == null) {
            access.listening().write(before);
            throw new Failure("The daemon runs but cannot listen on " + where + "\nIts log says why: " + access.log());
        }
    }

    @Command(
            name = "stop",
            description = "Stop the daemon; instances go on.",
            footer = {"", "Example: ristretto daemon stop"})
    int stop(@Mixin FormatOption format) throws InterruptedException {
        Optional<FleetClient> running = new FleetAccess(host).running();
        if (running.isEmpty()) {
            host.errors().println("ristretto: the daemon does not run");
            tellStopped(format);
            return 0;
        }
        long pid = running.get().getStatus().pid();
        Optional<ProcessIdentity> daemon = ProcessIdentity.of(pid);
        running.get().shutDown();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (daemon.filter(ProcessIdentity::isAlive).isPresent()) {
            if (System.nanoTime() > end) {
                throw new Failure("the daemon, process " + pid + ", does not stop\nEnd it with: kill " + pid);
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        tellStopped(format);
        return 0;
    }

    private void tellStopped(FormatOption format) {
        if (format.isJson()) {
            print(Optional.empty(), format);
        }
    }

    @Command(
            name = "install",
            description = "Write a unit file, by which systemd starts the daemon when the user logs in.",
            footer = {"", "Example: ristretto daemon install && systemctl --user enable --now ristretto"})
    int install(@Option(names = "--print", description = "Only print it.") boolean print, @Mixin FormatOption format)
            throws IOException {
        String unit = SystemdUnit.text(new FleetAccess(host).command());
        Path file = SystemdUnit.file(host.environment());
        if (!print) {
            Files.createDirectories(file.resolveSibling(""));
            AtomicFile.write(file, unit);
        }
        if (format.isJson()) {
            Json.print(host.output(), new Installed(file.toString(), !print, unit));
        } else if (print) {
            host.output().print(unit);
        } else {
            host.output().println("wrote " + file);
            host.output().println("Start it with: systemctl --user enable --now ristretto");
            host.output().println("To have it run without being logged in: loginctl enable-linger");
        }
        return 0;
    }

    /**
     * What 'daemon install' has done; the names are those of the JSON form.
     *
     * @param file where the unit file belongs
     * @param written whether it was written there
     * @param unit its text
     */
    private record Installed(String file, boolean written, String unit) {}
}

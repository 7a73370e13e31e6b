package dev.ristretto.tools.cli.host;

import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.launcher.DaemonLauncher;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.tools.cli.terminal.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The way to the user's daemon, which is started when it is needed. */
public final class FleetAccess {

    private static final String MAIN = "dev.ristretto.fleet.daemon.DaemonMain";

    private final Host host;
    private final FleetFolders folders;

    public FleetAccess(Host host) {
        this.host = host;
        this.folders = FleetFolders.of(host.dataFolder());
    }

    /** The daemon of another host, if that is what commands talk to. */
    private Optional<FleetClient> remote() {
        return new Contexts(host)
                .current(host.environment())
                .map(context -> new FleetClient(
                        URI.create(context.url()), context.token(), Optional.ofNullable(context.certificate())));
    }

    /** Where the daemon of another host is, if that is what commands talk to. */
    public Optional<String> remoteUrl() {
        return new Contexts(host).current(host.environment()).map(Contexts.Context::url);
    }

    /** The daemon that commands talk to; the user's own is started if it does not run. */
    public FleetClient ensure() throws InterruptedException {
        Optional<FleetClient> remote = remote();
        return remote.isPresent() ? remote.get() : ensureLocal();
    }

    /** The user's own daemon, started if it does not run. */
    public FleetClient ensureLocal() throws InterruptedException {
        FleetClient client = new FleetClient(folders.socket());
        return client.isAnswered() ? client : new DaemonLauncher(folders, command()).ensure();
    }

    /** The daemon, started if there may be instances that it has to look after; empty if there has never been one. */
    public Optional<FleetClient> ifAny() throws InterruptedException {
        Optional<FleetClient> remote = remote();
        if (remote.isPresent()) {
            return remote;
        }
        return Files.exists(folders.database()) ? Optional.of(ensureLocal()) : Optional.empty();
    }

    /**
     * The daemon, for a command about an instance.
     *
     * @throws Failure if there has never been an instance
     */
    public FleetClient require() throws InterruptedException {
        return ifAny().orElseThrow(() -> new Failure("There are no instances; make one with: ristretto run -d IMAGE"));
    }

    /** The daemon that commands talk to, if it need not be started. */
    Optional<FleetClient> reachable() {
        Optional<FleetClient> remote = remote();
        return remote.isPresent() ? remote : running();
    }

    /** The user's own daemon if it runs. */
    public Optional<FleetClient> running() {
        FleetClient client = new FleetClient(folders.socket());
        return client.isAnswered() ? Optional.of(client) : Optional.empty();
    }

    /** Where the daemon is to listen besides its socket. */
    public ListenSettings listening() {
        return new ListenSettings(folders);
    }

    /** What the daemon has to say. */
    public Path log() {
        return folders.log();
    }

    /** The page that leads a browser to the dashboard. */
    public Path consolePage() {
        folders.create();
        return folders.consolePage();
    }

    /** The command that is the daemon: small, because it mostly waits. */
    public List<String> command() {
        List<String> classPath = new ArrayList<>(List.of(System.getProperty("java.class.path")));
        try (DirectoryStream<Path> jars =
                Files.newDirectoryStream(host.requireHome().resolve("daemon"), "*.jar")) {
            jars.forEach(jar -> classPath.add(jar.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                String.join(":", classPath),
                MAIN,
                host.dataFolder().toString(),
                host.cacheFolder().toString(),
                BuildProperties.read().getProperty("version")));
        command.addAll(new ListenSettings(folders).read());
        return command;
    }
}

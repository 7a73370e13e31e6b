package dev.ristretto.fleet.daemon;

import dev.ristretto.fleet.balancer.BalancerLink;
import dev.ristretto.fleet.balancer.BalancerMain;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.fleet.launcher.LogTail;
import dev.ristretto.run.host.Lifeline;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Starts the balancer: of the same files as this daemon, in a session of its own, so that it outlives it. */
final class BalancerProcess implements BalancerLink.Launcher {

    private final FleetFolders folders;
    private final String version;

    BalancerProcess(FleetFolders folders, String version) {
        this.folders = folders;
        this.version = version;
    }

    @Override
    public BalancerLink.Launched launch() throws IOException {
        // A new file for a new process, which appends so that it can be emptied meanwhile.
        Files.deleteIfExists(folders.balancerLog());
        Process process = Lifeline.startDetached(new ProcessBuilder(command())
                .directory(folders.data().toFile())
                .redirectInput(Redirect.from(new File("/dev/null")))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folders.balancerLog().toFile())));
        return () -> process.isAlive() ? Optional.empty() : Optional.of(end(process.exitValue()));
    }

    private String end(int status) {
        String end = "it ended with status " + status;
        try {
            return end + ": " + LogTail.of(folders.balancerLog());
        } catch (IOException e) {
            return end;
        }
    }

    /** Sized for its largest number of connections. */
    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx96m",
                "-XX:MaxDirectMemorySize=96m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                BalancerMain.class.getName(),
                folders.balancerSocket().toString(),
                folders.balancerLock().toString(),
                version,
                folders.balancerLog().toString());
    }
}

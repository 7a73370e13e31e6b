package dev.ristretto.tools.cli.daemon;

import dev.ristretto.fleet.launcher.DaemonLauncher;
import dev.ristretto.run.host.XdgFolders;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The file by which a user's systemd knows the daemon (systemd.unit(5), systemd.service(5)). */
final class SystemdUnit {

    private static final Pattern PLAIN = Pattern.compile("[a-zA-Z0-9_./:=+@,-]+");

    private SystemdUnit() {}

    /** Where a user's units are. */
    static Path file(Map<String, String> environment) {
        return XdgFolders.of(environment).config().resolveSibling("systemd/user/ristretto.service");
    }

    /**
     * Only the daemon's own process is ended with the unit, because instances go on. It ends by SIGTERM as it would by
     * anything else; and where a command has started one before, that one stays.
     */
    static String text(List<String> command) {
        return """
                [Unit]
                Description=Ristretto's daemon, which keeps instances running

                [Service]
                ExecStart=%s
                Restart=on-failure
                RestartPreventExitStatus=%d
                SuccessExitStatus=143
                KillMode=process

                [Install]
                WantedBy=default.target
                """.formatted(
                        command.stream().map(SystemdUnit::quote).collect(Collectors.joining(" ")),
                        DaemonLauncher.ALREADY_RUNNING);
    }

    private static String quote(String word) {
        String escaped = word.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("%", "%%")
                .replace("$", "$$");
        return PLAIN.matcher(word).matches() ? word : "\"" + escaped + "\"";
    }
}

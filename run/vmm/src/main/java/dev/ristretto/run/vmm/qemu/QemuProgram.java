package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.host.Command;
import dev.ristretto.run.host.HostPackages;
import dev.ristretto.run.host.HostPrograms;
import dev.ristretto.run.host.VerdictCache;
import dev.ristretto.run.vmm.HypervisorException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An installed QEMU that is new enough.
 *
 * @param path the executable
 * @param version its version
 */
record QemuProgram(Path path, QemuVersion version) {

    static final String NAME = "qemu-system-x86_64";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * Looks for QEMU in the folders of a search path and asks for its version, which is kept in the cache while the
     * file stays the same.
     *
     * @param searchPath folders separated by colons, as in the variable {@code PATH}
     * @throws HypervisorException if there is none, or it is too old, with the command that installs one
     */
    static QemuProgram find(String searchPath, VerdictCache cache) {
        Path path = HostPrograms.find(searchPath, NAME)
                .map(QemuProgram::real)
                .orElseThrow(() -> new HypervisorException("QEMU is not installed: there is no " + NAME
                        + " on the PATH\n" + HostPackages.install("qemu-system-x86")));
        String key = "qemu-version-" + VerdictCache.identity(path);
        String output = cache.answer(key, false, () -> ask(path));
        QemuVersion version = QemuVersion.find(output)
                .orElseThrow(() -> new HypervisorException(path + " does not tell its version; its answer: " + output));
        if (version.isOlderThan(QemuVersion.OLDEST)) {
            throw new HypervisorException("QEMU " + version + " (" + path + ") is too old: " + QemuVersion.OLDEST
                    + " or later is needed\n" + HostPackages.install("qemu-system-x86"));
        }
        return new QemuProgram(path, version);
    }

    /** Behind its walls, links that lead there are not seen. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw new HypervisorException(path + " cannot be executed: " + e.getMessage(), e);
        }
    }

    private static String ask(Path path) {
        try {
            return Command.run(List.of(path.toString(), "--version"), PATIENCE)
                    .output()
                    .lines()
                    .findFirst()
                    .orElse("(nothing)");
        } catch (IOException e) {
            throw new HypervisorException(path + " cannot be executed: " + e.getMessage(), e);
        }
    }
}

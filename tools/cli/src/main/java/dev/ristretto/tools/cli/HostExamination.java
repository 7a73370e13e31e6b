package dev.ristretto.tools.cli;

import dev.ristretto.run.vmm.Finding;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.tools.cli.host.Host;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at what building needs on the host: the JDK, memory, disk, the store, the project tools, ports. */
final class HostExamination {

    private static final int JDK = 25;
    private static final long BUILD_MEMORY = 3L << 30;
    private static final long BUILD_DISK = 1L << 30;
    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    private HostExamination() {}

    static List<Finding> examine(Host host) {
        return List.of(jdk(), installation(host), memory(), store(host), disk(host), maven(host), ports());
    }

    private static Finding jdk() {
        int feature = Runtime.version().feature();
        String detail = Runtime.version() + " (" + System.getProperty("java.home") + ")";
        return feature == JDK
                ? Finding.ok("JDK", detail)
                : Finding.problem("JDK", detail, "Start ristretto by its script, which looks for a JDK " + JDK);
    }

    private static Finding installation(Host host) {
        return host.home()
                .filter(home ->
                        Files.isDirectory(home.resolve("builder-modules")) && Files.isDirectory(home.resolve("kernel")))
                .map(home -> Finding.ok("installation", home.toString()))
                .orElseGet(() -> Finding.problem("installation", "kernel and compiler are not there", "Run ./setup"));
    }

    private static Finding memory() {
        OptionalLong available = availableMemory();
        if (available.isEmpty()) {
            return Finding.warning(
                    "memory", "free memory is not known", "A build needs " + MemorySize.format(BUILD_MEMORY));
        }
        String detail = MemorySize.format(available.getAsLong()) + " available";
        return available.getAsLong() >= BUILD_MEMORY
                ? Finding.ok("memory", detail)
                : Finding.warning(
                        "memory",
                        detail,
                        "A build needs about " + MemorySize.format(BUILD_MEMORY) + ": close other programs first");
    }

    private static OptionalLong availableMemory() {
        try {
            Matcher line = AVAILABLE.matcher(Files.readString(Path.of("/proc/meminfo")));
            return line.find() ? OptionalLong.of(Long.parseLong(line.group(1)) << 10) : OptionalLong.empty();
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    private static Finding store(Host host) {
        Path folder = host.dataFolder();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            return Finding.problem(
                    "store",
                    folder + " cannot be created: " + e.getMessage(),
                    "Set XDG_DATA_HOME to a folder of yours");
        }
        return Files.isWritable(folder)
                ? Finding.ok("store", folder.toString())
                : Finding.problem("store", folder + " is not writable", "Set XDG_DATA_HOME to a folder of yours");
    }

    private static Finding disk(Host host) {
        try {
            Path folder = host.dataFolder();
            long free = Files.getFileStore(Files.isDirectory(folder) ? folder : Path.of("/"))
                    .getUsableSpace();
            String detail = MemorySize.format(free) + " free";
            return free >= BUILD_DISK
                    ? Finding.ok("disk", detail)
                    : Finding.warning(
                            "disk",
                            detail,
                            "A build needs about " + MemorySize.format(BUILD_DISK)
                                    + ": remove images with ristretto rmi");
        } catch (IOException e) {
            return Finding.warning("disk", "free space is not known: " + e.getMessage(), "Check with df -h");
        }
    }

    private static Finding maven(Host host) {
        for (String folder : host.environment().getOrDefault("PATH", "").split(":", -1)) {
            Path program = Path.of(folder).resolve("mvn");
            if (Files.isExecutable(program)) {
                return Finding.ok("Maven", program.toString());
            }
        }
        return Finding.warning(
                "Maven",
                "there is no mvn on the PATH",
                "To build Maven projects: sudo apt-get install --no-install-recommends maven");
    }

    private static Finding ports() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return Finding.ok("ports", "can be published from this computer");
        } catch (IOException e) {
            return Finding.problem(
                    "ports", "cannot be opened: " + e.getMessage(), "Check the limits of this user and the firewall");
        }
    }
}

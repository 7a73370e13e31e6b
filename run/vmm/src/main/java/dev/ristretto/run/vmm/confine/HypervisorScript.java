package dev.ristretto.run.vmm.confine;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.run.vmm.confine.OwnRoot.Link;
import dev.ristretto.run.vmm.confine.OwnRoot.Share;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The script that locks a hypervisor in. It sees programs and libraries, read-only, and what of its instance it is
 * given; which system calls it may make it settles itself, as it knows what it needs.
 */
final class HypervisorScript {

    /** Where programs, libraries and firmware are, on all distributions. */
    private static final List<Path> SYSTEM =
            List.of(Path.of("/usr"), Path.of("/lib"), Path.of("/lib32"), Path.of("/lib64"), Path.of("/bin"));

    /** Where the dynamic linker finds them, and what links among them lead through. */
    private static final List<Path> SETTINGS = List.of(Path.of("/etc/ld.so.cache"), Path.of("/etc/alternatives"));

    private static final List<Path> DEVICES = List.of(Path.of("/dev/null"), Path.of("/dev/urandom"));

    /** Folders of people and of what changes; of these no more is shared than a program's own folder. */
    private static final Set<Path> NOT_WHOLE =
            Set.of(Path.of("/home"), Path.of("/root"), Path.of("/tmp"), Path.of("/var"));

    private static final int UNIX_DOMAIN = 1;
    private static final int STREAM = 1;
    private static final int HUGE_PAGES_OFF = 41;

    private HypervisorScript() {}

    /**
     * Writes it.
     *
     * @param file where it will be; it deletes itself
     */
    static byte[] of(Wall wall, Path file, HypervisorNeeds needs) throws IOException {
        LaunchScript script = LaunchScript.in(file, List.of());
        long free = LaunchScript.FREE;
        if (wall == Wall.WHOLE) {
            if (needs.control().isPresent()) {
                listen(script, free++, needs.control().get());
            }
            enterRoot(script, free, needs);
        }
        Limits.ofHypervisor(needs.memoryBytes(), needs.processors()).addTo(script);
        if (needs.smallPages()) {
            script.attempt(SystemCalls.PRCTL, HUGE_PAGES_OFF, 1);
        }
        script.renouncePrivileges();
        return script.executing(script.text(needs.program()));
    }

    private static void listen(LaunchScript script, long descriptor, Path socket) {
        byte[] path = (socket + "\0").getBytes(StandardCharsets.UTF_8);
        ByteBuffer address = ByteBuffer.allocate(Short.BYTES + path.length).order(ByteOrder.LITTLE_ENDIAN);
        address.putShort((short) UNIX_DOMAIN).put(path);
        script.call("a socket", SystemCalls.SOCKET, UNIX_DOMAIN, STREAM, 0);
        script.call(
                "a socket at " + socket,
                SystemCalls.BIND,
                descriptor,
                script.bytes(address.array()),
                address.capacity());
        script.call("to listen at " + socket, SystemCalls.LISTEN, descriptor, 1);
    }

    private static void enterRoot(LaunchScript script, long free, HypervisorNeeds needs) throws IOException {
        List<Share> shares = new ArrayList<>();
        List<Link> links = new ArrayList<>();
        for (Path folder : SYSTEM) {
            if (Files.isSymbolicLink(folder)) {
                links.add(new Link(folder, Files.readSymbolicLink(folder)));
            } else {
                share(shares, folder, false);
            }
        }
        share(shares, home(needs.program().toRealPath()), false);
        SETTINGS.forEach(path -> share(shares, path, false));
        DEVICES.forEach(path -> share(shares, path, true));
        needs.readable().forEach(path -> share(shares, path, path.startsWith("/dev")));
        needs.writable().forEach(path -> share(shares, path, true));
        needs.coming().forEach(path -> shares.add(new Share(path, path, false, false)));
        OwnRoot.enter(script, free, !needs.hostNetwork(), shares, links);
    }

    /** The folder of a program that is not where programs usually are, with its libraries and firmware. */
    private static Path home(Path program) {
        Path top = Path.of("/").resolve(program.subpath(0, 1));
        Path above = program.resolveSibling("..").normalize();
        if (!NOT_WHOLE.contains(top)) {
            return top;
        }
        return above.getNameCount() > 1 ? above : program;
    }

    private static void share(List<Share> shares, Path path, boolean writable) {
        if (Files.exists(path)
                && shares.stream().noneMatch(known -> known.inside().equals(path))) {
            shares.add(Share.same(path, writable));
        }
    }
}

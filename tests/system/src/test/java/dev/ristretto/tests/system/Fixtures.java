package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** Applications for the tests; their images are built once and then come from the build cache. */
final class Fixtures {
    private static final String REPRODUCIBLE = "--reproducible";

    private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    static final Path SOURCES = Path.of("src/test/applications").toAbsolutePath();
    private static final Path CLASSES = Path.of("target/it/classes").toAbsolutePath();

    private Fixtures() {}

    /**
     * The image of a program whose first argument says how it behaves; see its source. Built reproducibly, so that a
     * second build elsewhere can be compared with it.
     */
    static String behaviour() throws Exception {
        return image("it-behaviour", compile("behaviour"), REPRODUCIBLE);
    }

    /** The same; also writes its bootable file. */
    static String behaviour(Path kernel) throws Exception {
        String name = behaviour();
        CommandRun.run(
                        "build",
                        CLASSES.resolve("behaviour").toString(),
                        "-t",
                        name,
                        REPRODUCIBLE,
                        "--output",
                        kernel.toString())
                .mustSucceed();
        return name;
    }

    /** The image of an example. */
    static String example(String name) throws Exception {
        return image("it-" + name, ROOT.resolve("examples").resolve(name));
    }

    /** The image of the checks of the Java runtime. */
    static String runtime() throws Exception {
        return image("it-runtime", ROOT.resolve("tests/runtime"));
    }

    /** The image of the program that tells how it differs from HotSpot. */
    static String differential() throws Exception {
        return image("it-differential", compile("differential"), "--main", "differential.Differential");
    }

    /** The image of the program that calls natives. */
    static String natives(Path classes) throws Exception {
        return image("it-natives", classes);
    }

    /** The image of the program that keeps files, with those of a folder in {@code /srv/brought}. */
    static String volumes(Path brought) throws Exception {
        return image(
                "it-volumes",
                compile("volumes"),
                "--quick",
                "--volume",
                "/var/keeper",
                "--add-files",
                brought + ":/srv/brought");
    }

    private static String image(String name, Path path, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("build", path.toString(), "-t", name));
        command.addAll(List.of(options));
        CommandRun.run(command.toArray(String[]::new)).mustSucceed();
        return name;
    }

    /** Compiles a folder of {@code src/test/applications}; what is no source becomes a resource. */
    static Path compile(String name) throws IOException {
        Path target = Files.createDirectories(CLASSES.resolve(name));
        List<String> arguments = new ArrayList<>(List.of("--release", "25", "-nowarn", "-d", target.toString()));
        Path folder = SOURCES.resolve(name);
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
                if (file.toString().endsWith(".java")) {
                    arguments.add(file.toString());
                } else {
                    Path copy = target.resolve(folder.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        int status = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(status).isZero();
        return target;
    }

    /** An IPv4 address of this host that is not the loopback interface's, if there is one. */
    static Optional<InetAddress> ownAddress() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
    }

    /** A UDP port of the loopback address that is free now. */
    static int freeDatagramPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            return socket.getLocalPort();
        }
    }

    /** A TCP port of the loopback address that is free now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            return socket.getLocalPort();
        }
    }
}

package dev.ristretto.fleet.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.fleet.api.NewToken;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.fleet.launcher.FleetFolders;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.store.ImageStore;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** A {@link HostileDaemon} as a process of its own, with the heap that a daemon has by default. */
final class HostileDaemonProcess implements AutoCloseable {

    private static final String HEAP = "-Xmx" + (SimulatedDaemon.HEAP >> 20) + "m";

    /** Heap, as much again for buffers outside of it, and what a JVM takes for itself. */
    static final long MOST_RESIDENT = 2 * SimulatedDaemon.HEAP + (120L << 20);

    final FleetFolders folders;
    final Process process;
    final FleetClient owner;
    final URI url;
    final ImageStore images;
    final Image image;

    /** Starts it with its files in a folder, and waits until it is answered. */
    HostileDaemonProcess(Path folder) throws Exception {
        Path data = folder.resolve("data");
        folders = FleetFolders.of(data);
        folders.create();
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        HostileDaemon.class.getName(),
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folders.log().toFile()))
                .start();
        owner = new FleetClient(folders.socket());
        String address = null;
        while (address == null) {
            requireAlive();
            Thread.onSpinWait();
            address = owner.isAnswered() ? owner.getStatus().listening() : null;
        }
        url = URI.create(address);
        images = new ImageStore(data.resolve("images"));
        image = SimulatedImages.put(images, HostileDaemon.IMAGE);
    }

    void requireAlive() throws IOException {
        assertThat(process.isAlive()).as(Files.readString(folders.log())).isTrue();
    }

    /** A client over TCP. */
    FleetClient client(String token) {
        return new FleetClient(url, token, Optional.empty());
    }

    String token(String name, String role) {
        return Objects.requireNonNull(
                owner.createToken(new NewToken(name, role, null)).token());
    }

    /**
     * A connection over TCP that takes little at a time.
     *
     * @param beginning what does not fit into the socket's buffers is not sent
     */
    SocketChannel connect(byte[] beginning) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
        try {
            channel.connect(new InetSocketAddress(url.getHost(), url.getPort()));
        } catch (ConnectException e) {
            throw new AssertionError("nobody listens: " + process + "\n" + Files.readString(folders.log()), e);
        }
        channel.configureBlocking(false);
        try {
            channel.write(ByteBuffer.wrap(beginning));
        } catch (IOException e) {
            // It has been closed already, for another one.
        }
        return channel;
    }

    /** The most memory that it ever had, in bytes. */
    long peakResident() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws Exception {
        process.destroyForcibly().waitFor();
    }
}

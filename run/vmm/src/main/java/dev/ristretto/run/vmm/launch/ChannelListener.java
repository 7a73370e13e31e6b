package dev.ristretto.run.vmm.launch;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Unix socket that waits for one connection of a child process. */
public final class ChannelListener implements AutoCloseable {

    /** The child's connection and that of {@link #release()}. */
    private static final int BACKLOG = 2;

    private final Path path;
    private final ServerSocketChannel server;

    private ChannelListener(Path path, ServerSocketChannel server) {
        this.path = path;
        this.server = server;
    }

    /** Listens at a path where no file is yet. */
    public static ChannelListener open(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path), BACKLOG);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return new ChannelListener(path, server);
    }

    /** Where it listens. */
    public Path path() {
        return path;
    }

    /**
     * Waits for the connection. After {@link #release()} it is one that has ended already, unless the child's came
     * first.
     */
    public SocketChannel accept() throws IOException {
        return server.accept();
    }

    /**
     * Ends a wait because the child is gone. Closing would lose a connection that has been made but not yet accepted,
     * and with it what a guest of a few milliseconds had to report; so a second connection is put behind it.
     */
    public void release() {
        try (SocketChannel connection = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            connection.shutdownOutput();
        } catch (IOException e) {
            // Nobody waits any more.
        }
    }

    /** Stops listening and removes the socket from the file system; an accepted connection stays. */
    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
    }
}

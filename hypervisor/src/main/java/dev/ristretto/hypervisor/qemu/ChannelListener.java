package dev.ristretto.hypervisor.qemu;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Unix socket that waits for one connection from QEMU. */
final class ChannelListener implements AutoCloseable {

    private final Path path;
    private final ServerSocketChannel server;

    private ChannelListener(Path path, ServerSocketChannel server) {
        this.path = path;
        this.server = server;
    }

    static ChannelListener open(Path path) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(UnixDomainSocketAddress.of(path), 1);
        } catch (IOException e) {
            server.close();
            throw e;
        }
        return new ChannelListener(path, server);
    }

    Path path() {
        return path;
    }

    /** Waits for the connection; {@link #close()} from another thread ends the wait with an exception. */
    SocketChannel accept() throws IOException {
        return server.accept();
    }

    /** Stops listening and removes the socket from the file system; an accepted connection stays. */
    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(path);
    }
}

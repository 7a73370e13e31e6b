package dev.ristretto.run.share;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Serves a folder of this computer to one client, by 9P2000.L over a Unix socket, in a thread of its own. The client
 * acts as the user of this process, but only in the folder, makes neither devices nor files that give rights, and is
 * let go as soon as it breaks the protocol.
 */
public final class FolderServer implements AutoCloseable {
    private final Path socket;
    private final ServerSocketChannel listener;
    private final int root;
    private final boolean readOnly;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable SocketChannel client;

    private FolderServer(Path folder, boolean readOnly, Path socket, ServerSocketChannel listener, int root) {
        this.socket = socket;
        this.listener = listener;
        this.root = root;
        this.readOnly = readOnly;
        thread = new Thread(this::run, "folder " + folder);
        thread.setDaemon(true);
    }

    /**
     * Begins to serve; whoever connects first is the client.
     *
     * @param folder may be a link to one, which is followed now and never again
     * @param socket where it listens, until somebody has connected; there must be no file yet
     * @throws IOException if there is no such folder, or it cannot listen there
     */
    public static FolderServer start(Path folder, boolean readOnly, Path socket) throws IOException {
        int root = open(folder);
        ServerSocketChannel listener = null;
        try {
            listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            ServerSocketChannel bound = listener.bind(UnixDomainSocketAddress.of(socket), 1);
            FolderServer server = new FolderServer(folder, readOnly, socket, bound, root);
            server.thread.start();
            return server;
        } catch (IOException e) {
            if (listener != null) {
                listener.close();
            }
            close(root);
            throw e;
        }
    }

    private static int open(Path folder) throws IOException {
        byte[] path = folder.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            if (path.length >= LinuxCalls.PATH_ROOM) {
                throw new IOException(folder + " is too long a path");
            }
            LinuxCalls calls = new LinuxCalls(arena);
            int flags = LinuxCalls.PATH_ONLY | LinuxCalls.DIRECTORY | LinuxCalls.CLOSE_ON_EXEC;
            return (int) calls.call(SystemCalls.OPENAT, LinuxCalls.NOWHERE, calls.text(path), flags, 0, 0);
        } catch (CallFault e) {
            throw new IOException(folder + " is no folder that can be opened: " + e.getMessage(), e);
        }
    }

    private static void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            new LinuxCalls(arena).close(descriptor);
        }
    }

    private void run() {
        try (SocketChannel channel = listener.accept()) {
            listener.close();
            Files.deleteIfExists(socket);
            client = channel;
            if (!closed) {
                serve(channel);
            }
        } catch (IOException e) {
            // The client is gone, mad, or let go: it sees that its connection ends.
            return;
        } finally {
            close(root);
        }
    }

    private void serve(ByteChannel channel) throws IOException {
        try (FolderSession session = new FolderSession(root, readOnly)) {
            ByteBuffer message = ByteBuffer.allocate(FolderSession.LARGEST).order(ByteOrder.LITTLE_ENDIAN);
            while (receive(channel, message, session.largest())) {
                ByteBuffer answer = session.answer(message.array(), message.limit());
                while (answer.hasRemaining()) {
                    int unused = channel.write(answer);
                }
            }
        }
    }

    /** A whole message; false if the client has ended the conversation. */
    private static boolean receive(ByteChannel channel, ByteBuffer message, int largest) throws IOException {
        if (!fill(channel, message.clear().limit(Integer.BYTES))) {
            return false;
        }
        int size = message.getInt(0);
        if (size < NinePMessage.HEADER || size > largest) {
            throw new IOException("a message of " + size + " bytes");
        }
        return fill(channel, message.limit(size));
    }

    private static boolean fill(ByteChannel channel, ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Lets the client go, and returns when nothing of the folder is open any more. */
    @Override
    public void close() {
        closed = true;
        try (SocketChannel connected = client) {
            listener.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            // Then there is nobody to let go, or no socket to remove.
        }
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

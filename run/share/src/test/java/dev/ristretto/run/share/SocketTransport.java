package dev.ristretto.run.share;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import dev.ristretto.kernel.filesystem.ninep.NinePTransport;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** A client's side of a Unix socket. */
record SocketTransport(SocketChannel channel) implements NinePTransport {
    static SocketTransport connect(Path socket) throws IOException {
        return new SocketTransport(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
    }

    @Override
    public int largest() {
        return 1 << 20;
    }

    @Override
    public int exchange(ByteBuffer request, byte[] reply) throws FileFault {
        try {
            while (request.hasRemaining()) {
                int unused = channel.write(request);
            }
            return receive(ByteBuffer.wrap(reply).order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new FileFault(FileFault.Reason.IO, String.valueOf(e.getMessage()), e);
        }
    }

    private int receive(ByteBuffer reply) throws IOException {
        reply.limit(NinePMessage.HEADER);
        fill(reply);
        int size = reply.getInt(0);
        reply.limit(size);
        fill(reply);
        return size;
    }

    private void fill(ByteBuffer target) throws IOException {
        while (target.hasRemaining()) {
            if (channel.read(target) < 0) {
                throw new IOException("the server has ended the conversation");
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}

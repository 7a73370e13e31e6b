package dev.ristretto.kernel.device.folder;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.device.virtio.VirtioDevice;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import dev.ristretto.kernel.filesystem.ninep.NinePTransport;
import dev.ristretto.kernel.machine.io.HostDisk;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.nio.ByteBuffer;

/**
 * A folder of the host behind a stream, which for a process is a socket that the host has given it. While the server
 * works, no thread of the process runs. Used by one thread at a time.
 */
public final class HostFolder implements NinePTransport {
    private static final int LARGEST = 64 << 10;

    /** Bytes that go to the server and come from it. */
    interface Stream {
        /** Sends from the start of {@code source}: how many bytes, or an error number below zero. */
        long write(RawMemory source, int length);

        /** Receives to the start of {@code target}: how many bytes, 0 at the end, or an error number below zero. */
        long read(RawMemory target, int length);
    }

    private final Stream stream;
    private final RawMemory memory;
    private final ByteBuffer bytes;

    /** A way to the server at the other end of a socket. */
    public HostFolder(HostDisk socket, VirtioDevice.Allocator allocator) {
        this(
                new Stream() {
                    @Override
                    public long write(RawMemory source, int length) {
                        return socket.write(source, length, HostDisk.NO_POSITION);
                    }

                    @Override
                    public long read(RawMemory target, int length) {
                        return socket.read(target, length, HostDisk.NO_POSITION);
                    }
                },
                allocator);
    }

    HostFolder(Stream stream, VirtioDevice.Allocator allocator) {
        this.stream = stream;
        memory = allocator.allocate(LARGEST).memory();
        bytes = memory.asByteBuffer();
    }

    @Override
    public int largest() {
        return LARGEST;
    }

    @Override
    public int exchange(ByteBuffer request, byte[] reply) throws FileFault {
        int length = request.remaining();
        bytes.clear().put(request);
        for (int sent = 0; sent < length; ) {
            sent += moved(stream.write(rest(sent), length - sent));
        }
        receive(0, NinePMessage.HEADER);
        int size = bytes.getInt(0);
        if (size < NinePMessage.HEADER || size > Math.min(reply.length, LARGEST)) {
            throw new FileFault(FileFault.Reason.IO, "a message of " + Integer.toUnsignedString(size) + " bytes");
        }
        receive(NinePMessage.HEADER, size);
        memory.get(0, reply, 0, size);
        return size;
    }

    private void receive(int from, int to) throws FileFault {
        for (int received = from; received < to; ) {
            received += moved(stream.read(rest(received), to - received));
        }
    }

    private RawMemory rest(int from) {
        return memory.slice(from, LARGEST - from);
    }

    /** How many bytes a call has moved: none if a signal came between. */
    private static int moved(long result) throws FileFault {
        if (result == -ErrorNumbers.EINTR) {
            return 0;
        }
        if (result <= 0) {
            String why = result == 0 ? "it has ended the conversation" : "error " + -result;
            throw new FileFault(FileFault.Reason.IO, "the host's server of the folder is gone: " + why);
        }
        return (int) result;
    }

    /** The host sees that this process ends. */
    @Override
    public void close() {}
}

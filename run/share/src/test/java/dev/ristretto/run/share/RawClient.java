package dev.ristretto.run.share;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import dev.ristretto.kernel.filesystem.ninep.NinePReader;
import dev.ristretto.kernel.filesystem.ninep.NinePWriter;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A client that says whatever it likes. Fid 0 is the root, and what it asks for last is fid 1. */
final class RawClient implements AutoCloseable {
    private static final int TAG = 7;

    private final SocketTransport transport;
    private final NinePWriter request = new NinePWriter(FolderSession.LARGEST);
    private final byte[] reply = new byte[FolderSession.LARGEST];
    /** The error of the last answer that was one. */
    private long number;

    private RawClient(SocketTransport transport) {
        this.transport = transport;
    }

    /** A client that has mounted the folder. */
    static RawClient connect(Path socket) throws IOException, FileFault {
        RawClient client = new RawClient(SocketTransport.connect(socket));
        client.begin(NinePMessage.VERSION).u32(FolderSession.LARGEST).string(NinePMessage.DIALECT);
        long unused = client.error();
        client.begin(NinePMessage.ATTACH)
                .u32(0)
                .u32(NinePMessage.NO_FID)
                .string("")
                .string("")
                .u32(0);
        unused += client.error();
        return client;
    }

    SocketTransport transport() {
        return transport;
    }

    NinePWriter begin(int type) {
        return request.begin(type, TAG);
    }

    /** What was begun, to go on with. */
    NinePWriter rest() {
        return request;
    }

    /** Sends what was begun: the error number of the answer, 0 if it is none. */
    long error() throws FileFault {
        NinePReader answer = answer();
        return answer == null ? number : 0;
    }

    /** Sends what was begun: the answer behind its header, null if it is an error. */
    @Nullable
    NinePReader answer() throws FileFault {
        int length = transport.exchange(request.end(), reply);
        NinePReader reader = new NinePReader(reply, length);
        int type = reader.u8();
        int tag = reader.u16();
        if (tag != TAG) {
            throw new AssertionError("tag " + tag);
        }
        if (type == NinePMessage.ERROR_REPLY) {
            number = reader.u32();
            return null;
        }
        return reader;
    }

    /** Walks from the root, to fid 1: how many steps it got, or its error below zero. */
    long walk(String... names) throws FileFault {
        clunk(1);
        begin(NinePMessage.WALK).u32(0).u32(1).u16(names.length);
        for (String name : names) {
            request.string(name);
        }
        NinePReader answer = answer();
        return answer == null ? -number : answer.u16();
    }

    void clunk(int fid) throws FileFault {
        begin(NinePMessage.CLUNK).u32(fid);
        long unused = error();
    }

    @Override
    public void close() {
        transport.close();
    }
}

package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.FileFault;
import java.util.BitSet;

/** The numbers by which this client calls files of a server (fids), of which few are in use at a time. */
final class NinePFids {
    /** A server has to keep a file open for each. */
    static final int MOST = 4096;

    private final NinePClient client;
    private final BitSet used = new BitSet();

    NinePFids(NinePClient client) {
        this.client = client;
    }

    /** What makes a server let a number stand for something. */
    @FunctionalInterface
    interface Request {
        void send(int fid) throws FileFault;
    }

    /** A number that {@code request} lets stand for something; free again if that fails. */
    int take(Request request) throws FileFault {
        int fid = used.nextClearBit(0);
        if (fid == MOST) {
            throw new FileFault(FileFault.Reason.IO, "more than " + MOST + " files of one folder of the host in use");
        }
        request.send(fid);
        used.set(fid);
        return fid;
    }

    /** Gives a number back. */
    void release(int fid) {
        used.clear(fid);
        try {
            client.clunk(fid);
        } catch (FileFault e) {
            // The server has forgotten the fid all the same (section clunk(5)), or is not there any more.
            return;
        }
    }
}

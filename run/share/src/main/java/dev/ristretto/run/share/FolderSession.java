package dev.ristretto.run.share;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import dev.ristretto.kernel.filesystem.ninep.NinePReader;
import dev.ristretto.kernel.filesystem.ninep.NinePWriter;
import dev.ristretto.kernel.filesystem.ninep.Qid;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What one client is told. A fid is a descriptor that names a file (O_PATH): every name is resolved from the descriptor
 * of its directory, alone and without following links, so that nothing that happens to the folder meanwhile leads out
 * of it. For one thread.
 */
final class FolderSession implements AutoCloseable {
    /** The longest message. */
    static final int LARGEST = 128 << 10;

    /** Steps of one walk (MAXWELEM of walk(5)). */
    private static final int MOST_STEPS = 16;

    private final int root;
    private final boolean readOnly;
    private final Arena arena = Arena.ofConfined();
    private final LinuxCalls calls = new LinuxCalls(arena);
    private final HostStatus status = new HostStatus(calls, arena);
    private final SharedFiles files = new SharedFiles(calls);
    private final FileRequests contents = new FileRequests(calls, status, arena);
    private final NameRequests names = new NameRequests(calls, status, files);
    private final NinePWriter answer = new NinePWriter(LARGEST);
    private int largest;

    /**
     * A client that has said nothing yet.
     *
     * @param root a descriptor that names the folder, which stays the caller's
     */
    FolderSession(int root, boolean readOnly) {
        this.root = root;
        this.readOnly = readOnly;
    }

    /** The longest message that the client may send now. */
    int largest() {
        return largest == 0 ? LARGEST : largest;
    }

    /**
     * What to answer; valid until the next request.
     *
     * @param message of at least a header
     * @throws IOException if it is none of the protocol: the client has gone mad
     */
    ByteBuffer answer(byte[] message, int length) throws IOException {
        NinePReader request = new NinePReader(message, length);
        int type = request.u8();
        int tag = request.u16();
        if (largest == 0 && type != NinePMessage.VERSION) {
            throw new IOException("a request of type " + type + " before the client has said what it speaks");
        }
        answer.begin(type + 1, tag);
        try {
            if (readOnly && changes(type)) {
                throw new CallFault(ErrorNumbers.EROFS);
            }
            serve(type, request);
        } catch (CallFault e) {
            answer.begin(NinePMessage.ERROR_REPLY, tag).u32(e.number());
        }
        return answer.end();
    }

    private static boolean changes(int type) {
        return switch (type) {
            case NinePMessage.CREATE,
                    NinePMessage.SYMLINK,
                    NinePMessage.MKNOD,
                    NinePMessage.SETATTR,
                    NinePMessage.LINK,
                    NinePMessage.MKDIR,
                    NinePMessage.RENAMEAT,
                    NinePMessage.UNLINKAT,
                    NinePMessage.WRITE -> true;
            default -> false;
        };
    }

    private void serve(int type, NinePReader request) throws CallFault, IOException {
        switch (type) {
            case NinePMessage.VERSION -> agree(request);
            case NinePMessage.ATTACH -> attach(request);
            case NinePMessage.WALK -> walk(request);
            case NinePMessage.FLUSH -> {
                // What it would end has been answered already: there is one request at a time.
                request.skip(Short.BYTES);
                requireWhole(request);
            }
            case NinePMessage.CLUNK -> {
                int fid = request.i32();
                requireWhole(request);
                files.remove(fid);
            }
            case NinePMessage.OPEN -> open(request);
            case NinePMessage.CREATE,
                    NinePMessage.SYMLINK,
                    NinePMessage.MKNOD,
                    NinePMessage.LINK,
                    NinePMessage.MKDIR,
                    NinePMessage.RENAMEAT,
                    NinePMessage.UNLINKAT -> names.serve(type, request, answer);
            case NinePMessage.READ,
                    NinePMessage.WRITE,
                    NinePMessage.READDIR,
                    NinePMessage.GETATTR,
                    NinePMessage.SETATTR,
                    NinePMessage.READLINK,
                    NinePMessage.STATFS,
                    NinePMessage.FSYNC -> contents.serve(type, files.get(request.i32()), request, answer, largest);
            default -> throw new CallFault(ErrorNumbers.EOPNOTSUPP);
        }
    }

    /** A new beginning: all fids are free. */
    private void agree(NinePReader request) throws IOException {
        long wanted = request.u32();
        boolean known = request.text().equals(NinePMessage.DIALECT);
        requireWhole(request);
        if (wanted < NinePMessage.SMALLEST) {
            throw new IOException("messages of " + wanted + " bytes");
        }
        files.removeAll();
        largest = (int) Math.min(wanted, LARGEST);
        answer.u32(largest).string(known ? NinePMessage.DIALECT : "unknown");
    }

    private void attach(NinePReader request) throws CallFault, IOException {
        int fid = request.i32();
        // Who it says it is, and which folder it means, is of no concern: there is one user and one folder.
        request.skip(Integer.BYTES);
        byte[] unused = request.string();
        unused = request.string();
        request.skip(Integer.BYTES);
        requireWhole(request);
        files.requireFree(fid);
        int place = calls.copy(root);
        files.put(fid, new SharedFile(place));
        answer.qid(status.of(place).qid());
    }

    private void walk(NinePReader request) throws CallFault, IOException {
        int from = request.i32();
        int to = request.i32();
        int count = request.u16();
        if (count > MOST_STEPS) {
            throw new IOException("a walk of " + count + " steps");
        }
        List<byte[]> steps = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            steps.add(request.string());
        }
        requireWhole(request);
        SharedFile start = files.get(from);
        if (from != to) {
            files.requireFree(to);
        } else if (start.isOpened()) {
            throw new CallFault(ErrorNumbers.EBADF);
        }
        Walk walk = new Walk(calls.copy(start.place()));
        try {
            walk.go(steps);
        } finally {
            if (walk.qids.size() < count) {
                calls.close(walk.at);
            }
        }
        if (walk.qids.size() == count) {
            files.put(to, new SharedFile(walk.at));
        }
        answer.u16(walk.qids.size());
        walk.qids.forEach(answer::qid);
    }

    /** The way from one file to another. */
    private final class Walk {
        private final List<Qid> qids = new ArrayList<>();
        private int at;

        Walk(int start) {
            at = start;
        }

        /** Goes as far as possible; it is an error only if that is nowhere (walk(5)). */
        void go(List<byte[]> steps) throws CallFault {
            for (byte[] step : steps) {
                try {
                    int next = calls.find(at, NameRequests.check(step));
                    calls.close(at);
                    at = next;
                    qids.add(status.of(next).qid());
                } catch (CallFault e) {
                    if (qids.isEmpty()) {
                        throw e;
                    }
                    return;
                }
            }
        }
    }

    private void open(NinePReader request) throws CallFault, IOException {
        int fid = request.i32();
        int flags = request.i32();
        requireWhole(request);
        if (readOnly && (flags & NinePMessage.ACCESS) != NinePMessage.READ_ONLY) {
            throw new CallFault(ErrorNumbers.EROFS);
        }
        contents.open(files.get(fid), flags);
        answer.qid(status.qid()).u32(0);
    }

    static void requireWhole(NinePReader request) throws IOException {
        if (!request.isWhole()) {
            throw new IOException("a request of another size than it says");
        }
    }

    /** How many fids stand for something. */
    int fids() {
        return files.size();
    }

    @Override
    public void close() {
        files.removeAll();
        arena.close();
    }
}

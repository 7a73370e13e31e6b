package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.SpecialFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.VolumeStatus;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** A server of 9P2000.L that shares a volume of any format, and is strict about what a client may ask. */
final class ModelServer implements NinePTransport {
    private static final long SECOND = 1_000_000_000;

    private final Volume volume;
    private final int largest;
    private final Map<Integer, Fid> fids = new TreeMap<>();
    private final NinePWriter answer;
    private int mostFids;
    private int requests;
    private boolean closed;

    /** What a number stands for. */
    private record Fid(Inode inode, boolean opened) {}

    ModelServer(Volume volume, int largest) {
        this.volume = volume;
        this.largest = largest;
        answer = new NinePWriter(largest);
    }

    /** How many numbers stand for something now. */
    int fids() {
        return fids.size();
    }

    /** How many did at most. */
    int mostFids() {
        return mostFids;
    }

    /** How many requests there were. */
    int requests() {
        return requests;
    }

    boolean closed() {
        return closed;
    }

    @Override
    public int largest() {
        return largest;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public int exchange(ByteBuffer request, byte[] reply) {
        requests++;
        NinePReader reader = new NinePReader(request.array(), request.limit());
        int type = reader.u8();
        int tag = reader.u16();
        answer.begin(type + 1, tag);
        try {
            serve(type, reader);
            if (!reader.isWhole()) {
                throw new AssertionError("request " + type + " has another size than it should");
            }
        } catch (FileFault e) {
            answer.begin(NinePMessage.ERROR_REPLY, tag).u32(number(e.reason()));
        }
        mostFids = Math.max(mostFids, fids.size());
        ByteBuffer whole = answer.end();
        whole.get(reply, 0, whole.limit());
        return whole.limit();
    }

    private void serve(int type, NinePReader request) throws FileFault {
        switch (type) {
            case NinePMessage.VERSION -> {
                fids.clear();
                answer.u32(Math.min(request.u32(), largest)).string(request.text());
            }
            case NinePMessage.ATTACH -> {
                put(request.i32(), volume.root(), false);
                String unused = request.i32() + request.text() + request.text() + request.i32();
                answer.qid(qid(volume.root()));
            }
            case NinePMessage.WALK -> walk(request.i32(), request.i32(), request.u16(), request);
            case NinePMessage.OPEN -> {
                int fid = request.i32();
                int flags = request.i32();
                Inode inode = of(fid, false);
                if (!(inode instanceof RegularFile) && !(inode instanceof Directory)) {
                    throw new FileFault(FileFault.Reason.NOT_PERMITTED, "opening " + inode.kind() + flags);
                }
                open(fid, inode);
            }
            case NinePMessage.CREATE -> {
                int fid = request.i32();
                Directory directory = (Directory) of(fid, false);
                RegularFile file = directory.createFile(request.text(), permissions(request));
                int unused = request.i32();
                open(fid, file);
            }
            case NinePMessage.READ -> {
                RegularFile file = (RegularFile) of(request.i32(), true);
                long position = request.i64();
                ByteBuffer bytes = ByteBuffer.allocate(room(request.i32(), Integer.BYTES));
                int count = Math.max(file.read(position, bytes), 0);
                answer.data(bytes.flip(), count);
            }
            case NinePMessage.WRITE -> {
                RegularFile file = (RegularFile) of(request.i32(), true);
                answer.u32(file.write(request.i64(), request.data(request.u32())));
            }
            case NinePMessage.CLUNK -> {
                Fid fid = Objects.requireNonNull(fids.remove(request.i32()), "a fid that is not in use");
                if (fid.opened) {
                    fid.inode.close();
                }
            }
            case NinePMessage.READDIR -> names((Directory) of(request.i32(), true), request.i64(), request.i32());
            case NinePMessage.GETATTR -> attributes(of(request.i32()), request.i64());
            case NinePMessage.SETATTR -> set(of(request.i32()), request.i32(), request);
            default -> serveNames(type, request);
        }
    }

    private void serveNames(int type, NinePReader request) throws FileFault {
        Inode inode = of(request.i32());
        switch (type) {
            case NinePMessage.MKDIR -> {
                String name = request.text();
                answer.qid(qid(((Directory) inode).createDirectory(name, request.i32() + 0 * request.i32())));
            }
            case NinePMessage.SYMLINK -> {
                answer.qid(qid(((Directory) inode).createSymbolicLink(request.text(), request.text())));
                int unused = request.i32();
            }
            case NinePMessage.MKNOD -> {
                String name = request.text();
                int mode = request.i32();
                int major = request.i32();
                int minor = request.i32();
                int device = minor & 0xFF | (minor & ~0xFF) << 12 | major << 8;
                answer.qid(qid(((Directory) inode).createSpecial(name, kind(mode), device, mode & 0777)));
                int unused = request.i32();
            }
            case NinePMessage.READLINK -> answer.string(((SymbolicLink) inode).target());
            case NinePMessage.LINK -> {
                Inode existing = of(request.i32());
                ((Directory) inode).link(request.text(), existing);
            }
            case NinePMessage.RENAMEAT -> {
                String name = request.text();
                ((Directory) inode).rename(name, (Directory) of(request.i32()), request.text(), true);
            }
            case NinePMessage.UNLINKAT -> {
                String name = request.text();
                if (request.i32() == NinePMessage.REMOVE_DIRECTORY) {
                    ((Directory) inode).removeDirectory(name);
                } else {
                    ((Directory) inode).remove(name);
                }
            }
            case NinePMessage.FSYNC -> {
                int unused = request.i32();
                inode.sync();
            }
            case NinePMessage.STATFS -> {
                VolumeStatus status = volume.status();
                answer.u32(0x01021997).u32(status.blockSize()).u64(status.blocks());
                answer.u64(status.free())
                        .u64(status.free())
                        .u64(0)
                        .u64(0)
                        .u64(1)
                        .u32(status.longestName());
            }
            default -> throw new AssertionError("request of type " + type);
        }
    }

    private void walk(int from, int to, int count, NinePReader request) throws FileFault {
        Inode inode = of(from, false);
        if (count == 0) {
            put(to, inode, false);
            answer.u16(0);
            return;
        }
        assertThat(count == 1, "a walk of " + count + " steps");
        String name = request.text();
        if (!(inode instanceof Directory directory)) {
            throw new FileFault(FileFault.Reason.NOT_A_DIRECTORY, name);
        }
        Inode found = directory.find(name);
        if (found == null) {
            throw new FileFault(FileFault.Reason.NOT_FOUND, name);
        }
        put(to, found, false);
        answer.u16(1).qid(qid(found));
    }

    private void names(Directory directory, long offset, int most) throws FileFault {
        List<String> names = directory.names();
        NinePWriter entries = new NinePWriter(largest).begin(0, 0);
        int room = room(most, Integer.BYTES);
        int size = 0;
        for (int i = (int) offset; i < names.size(); i++) {
            String name = names.get(i);
            int length = Qid.SIZE + Long.BYTES + 1 + Short.BYTES + FileNames.encode(name).length;
            if (size + length > room) {
                break;
            }
            size += length;
            entries.qid(new Qid(0, 0, i)).u64(i + 1).u8(0).string(name);
        }
        answer.data(entries.end().position(NinePMessage.HEADER), size);
    }

    private void attributes(Inode inode, long wanted) {
        int device = inode instanceof SpecialFile special ? special.device() : 0;
        answer.u64(wanted).qid(qid(inode)).u32(NinePAttributes.mode(inode.kind()) | inode.permissions());
        answer.u32(inode.user()).u32(inode.group()).u64(inode.links()).u64(device);
        answer.u64(inode.size()).u64(4096).u64(inode.size() / 512);
        for (long time : new long[] {inode.accessed(), inode.modified(), inode.changed(), inode.created()}) {
            answer.u64(time / SECOND).u64(time % SECOND);
        }
        answer.u64(0).u64(0);
    }

    private void set(Inode inode, int what, NinePReader request) throws FileFault {
        int permissions = request.i32();
        int user = request.i32();
        int group = request.i32();
        long size = request.i64();
        long accessed = request.i64() * SECOND + request.i64();
        long modified = request.i64() * SECOND + request.i64();
        if ((what & NinePMessage.SET_MODE) != 0) {
            inode.setPermissions(permissions, volume.now());
        }
        if ((what & NinePMessage.SET_USER) != 0) {
            inode.setOwner(user, group, volume.now());
        }
        if ((what & NinePMessage.SET_SIZE) != 0) {
            ((RegularFile) inode).truncate(size);
        }
        if ((what & NinePMessage.SET_MODIFIED) != 0) {
            inode.setTimes(accessed, modified, volume.now());
        }
    }

    private void open(int fid, Inode inode) {
        inode.open();
        Fid unused = fids.put(fid, new Fid(inode, true));
        answer.qid(qid(inode)).u32(0);
    }

    private void put(int fid, Inode inode, boolean opened) {
        assertThat(fids.put(fid, new Fid(inode, opened)) == null, "fid " + fid + " is in use");
    }

    private Fid get(int fid) {
        return Objects.requireNonNull(fids.get(fid), "fid " + fid + " stands for nothing");
    }

    private Inode of(int fid) {
        return get(fid).inode;
    }

    private Inode of(int fid, boolean opened) {
        assertThat(get(fid).opened == opened, "fid " + fid + " is opened, or is not");
        return of(fid);
    }

    private int room(int asked, int length) {
        assertThat(asked <= largest - NinePMessage.HEADER - length, "more than fits into a message");
        return asked;
    }

    private static int permissions(NinePReader request) {
        assertThat(request.i32() == (NinePMessage.READ_WRITE | NinePMessage.CREATE_NEW), "not a new file");
        return request.i32();
    }

    private static void assertThat(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static Qid qid(Inode inode) {
        int type = inode instanceof Directory ? Qid.DIRECTORY : inode instanceof SymbolicLink ? Qid.LINK : 0;
        return new Qid(type, 0, inode.number());
    }

    private static FileKind kind(int mode) {
        for (FileKind kind : FileKind.values()) {
            if (NinePAttributes.mode(kind) == (mode & 0170000)) {
                return kind;
            }
        }
        throw new AssertionError("mode " + mode);
    }

    /** One of those that mean this reason to the client. */
    private static int number(FileFault.Reason reason) {
        for (int number = 1; number < ErrorNumbers.EDQUOT; number++) {
            if (NinePErrors.reason(number) == reason && reason != FileFault.Reason.IO) {
                return number;
            }
        }
        return ErrorNumbers.EIO;
    }
}

package dev.ristretto.kernel.filesystem.ninep;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileFault.Reason;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.VolumeStatus;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The requests of 9P2000.L, one method for each, which fails as the server says. A server that breaks the protocol is
 * asked nothing any more: every later request fails with IO. Not safe for use by several threads.
 */
final class NinePClient {
    /** The longest message that is of use. */
    private static final int LARGEST = 128 << 10;

    /** No offset in a directory: there are no more names. */
    static final long END = -1;

    /** The user as whom files are made, where the server lets clients choose: the one user of an instance. */
    private static final int ROOT_USER = 0;

    private final NinePTransport transport;
    private final NinePWriter request;
    private final byte[] reply;
    private int largest;
    private int tag;
    private @Nullable String broken;

    /** Agrees with the server on protocol and sizes; UNSUPPORTED if that cannot be. */
    NinePClient(NinePTransport transport) throws FileFault {
        this.transport = transport;
        largest = Math.min(transport.largest(), LARGEST);
        request = new NinePWriter(largest);
        reply = new byte[largest];
        tag = NinePMessage.NO_TAG;
        request.begin(NinePMessage.VERSION, tag).u32(largest).string(NinePMessage.DIALECT);
        long wanted = largest;
        Version version = ask(NinePMessage.VERSION, answer -> new Version(answer.u32(), answer.text()));
        if (!version.dialect.equals(NinePMessage.DIALECT)
                || version.largest < NinePMessage.SMALLEST
                || version.largest > wanted) {
            throw new FileFault(
                    Reason.UNSUPPORTED,
                    "the server speaks '" + version.dialect + "' in messages of " + version.largest + " bytes");
        }
        largest = (int) version.largest;
    }

    private record Version(long largest, String dialect) {}

    /** The root of a tree, as {@code fid}. */
    Qid attach(int fid, String tree) throws FileFault {
        begin(NinePMessage.ATTACH)
                .u32(fid)
                .u32(NinePMessage.NO_FID)
                .string("")
                .string(tree)
                .u32(ROOT_USER);
        return ask(NinePMessage.ATTACH, NinePReader::qid);
    }

    /** Makes {@code to} stand for what a directory has under a name. */
    Qid walk(int from, int to, String name) throws FileFault {
        begin(NinePMessage.WALK).u32(from).u32(to).u16(1).string(name);
        Qid qid = ask(NinePMessage.WALK, answer -> answer.u16() == 1 ? answer.qid() : null);
        if (qid == null) {
            throw breach("it went fewer steps than it was asked, and did not say why");
        }
        return qid;
    }

    /** Makes {@code to} stand for the same file, not opened. */
    void copy(int from, int to) throws FileFault {
        begin(NinePMessage.WALK).u32(from).u32(to).u16(0);
        if (ask(NinePMessage.WALK, NinePReader::u16) != 0) {
            throw breach("it went more steps than it was asked");
        }
    }

    /** Opens what a fid stands for. */
    void open(int fid, int flags) throws FileFault {
        begin(NinePMessage.OPEN).u32(fid).u32(flags);
        Opened unused = ask(NinePMessage.OPEN, Opened::read);
    }

    /** Makes a file in the directory that {@code fid} stands for, which then stands for the file, opened. */
    Qid create(int fid, String name, int flags, int permissions) throws FileFault {
        begin(NinePMessage.CREATE)
                .u32(fid)
                .string(name)
                .u32(flags)
                .u32(permissions)
                .u32(ROOT_USER);
        return ask(NinePMessage.CREATE, Opened::read).qid;
    }

    private record Opened(Qid qid, int unit) {
        static Opened read(NinePReader answer) {
            return new Opened(answer.qid(), answer.i32());
        }
    }

    /** Reads at most what fits into one message: how many bytes, 0 at the end. */
    int read(int fid, long position, ByteBuffer target) throws FileFault {
        int count = Math.min(target.remaining(), mostData());
        begin(NinePMessage.READ).u32(fid).u64(position).u32(count);
        ByteBuffer data = ask(NinePMessage.READ, answer -> answer.data(answer.u32()));
        int length = data.remaining();
        if (length > count) {
            throw breach("it gave " + length + " bytes of " + count);
        }
        target.put(data);
        return length;
    }

    /** Writes at most what fits into one message: how many bytes. */
    int write(int fid, long position, ByteBuffer source) throws FileFault {
        int count = Math.min(source.remaining(), mostData());
        int before = source.position();
        begin(NinePMessage.WRITE).u32(fid).u64(position).data(source, count);
        source.position(before);
        long written = ask(NinePMessage.WRITE, NinePReader::u32);
        if (written > count) {
            throw breach("it took " + written + " bytes of " + count);
        }
        source.position(before + (int) written);
        return (int) written;
    }

    /** Gives a fid back. It stands for nothing any more, whatever the server says. */
    void clunk(int fid) throws FileFault {
        begin(NinePMessage.CLUNK).u32(fid);
        boolean unused = ask(NinePMessage.CLUNK, answer -> true);
    }

    NinePAttributes attributes(int fid) throws FileFault {
        begin(NinePMessage.GETATTR).u32(fid).u64(NinePMessage.ALL_ATTRIBUTES);
        return ask(NinePMessage.GETATTR, NinePAttributes::read);
    }

    /** Sets what the change names. */
    void setAttributes(int fid, NinePChange change) throws FileFault {
        begin(NinePMessage.SETATTR).u32(fid);
        change.write(request);
        boolean unused = ask(NinePMessage.SETATTR, answer -> true);
    }

    /** The next names in an opened directory; the offset behind them, or {@link #END}. */
    long names(int fid, long offset, NinePNames target) throws FileFault {
        int count = mostData();
        begin(NinePMessage.READDIR).u32(fid).u64(offset).u32(count);
        NinePReader entries = ask(NinePMessage.READDIR, answer -> {
            ByteBuffer data = answer.data(answer.u32());
            return new NinePReader(data);
        });
        long next = END;
        while (entries.hasMore()) {
            entries.skip(Qid.SIZE);
            next = entries.i64();
            entries.skip(1);
            byte[] name = entries.string();
            if (entries.isShort()) {
                throw breach("it gave a part of a name in a directory");
            }
            target.add(name);
        }
        return next;
    }

    Qid makeDirectory(int directory, String name, int permissions) throws FileFault {
        begin(NinePMessage.MKDIR).u32(directory).string(name).u32(permissions).u32(ROOT_USER);
        return ask(NinePMessage.MKDIR, NinePReader::qid);
    }

    Qid makeLink(int directory, String name, String target) throws FileFault {
        begin(NinePMessage.SYMLINK).u32(directory).string(name).string(target).u32(ROOT_USER);
        return ask(NinePMessage.SYMLINK, NinePReader::qid);
    }

    /** A device, pipe or socket; {@code device} as Linux's dev_t of 32 bits. */
    Qid makeSpecial(int directory, String name, int mode, int device) throws FileFault {
        int major = device >>> 8 & 0xFFF;
        int minor = device & 0xFF | device >>> 12 & 0xFFF00;
        begin(NinePMessage.MKNOD)
                .u32(directory)
                .string(name)
                .u32(mode)
                .u32(major)
                .u32(minor)
                .u32(ROOT_USER);
        return ask(NinePMessage.MKNOD, NinePReader::qid);
    }

    String target(int fid) throws FileFault {
        begin(NinePMessage.READLINK).u32(fid);
        return ask(NinePMessage.READLINK, NinePReader::text);
    }

    void link(int directory, int existing, String name) throws FileFault {
        begin(NinePMessage.LINK).u32(directory).u32(existing).string(name);
        boolean unused = ask(NinePMessage.LINK, answer -> true);
    }

    void rename(int directory, String name, int target, String newName) throws FileFault {
        begin(NinePMessage.RENAMEAT).u32(directory).string(name).u32(target).string(newName);
        boolean unused = ask(NinePMessage.RENAMEAT, answer -> true);
    }

    void remove(int directory, String name, int flags) throws FileFault {
        begin(NinePMessage.UNLINKAT).u32(directory).string(name).u32(flags);
        boolean unused = ask(NinePMessage.UNLINKAT, answer -> true);
    }

    /** Returns when the contents of an opened file are durable. */
    void sync(int fid) throws FileFault {
        begin(NinePMessage.FSYNC).u32(fid).u32(0);
        boolean unused = ask(NinePMessage.FSYNC, answer -> true);
    }

    VolumeStatus status(int fid) throws FileFault {
        begin(NinePMessage.STATFS).u32(fid);
        return ask(NinePMessage.STATFS, answer -> {
            answer.skip(Integer.BYTES);
            long blockSize = answer.u32();
            long blocks = answer.i64();
            answer.skip(Long.BYTES);
            long available = answer.i64();
            long files = answer.i64();
            long freeFiles = answer.i64();
            answer.skip(Long.BYTES);
            int longest = Math.clamp(answer.u32(), 1, FileSystem.LONGEST_NAME);
            return new VolumeStatus(NinePVolume.TYPE, blockSize, blocks, available, files, freeFiles, longest);
        });
    }

    /** Asks nothing any more. */
    void close() {
        broken = "the folder is not mounted any more";
        transport.close();
    }

    private NinePWriter begin(int type) {
        tag = (tag + 1) % NinePMessage.NO_TAG;
        return request.begin(type, tag);
    }

    /** Bytes of data that fit into one message. */
    int mostData() {
        return largest - NinePMessage.DATA_HEADER;
    }

    /** Sends what was begun; {@code answer} reads the reply, which lasts until the next request. */
    private <T extends @Nullable Object> T ask(int type, Function<NinePReader, T> answer) throws FileFault {
        if (broken != null) {
            throw new FileFault(Reason.IO, broken);
        }
        int length;
        try {
            length = transport.exchange(request.end(), reply);
        } catch (FileFault e) {
            broken = "the server does not answer any more: " + e.getMessage();
            throw e;
        }
        if (length < NinePMessage.HEADER || length > reply.length) {
            throw breach("it sent a message of " + length + " bytes");
        }
        NinePReader reader = new NinePReader(reply, length);
        int given = reader.u8();
        int givenTag = reader.u16();
        if (givenTag != tag) {
            throw breach("it answered request " + givenTag + " instead of " + tag);
        }
        if (given == NinePMessage.ERROR_REPLY) {
            long number = reader.u32();
            if (reader.isWhole()) {
                throw new FileFault(NinePErrors.reason(number), "error " + number + " of the host");
            }
        }
        if (given != type + 1) {
            throw breach("it answered a request of type " + type + " with type " + given);
        }
        T result = answer.apply(reader);
        if (!reader.isWhole()) {
            throw breach("it sent a message of type " + given + " with another size than it says");
        }
        return result;
    }

    private FileFault breach(String what) {
        broken = "the server broke the protocol: " + what;
        return new FileFault(Reason.IO, broken);
    }
}

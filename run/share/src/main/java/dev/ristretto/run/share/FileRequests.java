package dev.ristretto.run.share;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import dev.ristretto.kernel.filesystem.ninep.NinePReader;
import dev.ristretto.kernel.filesystem.ninep.NinePWriter;
import dev.ristretto.kernel.filesystem.ninep.Qid;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/** The requests that concern one file: its contents and its properties. */
final class FileRequests {
    private static final int SEEK_SET = 0;

    /** Flags of OPEN that say what is so anyway: O_LARGEFILE. */
    private static final int MEANINGLESS = 0100000;

    /** Of struct statfs of x86-64 what is behind type, sizes, counts and identity: the longest name. */
    private static final int STATFS_NAME = 64;

    // struct linux_dirent64.
    private static final int ENTRY_OFFSET = 8;
    private static final int ENTRY_LENGTH = 16;
    private static final int ENTRY_TYPE = 18;
    private static final int ENTRY_NAME = 19;

    /** A name in a directory takes at most so many bytes more in a message than Linux has for it. */
    private static final int NAME_HEADER = Qid.SIZE + Long.BYTES + 1 + Short.BYTES;

    private final LinuxCalls calls;
    private final HostStatus status;
    private final MemorySegment data;
    private final FileChanges changes;

    FileRequests(LinuxCalls calls, HostStatus status, Arena arena) {
        this.calls = calls;
        this.status = status;
        data = arena.allocate(FolderSession.LARGEST, Long.BYTES);
        changes = new FileChanges(calls, status, arena);
    }

    /** @param largest bytes of an answer */
    void serve(int type, SharedFile file, NinePReader request, NinePWriter answer, int largest)
            throws CallFault, IOException {
        switch (type) {
            case NinePMessage.READ -> read(file, request, answer, largest);
            case NinePMessage.WRITE -> write(file, request, answer);
            case NinePMessage.READDIR -> names(file, request, answer, largest);
            case NinePMessage.GETATTR -> {
                request.skip(Long.BYTES);
                FolderSession.requireWhole(request);
                status.of(file.place()).write(answer);
            }
            case NinePMessage.SETATTR -> changes.make(file, request);
            case NinePMessage.READLINK -> {
                FolderSession.requireWhole(request);
                int length = (int) calls.call(
                        SystemCalls.READLINKAT,
                        file.place(),
                        calls.text(new byte[0]),
                        data.address(),
                        LinuxCalls.PATH_ROOM,
                        0);
                answer.string(data.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE));
            }
            case NinePMessage.STATFS -> {
                FolderSession.requireWhole(request);
                tellFileSystem(file, answer);
            }
            default -> {
                int dataOnly = request.i32();
                FolderSession.requireWhole(request);
                long unused = calls.call(
                        dataOnly == 0 ? SystemCalls.FSYNC : SystemCalls.FDATASYNC, file.opened(), 0, 0, 0, 0);
            }
        }
    }

    /**
     * Opens a file or a directory; EPERM for what leads out of the folder, such as a device, and if a file that gives
     * rights of its owner would be written.
     */
    void open(SharedFile file, int flags) throws CallFault {
        int access = flags & NinePMessage.ACCESS;
        int others = flags & ~(NinePMessage.ACCESS | NinePMessage.DIRECTORY | MEANINGLESS);
        if (access == NinePMessage.ACCESS || others != 0) {
            throw new CallFault(ErrorNumbers.EINVAL);
        }
        if (file.isOpened()) {
            throw new CallFault(ErrorNumbers.EBADF);
        }
        boolean toWrite = access != NinePMessage.READ_ONLY;
        int mode = status.of(file.place()).mode();
        boolean known = status.is(HostStatus.REGULAR) || status.is(HostStatus.DIRECTORY);
        if (!known || toWrite && (mode & HostStatus.OTHERS_RIGHTS) != 0) {
            throw new CallFault(ErrorNumbers.EPERM);
        }
        int kind = flags & NinePMessage.DIRECTORY;
        file.open(calls.reopen(file.place(), access | kind | LinuxCalls.NONBLOCK | LinuxCalls.NO_TERMINAL), toWrite);
    }

    private void read(SharedFile file, NinePReader request, NinePWriter answer, int largest)
            throws CallFault, IOException {
        long position = request.i64();
        int room = room(request.u32(), largest);
        FolderSession.requireWhole(request);
        int count = (int) calls.call(SystemCalls.PREAD64, file.opened(), data.address(), room, position, 0);
        answer.data(data.asSlice(0, count).asByteBuffer(), count);
    }

    private void write(SharedFile file, NinePReader request, NinePWriter answer) throws CallFault, IOException {
        long position = request.i64();
        ByteBuffer bytes = request.data(request.u32());
        FolderSession.requireWhole(request);
        int length = bytes.remaining();
        MemorySegment.copy(bytes.array(), bytes.position(), data, ValueLayout.JAVA_BYTE, 0, length);
        answer.u32(calls.call(SystemCalls.PWRITE64, file.opened(), data.address(), length, position, 0));
    }

    /** Names from an offset on, each with the offset behind it. */
    private void names(SharedFile file, NinePReader request, NinePWriter answer, int largest)
            throws CallFault, IOException {
        long offset = request.i64();
        int room = room(request.u32(), largest);
        FolderSession.requireWhole(request);
        int directory = file.opened();
        long unused = calls.call(SystemCalls.LSEEK, directory, offset, SEEK_SET, 0, 0);
        int length = (int) calls.call(SystemCalls.GETDENTS64, directory, data.address(), room, 0, 0);
        NinePWriter names = new NinePWriter(room + NinePMessage.HEADER).begin(0, 0);
        int size = 0;
        for (int at = 0; at < length; ) {
            byte[] name = name(at);
            size += NAME_HEADER + name.length;
            if (size > room) {
                size -= NAME_HEADER + name.length;
                break;
            }
            int type = data.get(ValueLayout.JAVA_BYTE, at + ENTRY_TYPE);
            names.qid(new Qid(type == 4 ? Qid.DIRECTORY : type == 10 ? Qid.LINK : 0, 0, i64(at)));
            names.u64(i64(at + ENTRY_OFFSET)).u8(type).string(name);
            at += Short.toUnsignedInt(data.get(ValueLayout.JAVA_SHORT_UNALIGNED, at + ENTRY_LENGTH));
        }
        answer.data(names.end().position(NinePMessage.HEADER), size);
    }

    private byte[] name(int entry) {
        int from = entry + ENTRY_NAME;
        int end = from;
        while (data.get(ValueLayout.JAVA_BYTE, end) != 0) {
            end++;
        }
        return data.asSlice(from, end - from).toArray(ValueLayout.JAVA_BYTE);
    }

    private void tellFileSystem(SharedFile file, NinePWriter answer) throws CallFault {
        long unused = calls.call(SystemCalls.FSTATFS, file.place(), data.address(), 0, 0, 0);
        answer.u32(i64(0)).u32(i64(Long.BYTES));
        for (int at = 2 * Long.BYTES; at < STATFS_NAME; at += Long.BYTES) {
            answer.u64(i64(at));
        }
        answer.u32(i64(STATFS_NAME));
    }

    /** How many of the bytes that a client wants fit into an answer. */
    private static int room(long wanted, int largest) {
        return (int) Math.min(wanted, largest - NinePMessage.DATA_HEADER);
    }

    private long i64(int offset) {
        return data.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
    }
}

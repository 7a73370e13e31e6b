package dev.ristretto.run.share;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import dev.ristretto.kernel.filesystem.ninep.NinePWriter;
import dev.ristretto.kernel.filesystem.ninep.Qid;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/** Asks Linux for the properties of files (statx(2)) and keeps the last answer. For one thread. */
final class HostStatus {
    static final int KIND = 0170000;
    static final int DIRECTORY = 0040000;
    static final int REGULAR = 0100000;
    static final int LINK = 0120000;

    /** Set-user-ID and set-group-ID: who runs such a file gets its owner's rights. */
    static final int OTHERS_RIGHTS = 06000;

    private static final int EMPTY_PATH = 0x1000;
    private static final int NO_FOLLOW = 0x100;
    private static final int BASIC_AND_BIRTH = 0xFFF;
    private static final byte[] EMPTY = {};

    // struct statx.
    private static final int SIZE = 256;
    private static final int MASK = 0;
    private static final int BLOCK_SIZE = 4;
    private static final int LINKS = 16;
    private static final int USER = 20;
    private static final int GROUP = 24;
    private static final int MODE = 28;
    private static final int INODE = 32;
    private static final int LENGTH = 40;
    private static final int BLOCKS = 48;
    private static final int ACCESSED = 64;
    private static final int CREATED = 80;
    private static final int CHANGED = 96;
    private static final int MODIFIED = 112;
    private static final int SPECIAL_MAJOR = 128;
    private static final int SPECIAL_MINOR = 132;
    private static final int DEVICE_MAJOR = 136;
    private static final int DEVICE_MINOR = 140;

    /** With more file systems below one folder, their files would share numbers. */
    private static final int MOST_DEVICES = 256;

    private static final int DEVICE_SHIFT = 56;

    private final LinuxCalls calls;
    private final MemorySegment answer;
    private final Map<Long, Integer> devices = new HashMap<>();

    HostStatus(LinuxCalls calls, Arena arena) {
        this.calls = calls;
        answer = arena.allocate(SIZE, Long.BYTES);
    }

    /** Asks for the file that a descriptor stands for. */
    HostStatus of(int descriptor) throws CallFault {
        return ask(descriptor, EMPTY, EMPTY_PATH);
    }

    /** Asks for what a directory has under a name. */
    HostStatus of(int directory, byte[] name) throws CallFault {
        return ask(directory, name, NO_FOLLOW);
    }

    private HostStatus ask(int descriptor, byte[] name, int flags) throws CallFault {
        long unused =
                calls.call(SystemCalls.STATX, descriptor, calls.text(name), flags, BASIC_AND_BIRTH, answer.address());
        return this;
    }

    /** Kind and permissions. */
    int mode() {
        return Short.toUnsignedInt(answer.get(ValueLayout.JAVA_SHORT, MODE));
    }

    /** Whether it is a kind of {@link #KIND}. */
    boolean is(int kind) {
        return (mode() & KIND) == kind;
    }

    /** How the client calls the file: by its inode number, and which of the file systems below the folder it is on. */
    Qid qid() {
        int type = is(DIRECTORY) ? Qid.DIRECTORY : is(LINK) ? Qid.LINK : 0;
        return new Qid(type, 0, i64(INODE) ^ device() << DEVICE_SHIFT);
    }

    private long device() {
        long device = (long) i32(DEVICE_MAJOR) << Integer.SIZE | Integer.toUnsignedLong(i32(DEVICE_MINOR));
        Integer known = devices.get(device);
        if (known == null) {
            known = Math.min(devices.size(), MOST_DEVICES - 1);
            if (devices.size() < MOST_DEVICES) {
                devices.put(device, known);
            }
        }
        return known;
    }

    /** Writes an Rgetattr. */
    void write(NinePWriter reply) {
        reply.u64(i32(MASK) & NinePMessage.ALL_ATTRIBUTES)
                .qid(qid())
                .u32(mode())
                .u32(i32(USER));
        reply.u32(i32(GROUP)).u64(Integer.toUnsignedLong(i32(LINKS)));
        long major = Integer.toUnsignedLong(i32(SPECIAL_MAJOR));
        long minor = Integer.toUnsignedLong(i32(SPECIAL_MINOR));
        reply.u64(minor & 0xFF | major << 8 | (minor & ~0xFFL) << 12);
        reply.u64(i64(LENGTH)).u64(i32(BLOCK_SIZE)).u64(i64(BLOCKS));
        for (int time : new int[] {ACCESSED, MODIFIED, CHANGED, CREATED}) {
            reply.u64(i64(time)).u64(i32(time + Long.BYTES));
        }
        // Generation and version are not told.
        reply.u64(0).u64(0);
    }

    private int i32(int offset) {
        return answer.get(ValueLayout.JAVA_INT, offset);
    }

    private long i64(int offset) {
        return answer.get(ValueLayout.JAVA_LONG, offset);
    }
}

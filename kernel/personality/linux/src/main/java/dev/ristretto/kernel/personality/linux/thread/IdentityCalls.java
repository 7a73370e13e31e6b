package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.personality.linux.thread.traits.Identity;
import dev.ristretto.kernel.personality.linux.thread.traits.ProcessTraits;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Users, groups and capabilities (credentials(7), capabilities(7)). */
final class IdentityCalls {
    private static final int MOST_GROUPS = 65536;

    // struct __user_cap_header_struct and __user_cap_data_struct.
    private static final int VERSION_1 = 0x1998_0330;
    private static final int VERSION_2 = 0x2007_1026;
    private static final int VERSION_3 = 0x2008_0522;
    private static final int DATA_SIZE = 12;

    /** All capabilities, CAP_CHECKPOINT_RESTORE being the last. */
    private static final long ALL = (1L << 41) - 1;

    void addTo(CallTable table) {
        table.set(
                SystemCalls.GETUID,
                caller -> Integer.toUnsignedLong(user(caller).real()));
        table.set(
                SystemCalls.GETEUID,
                caller -> Integer.toUnsignedLong(user(caller).effective()));
        table.set(
                SystemCalls.GETGID,
                caller -> Integer.toUnsignedLong(group(caller).real()));
        table.set(
                SystemCalls.GETEGID,
                caller -> Integer.toUnsignedLong(group(caller).effective()));
        addTo(table, IdentityCalls::user, SystemCalls.SETUID, SystemCalls.SETREUID, SystemCalls.SETRESUID);
        addTo(table, IdentityCalls::group, SystemCalls.SETGID, SystemCalls.SETREGID, SystemCalls.SETRESGID);
        table.set(SystemCalls.GETRESUID, caller -> tell(caller, user(caller)));
        table.set(SystemCalls.GETRESGID, caller -> tell(caller, group(caller)));
        table.set(SystemCalls.SETFSUID, caller -> setForFiles(caller, user(caller)));
        table.set(SystemCalls.SETFSGID, caller -> setForFiles(caller, group(caller)));
        table.set(SystemCalls.GETGROUPS, this::getGroups);
        table.set(SystemCalls.SETGROUPS, this::setGroups);
        table.set(SystemCalls.CAPGET, this::capabilities);
        table.set(SystemCalls.CAPSET, this::setCapabilities);
    }

    /** Which of the two kinds of identity a call is about. */
    private interface Kind {
        Identity of(Caller caller);
    }

    private static void addTo(CallTable table, Kind kind, int one, int both, int all) {
        table.set(one, caller -> {
            kind.of(caller).setOne(caller.intArgument(0), isPrivileged(caller));
            return 0;
        });
        table.set(both, caller -> {
            kind.of(caller).setBoth(caller.intArgument(0), caller.intArgument(1), isPrivileged(caller));
            return 0;
        });
        table.set(all, caller -> {
            kind.of(caller)
                    .set(caller.intArgument(0), caller.intArgument(1), caller.intArgument(2), isPrivileged(caller));
            return 0;
        });
    }

    private static ProcessTraits traits(Caller caller) {
        return ProgramThread.of(caller).owner().traits();
    }

    private static Identity user(Caller caller) {
        return traits(caller).user;
    }

    private static Identity group(Caller caller) {
        return traits(caller).group;
    }

    private static boolean isPrivileged(Caller caller) {
        return traits(caller).isPrivileged();
    }

    private static long tell(Caller caller, Identity identity) throws PosixException {
        caller.memory().putInt(caller.argument(0), identity.real());
        caller.memory().putInt(caller.argument(1), identity.effective());
        caller.memory().putInt(caller.argument(2), identity.saved());
        return 0;
    }

    private static long setForFiles(Caller caller, Identity identity) {
        return Integer.toUnsignedLong(identity.setForFiles(caller.intArgument(0), isPrivileged(caller)));
    }

    private long getGroups(Caller caller) throws PosixException {
        int[] groups = traits(caller).groups;
        int size = caller.intArgument(0);
        if (size < 0 || size != 0 && size < groups.length) {
            throw new PosixException(Errno.EINVAL);
        }
        if (size != 0) {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Integer.BYTES * groups.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(groups);
            caller.memory().write(caller.argument(1), bytes.array());
        }
        return groups.length;
    }

    private long setGroups(Caller caller) throws PosixException {
        if (!isPrivileged(caller)) {
            throw new PosixException(Errno.EPERM);
        }
        int size = caller.intArgument(0);
        if (size < 0 || size > MOST_GROUPS) {
            throw new PosixException(Errno.EINVAL);
        }
        int[] groups = new int[size];
        ByteBuffer.wrap(caller.memory().bytes(caller.argument(1), Integer.BYTES * size))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .get(groups);
        traits(caller).groups = groups;
        return 0;
    }

    private long capabilities(Caller caller) throws PosixException {
        int count = dataCount(caller);
        long data = caller.argument(1);
        if (count == 0) {
            if (data == 0) {
                return 0; // a question for the version only
            }
            throw new PosixException(Errno.EINVAL);
        }
        LinuxProcess unused = GroupCalls.process(caller, caller.memory().getInt(caller.argument(0) + Integer.BYTES));
        if (data != 0) {
            long held = isPrivileged(caller) ? ALL : 0;
            ByteBuffer bytes = ByteBuffer.allocate(DATA_SIZE * count).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < count; i++) {
                int part = (int) (held >>> Integer.SIZE * i);
                bytes.putInt(part).putInt(part).putInt(0);
            }
            caller.memory().write(data, bytes.array());
        }
        return 0;
    }

    private long setCapabilities(Caller caller) throws PosixException {
        int count = dataCount(caller);
        if (count == 0) {
            throw new PosixException(Errno.EINVAL);
        }
        byte[] unused = caller.memory().bytes(caller.argument(1), DATA_SIZE * count);
        if (!isPrivileged(caller)) {
            throw new PosixException(Errno.EPERM);
        }
        return 0; // nothing asks for them
    }

    /** How many parts a set has in the version that the program speaks; 0, and the newest is told, if it is none. */
    private static int dataCount(Caller caller) throws PosixException {
        UserMemory memory = caller.memory();
        return switch (memory.getInt(caller.argument(0))) {
            case VERSION_1 -> 1;
            case VERSION_2, VERSION_3 -> 2;
            default -> {
                memory.putInt(caller.argument(0), VERSION_3);
                yield 0;
            }
        };
    }
}

package dev.ristretto.run.share;

import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.filesystem.ninep.NinePMessage;
import dev.ristretto.kernel.filesystem.ninep.NinePReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Sets properties of files (Tsetattr). Of several, those before one that fails are set. */
final class FileChanges {
    /** utimensat(2): this time becomes now, or stays. */
    private static final long NOW = 0x3FFF_FFFF;

    private static final long UNCHANGED = 0x3FFF_FFFE;
    private static final int NOBODY = -1;

    private final LinuxCalls calls;
    private final HostStatus status;
    /** Two struct timespec. */
    private final MemorySegment times;

    FileChanges(LinuxCalls calls, HostStatus status, Arena arena) {
        this.calls = calls;
        this.status = status;
        times = arena.allocate(4L * Long.BYTES, Long.BYTES);
    }

    void make(SharedFile file, NinePReader request) throws CallFault, IOException {
        int what = request.i32();
        int permissions = request.i32();
        int user = request.i32();
        int group = request.i32();
        long size = request.i64();
        setTime(0, what, NinePMessage.SET_ACCESSED, NinePMessage.ACCESSED_GIVEN, request);
        setTime(1, what, NinePMessage.SET_MODIFIED, NinePMessage.MODIFIED_GIVEN, request);
        FolderSession.requireWhole(request);
        int place = file.place();
        if (has(what, NinePMessage.SET_MODE)) {
            int harmless = NameRequests.harmless(permissions);
            long unused = calls.call(SystemCalls.CHMOD, calls.itself(place), harmless, 0, 0, 0);
        }
        if (has(what, NinePMessage.SET_USER | NinePMessage.SET_GROUP)) {
            int newUser = has(what, NinePMessage.SET_USER) ? user : NOBODY;
            int newGroup = has(what, NinePMessage.SET_GROUP) ? group : NOBODY;
            long unused = calls.call(SystemCalls.CHOWN, calls.itself(place), newUser, newGroup, 0, 0);
        }
        if (has(what, NinePMessage.SET_SIZE)) {
            resize(file, size);
        }
        if (has(what, NinePMessage.SET_ACCESSED | NinePMessage.SET_MODIFIED)) {
            long unused =
                    calls.call(SystemCalls.UTIMENSAT, LinuxCalls.NOWHERE, calls.itself(place), times.address(), 0, 0);
        }
    }

    private void resize(SharedFile file, long size) throws CallFault {
        if ((status.of(file.place()).mode() & HostStatus.OTHERS_RIGHTS) != 0) {
            throw new CallFault(ErrorNumbers.EPERM);
        }
        if (file.isWritable()) {
            long unused = calls.call(SystemCalls.FTRUNCATE, file.opened(), size, 0, 0, 0);
        } else {
            long unused = calls.call(SystemCalls.TRUNCATE, calls.itself(file.place()), size, 0, 0, 0);
        }
    }

    private void setTime(int index, int what, int isSet, int isGiven, NinePReader request) {
        long seconds = request.i64();
        long nanoseconds = request.i64();
        long part = !has(what, isSet) ? UNCHANGED : has(what, isGiven) ? nanoseconds : NOW;
        times.setAtIndex(ValueLayout.JAVA_LONG, 2L * index, seconds);
        times.setAtIndex(ValueLayout.JAVA_LONG, 2L * index + 1, part);
    }

    private static boolean has(int what, int bits) {
        return (what & bits) != 0;
    }
}

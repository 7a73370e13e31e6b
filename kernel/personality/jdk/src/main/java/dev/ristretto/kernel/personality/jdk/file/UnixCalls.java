package dev.ristretto.kernel.personality.jdk.file;

import dev.ristretto.kernel.personality.jdk.Descriptors;
import dev.ristretto.kernel.personality.jdk.ErrorTranslator;
import dev.ristretto.kernel.personality.jdk.Handles;
import dev.ristretto.kernel.personality.jdk.NativeMemory;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.FileSystemStatus;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.ProcessFiles;
import dev.ristretto.kernel.system.SystemInstance;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What sun.nio.fs hands to system calls and takes from them, in the terms of posix. */
final class UnixCalls {
    /** SUPPORTS_BIRTHTIME of sun.nio.fs.UnixNativeDispatcher: stat fills the time of creation. */
    static final int CAPABILITIES = 1 << 16;

    /** Failures as the JDK's UnixException, which is checked but cannot be named here. */
    static final ErrorTranslator<RuntimeException> UNIX = failure -> {
        Object exception = new Target_sun_nio_fs_UnixException(failure.errno().number());
        throw UnixCalls.<RuntimeException>undeclared((Throwable) exception);
    };

    private static final int COPY_SIZE = 64 * 1024;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private static final Handles<Iterator<String>> DIRECTORIES = new Handles<>();

    private UnixCalls() {}

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // The compiler must take it for unchecked.
    private static <X extends Throwable> X undeclared(Throwable exception) throws X {
        throw (X) exception;
    }

    static ProcessFiles files() {
        return SystemInstance.process().files();
    }

    static String text(Target_sun_nio_fs_UnixPath path) {
        return text(path.getByteArrayForSysCalls());
    }

    static String text(byte[] path) {
        return new String(path, StandardCharsets.UTF_8);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The errno of an operation that reports it as its result, 0 if all is well. */
    static int errno(ErrorTranslator.Action action) {
        try {
            action.run();
            return 0;
        } catch (PosixException e) {
            return e.errno().number();
        }
    }

    /** A number for {@link #nextName}. */
    static long openDirectory(String path) throws PosixException {
        return DIRECTORIES.add(files().names(path));
    }

    static byte @Nullable [] nextName(long directory) {
        Iterator<String> names = DIRECTORIES.get(directory);
        return names.hasNext() ? bytes(names.next()) : null;
    }

    static void closeDirectory(long directory) {
        DIRECTORIES.remove(directory);
    }

    static void fill(Target_sun_nio_fs_UnixFileAttributes attributes, FileStatus status) {
        attributes.st_mode = status.mode();
        attributes.st_ino = status.inode();
        attributes.st_dev = status.device();
        attributes.st_nlink = status.links();
        attributes.st_uid = status.owner().user();
        attributes.st_gid = status.owner().group();
        attributes.st_size = status.size();
        attributes.st_atime_sec = Math.floorDiv(status.accessed(), NANOS_PER_SECOND);
        attributes.st_atime_nsec = Math.floorMod(status.accessed(), NANOS_PER_SECOND);
        attributes.st_mtime_sec = Math.floorDiv(status.modified(), NANOS_PER_SECOND);
        attributes.st_mtime_nsec = Math.floorMod(status.modified(), NANOS_PER_SECOND);
        attributes.st_ctime_sec = Math.floorDiv(status.changed(), NANOS_PER_SECOND);
        attributes.st_ctime_nsec = Math.floorMod(status.changed(), NANOS_PER_SECOND);
        attributes.st_birthtime_sec = Math.floorDiv(status.created(), NANOS_PER_SECOND);
        attributes.st_birthtime_nsec = Math.floorMod(status.created(), NANOS_PER_SECOND);
        attributes.birthtime_available = status.inode() != 0;
    }

    static void fill(Target_sun_nio_fs_UnixFileStoreAttributes attributes, String path) throws PosixException {
        FileSystemStatus status = files().fileSystem(path);
        attributes.f_frsize = status.blockSize();
        attributes.f_blocks = status.blocks();
        attributes.f_bfree = status.free();
        attributes.f_bavail = status.free();
    }

    static List<Target_sun_nio_fs_UnixMountEntry> mountEntries() {
        List<Target_sun_nio_fs_UnixMountEntry> entries = new ArrayList<>();
        for (FileSystemStatus status : files().fileSystems()) {
            Target_sun_nio_fs_UnixMountEntry entry = new Target_sun_nio_fs_UnixMountEntry();
            entry.name = bytes(status.type());
            entry.dir = bytes(status.path());
            entry.fstype = bytes(status.type());
            entry.opts = bytes(status.readOnly() ? "ro" : "rw");
            entry.dev = status.device();
            entries.add(entry);
        }
        return entries;
    }

    /** Copies from one descriptor's position to the other's, up to the end. */
    static void copy(int target, int source) throws PosixException {
        OpenFile to = Descriptors.table().get(target);
        OpenFile from = Descriptors.table().get(source);
        ByteBuffer buffer = ByteBuffer.allocate(COPY_SIZE);
        while (from.read(buffer) > 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                if (to.write(buffer) < 0) {
                    throw new PosixException(Errno.EBADF);
                }
            }
            buffer.clear();
        }
    }

    /** read(2): how many bytes, 0 at the end of the file; EAGAIN if there are none yet and the file does not block. */
    static int read(int fd, long address, int count) throws PosixException {
        int result = Descriptors.table().get(fd).read(NativeMemory.buffer(address, count));
        return result == OpenFile.END_OF_FILE ? 0 : transferred(result);
    }

    /** write(2): how many bytes; EAGAIN if there is no room yet and the file does not block. */
    static int write(int fd, long address, int count) throws PosixException {
        return transferred(Descriptors.table().get(fd).write(NativeMemory.buffer(address, count)));
    }

    private static int transferred(int result) throws PosixException {
        return switch (result) {
            case OpenFile.WOULD_BLOCK -> throw new PosixException(Errno.EAGAIN);
            case OpenFile.INTERRUPTED -> throw new PosixException(Errno.EBADF);
            default -> result;
        };
    }

    /** The name of a user or group, null if there is none of that number. */
    static byte @Nullable [] nameOf(int number) {
        String name = Credentials.nameOf(number);
        return name == null ? null : bytes(name);
    }
}

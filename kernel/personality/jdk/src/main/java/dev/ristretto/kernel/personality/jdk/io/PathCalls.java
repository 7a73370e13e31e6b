package dev.ristretto.kernel.personality.jdk.io;

import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.personality.jdk.ErrorTranslator;
import dev.ristretto.kernel.personality.jdk.JdkExceptions;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.FileSystemStatus;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.ProcessFiles;
import dev.ristretto.kernel.system.SystemInstance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What java.io.File's natives do with paths. */
final class PathCalls {
    // BA_* of java.io.FileSystem.
    private static final int EXISTS = 1;
    private static final int REGULAR = 2;
    private static final int DIRECTORY = 4;

    // SPACE_* of java.io.FileSystem.
    private static final int SPACE_TOTAL = 0;

    private static final int ALL_MAY_READ_AND_WRITE = 0666;
    private static final int ALL_MAY_ALL = 0777;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private PathCalls() {}

    /** Without "." and ".." and, as far as the path exists, without symbolic links. */
    static String canonical(String path) throws IOException {
        String known = path.isEmpty() ? "/" : path;
        String rest = "";
        while (true) {
            try {
                String real = files().realPath(known);
                return rest.isEmpty() ? real : normalize(real.equals("/") ? rest : real + rest);
            } catch (PosixException e) {
                if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR) {
                    throw JdkExceptions.IO.translate(e);
                }
            }
            int slash = known.lastIndexOf('/');
            rest = (slash < 0 ? "/" + known : known.substring(slash)) + rest;
            known = slash <= 0 ? "/" : known.substring(0, slash);
        }
    }

    /** Removes empty names, "." and ".." by text alone. */
    private static String normalize(String path) {
        String result = "";
        for (int from = 0; from < path.length(); ) {
            int slash = path.indexOf('/', from);
            int end = slash < 0 ? path.length() : slash;
            String name = path.substring(from, end);
            if (name.equals("..")) {
                result = result.substring(0, Math.max(0, result.lastIndexOf('/')));
            } else if (!name.isEmpty() && !name.equals(".")) {
                result = result + "/" + name;
            }
            from = end + 1;
        }
        return result.isEmpty() ? "/" : result;
    }

    static int attributes(String path) {
        return ask(
                () -> switch (files().status(path, true).kind()) {
                    case FileStatus.REGULAR -> EXISTS | REGULAR;
                    case FileStatus.DIRECTORY -> EXISTS | DIRECTORY;
                    default -> EXISTS;
                },
                0);
    }

    static boolean exists(String path) {
        return attributes(path) != 0;
    }

    static long modifiedMillis(String path) {
        return ask(() -> files().status(path, true).modified() / NANOS_PER_MILLI, 0L);
    }

    static boolean setModifiedMillis(String path, long millis) {
        return succeeds(
                () -> files().setTimes(path, true, files().status(path, true).accessed(), millis * NANOS_PER_MILLI));
    }

    static long length(String path) {
        return ask(() -> files().status(path, true).size(), 0L);
    }

    static boolean changePermissions(String path, int bits, boolean set) {
        return succeeds(() -> {
            int permissions = files().status(path, true).permissions();
            files().setPermissions(path, set ? permissions | bits : permissions & ~bits);
        });
    }

    /** Whether the file was made; false if there was one. */
    static boolean create(String path) throws IOException {
        try {
            files().create(path, ALL_MAY_READ_AND_WRITE);
            return true;
        } catch (PosixException e) {
            if (e.errno() == Errno.EEXIST) {
                return false;
            }
            throw JdkExceptions.IO.translate(e);
        }
    }

    static boolean createDirectory(String path) {
        return succeeds(() -> files().makeDirectory(path, ALL_MAY_ALL));
    }

    static boolean delete(String path) {
        return succeeds(() -> {
            if (files().status(path, false).kind() == FileStatus.DIRECTORY) {
                files().removeDirectory(path);
            } else {
                files().unlink(path);
            }
        });
    }

    static boolean rename(String from, String to) {
        return succeeds(() -> files().rename(from, to));
    }

    static String @Nullable [] list(String path) {
        List<String> names = new ArrayList<>();
        return succeeds(() -> files().names(path).forEachRemaining(names::add)) ? names.toArray(String[]::new) : null;
    }

    static long space(String path, int kind) {
        return ask(
                () -> {
                    FileSystemStatus status = files().fileSystem(path);
                    return status.blockSize() * (kind == SPACE_TOTAL ? status.blocks() : status.free());
                },
                0L);
    }

    static long longestName() {
        return FileSystem.LONGEST_NAME;
    }

    private static ProcessFiles files() {
        return SystemInstance.process().files();
    }

    private static <T> T ask(ErrorTranslator.Call<T> call, T otherwise) {
        try {
            return call.call();
        } catch (PosixException e) {
            return otherwise;
        }
    }

    private static boolean succeeds(ErrorTranslator.Action action) {
        try {
            action.run();
            return true;
        } catch (PosixException e) {
            return false;
        }
    }
}

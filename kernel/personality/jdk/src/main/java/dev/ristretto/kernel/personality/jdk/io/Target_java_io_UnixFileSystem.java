package dev.ristretto.kernel.personality.jdk.io;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.io.File;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What java.io.File asks of the file system; failures are {@code false}, 0 or {@code null}, as the class promises. */
@TargetClass(className = "java.io.UnixFileSystem")
final class Target_java_io_UnixFileSystem {
    private Target_java_io_UnixFileSystem() {}

    @Substitute
    private static void initIDs() {}

    @Substitute
    private String canonicalize0(String path) throws IOException {
        return PathCalls.canonical(path);
    }

    @Substitute
    private int getBooleanAttributes0(File file) {
        return PathCalls.attributes(file.getPath());
    }

    @Substitute
    private boolean checkAccess0(File file, int access) {
        return PathCalls.exists(file.getPath());
    }

    @Substitute
    private long getLastModifiedTime0(File file) {
        return PathCalls.modifiedMillis(file.getPath());
    }

    @Substitute
    private long getLength0(File file) {
        return PathCalls.length(file.getPath());
    }

    @Substitute
    private boolean setPermission0(File file, int access, boolean enable, boolean ownerOnly) {
        return PathCalls.changePermissions(file.getPath(), ownerOnly ? access << 6 : access * 0111, enable);
    }

    @Substitute
    private boolean createFileExclusively0(String path) throws IOException {
        return PathCalls.create(path);
    }

    @Substitute
    private boolean delete0(File file) {
        return PathCalls.delete(file.getPath());
    }

    @Substitute
    private String @Nullable [] list0(File file) {
        return PathCalls.list(file.getPath());
    }

    @Substitute
    private boolean createDirectory0(File file) {
        return PathCalls.createDirectory(file.getPath());
    }

    @Substitute
    private boolean rename0(File from, File to) {
        return PathCalls.rename(from.getPath(), to.getPath());
    }

    @Substitute
    private boolean setLastModifiedTime0(File file, long millis) {
        return PathCalls.setModifiedMillis(file.getPath(), millis);
    }

    @Substitute
    private boolean setReadOnly0(File file) {
        return PathCalls.changePermissions(file.getPath(), 0222, false);
    }

    @Substitute
    private long getSpace0(File file, int kind) {
        return PathCalls.space(file.getPath(), kind);
    }

    @Substitute
    private long getNameMax0(String path) {
        return PathCalls.longestName();
    }
}

package dev.ristretto.run.volume.files;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.run.host.PermissionBits;
import dev.ristretto.run.host.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.CopyOption;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/**
 * Copies files of a tree to this computer, for its user: permissions without those that give somebody's rights away
 * (set-user-ID, set-group-ID), times, holes; symbolic links as they are. Whatever the tree holds, nothing is written
 * but to what was made here: a folder is always a new one, nobody else's until it is complete, and what has a name in
 * it already is neither followed nor replaced. Not safe for use by several threads.
 */
public final class CopyOut {
    /** Between two of these a hole is looked for. */
    private static final int PIECE = 1 << 16;

    private final ProblemListener problems;
    private final LongConsumer progress;
    private final ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
    private final Set<Long> seen = new HashSet<>();
    private long files;
    private long folders;
    private long bytes;
    private long skipped;
    private long failed;

    /**
     * Nothing was copied yet.
     *
     * @param problems is told what is left out
     * @param progress is told how many bytes were copied, many times
     */
    public CopyOut(ProblemListener problems, LongConsumer progress) {
        this.problems = problems;
        this.progress = progress;
    }

    /** What was copied. */
    public CopyCount count() {
        return new CopyCount(files, folders, bytes, skipped, failed);
    }

    /** A folder that is being copied; its names come one after another. */
    private record Open(Directory directory, String path, Path target, Iterator<String> names) {}

    /**
     * Copies a file, or a folder with all that is in it.
     *
     * @param target a folder that is there, in which the copy gets its own name; else the copy
     * @param recursively whether folders may be copied
     * @throws IOException if it cannot be copied at all, or this computer cannot take more; what single files have
     *     wrong is told as a problem
     */
    public void copy(FileTree tree, String path, Path target, boolean recursively) throws IOException {
        Inode inode = tree.find(path, false);
        if (inode instanceof Directory && !recursively) {
            throw new IOException(path + ": is a folder\nAdd -r to copy it with all that is in it");
        }
        try {
            Path place = place(path, target);
            if (inode instanceof RegularFile file) {
                copyFile(file, place, StandardCopyOption.REPLACE_EXISTING);
            } else {
                copyAll(inode, path, place);
            }
        } catch (FileFault e) {
            throw FileWords.failure(path, e);
        } catch (InvalidPathException e) {
            throw new IOException(path + ": cannot be a name on this computer\nSay how to call the copy", e);
        } catch (FileAlreadyExistsException e) {
            throw new IOException("there is a " + e.getFile() + " already\nRemove it or name another one", e);
        }
    }

    private static Path place(String path, Path target) throws IOException {
        if (!Files.isDirectory(target)) {
            return target;
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.isEmpty()) {
            throw new IOException("there is a folder " + target + " already, and " + path
                    + " has no name of its own\nName a folder that is to be made");
        }
        return target.resolve(name);
    }

    private void copyAll(Inode inode, String path, Path target) throws IOException, FileFault {
        Deque<Open> open = new ArrayDeque<>();
        copy(inode, path, target, open);
        while (!open.isEmpty()) {
            Open folder = open.peek();
            if (folder.names.hasNext()) {
                copyNext(folder, folder.names.next(), open);
            } else {
                open.pop();
                setProperties(folder.target, folder.directory);
            }
        }
    }

    private void copyNext(Open folder, String name, Deque<Open> open) throws IOException {
        String path = FileTree.join(folder.path, name);
        try {
            byte[] unused = FileNames.check(name);
            copy(FileTree.require(folder.directory, name), path, folder.target.resolve(name), open);
        } catch (FileFault e) {
            fail(path, FileWords.words(e));
        } catch (InvalidPathException e) {
            fail(path, "cannot be a name on this computer");
        } catch (FileAlreadyExistsException e) {
            fail(path, "is there twice");
        } catch (FileSystemException e) {
            if (!isOfOneFile(e)) {
                // In the exception's own message the name would stand as it is.
                throw new IOException(path.replaceAll("\\p{Cntrl}", "?") + ": " + e.getReason(), e);
            }
            fail(path, "is too deep for this computer");
        } catch (IOException e) {
            if (!isOfOneFile(e)) {
                throw e;
            }
            fail(path, "is too large for this computer");
        }
    }

    private static boolean isOfOneFile(IOException failure) {
        String words = String.valueOf(failure.getMessage());
        return words.contains("File name too long") || words.contains("File too large");
    }

    private void fail(String path, String reason) {
        failed++;
        problems.tell(path + ": " + reason);
    }

    /** Copies what has no contents of its own, a file, or the beginning of a folder. */
    private void copy(Inode inode, String path, Path target, Deque<Open> open) throws IOException, FileFault {
        switch (inode) {
            case Directory directory -> {
                if (!seen.add(directory.number())) {
                    throw new FileFault(FileFault.Reason.CORRUPT, "is a folder with more than one name");
                }
                Iterator<String> names = new TreeSet<>(directory.names()).iterator();
                Path unused = Files.createDirectory(target, PrivateFiles.FOLDER);
                folders++;
                open.push(new Open(directory, path, target, names));
            }
            case RegularFile file -> copyFile(file, target);
            case SymbolicLink link -> {
                String text = link.target();
                if (text.isEmpty()) {
                    throw new FileFault(FileFault.Reason.CORRUPT, "is a symbolic link to nothing");
                }
                Path made =
                        Files.createSymbolicLink(target, target.getFileSystem().getPath(text));
                view(made).setTimes(modified(link), accessed(link), null);
                files++;
            }
            default -> {
                skipped++;
                problems.tell(path + ": a device, pipe or socket is not copied");
            }
        }
    }

    private void copyFile(RegularFile file, Path target, CopyOption... options) throws IOException, FileFault {
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder + " to copy to");
        }
        try (FreshFile fresh = new FreshFile(folder)) {
            copyContents(file, fresh.channel());
            setProperties(fresh.path(), file);
            fresh.moveTo(target, options);
        }
        files++;
    }

    private void copyContents(RegularFile file, FileChannel target) throws IOException, FileFault {
        long size = file.size();
        for (long at = file.skipHole(0); at < size; at = file.skipHole(at)) {
            int count = file.read(at, piece.clear());
            if (count <= 0) {
                throw new FileFault(FileFault.Reason.CORRUPT, "has " + at + " bytes of " + size);
            }
            piece.flip();
            while (piece.hasRemaining()) {
                at += target.write(piece, at);
            }
            bytes += count;
            progress.accept(bytes);
        }
        if (target.size() < size) {
            int unused = target.write(ByteBuffer.allocate(1), size - 1);
        }
    }

    /** Times come first: who may not read a file cannot set them. */
    private static void setProperties(Path copy, Inode inode) throws IOException {
        PosixFileAttributeView view = view(copy);
        view.setTimes(modified(inode), accessed(inode), null);
        view.setPermissions(PermissionBits.permissions(inode.permissions()));
    }

    private static PosixFileAttributeView view(Path copy) {
        return Files.getFileAttributeView(copy, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static FileTime modified(Inode inode) {
        return FileTime.from(FileEntry.instant(inode.modified()));
    }

    private static FileTime accessed(Inode inode) {
        return FileTime.from(FileEntry.instant(inode.accessed()));
    }
}

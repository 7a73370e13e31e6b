package dev.ristretto.run.volume.files;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.run.host.FolderEntries;
import dev.ristretto.run.host.PermissionBits;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Copies files of this computer to a tree of files, where they are root's: permissions but set-user-ID and the like,
 * times, and symbolic links as they are. Each file is there as a whole or not at all; a folder that is there already
 * takes what is new, and files of the same names are replaced. Not safe for use by several threads.
 */
public final class CopyIn {
    /** What a file is called as long as it is not complete. */
    static final String UNFINISHED = ".ristretto.unfinished";

    private static final int WINDOW = 1 << 20;

    /** What becomes a hole if it is zero. */
    private static final int PIECE = 1 << 16;

    private static final ByteBuffer ZEROS = ByteBuffer.allocate(PIECE).asReadOnlyBuffer();
    private static final int PRIVATE = 0600;
    private static final int FOLDER = 0755;

    private final FileTree tree;
    private final ProblemListener problems;
    private final LongConsumer progress;
    private final BooleanSupplier ending;
    private final ByteBuffer window = ByteBuffer.allocateDirect(WINDOW);
    private long files;
    private long folders;
    private long bytes;
    private long skipped;

    /**
     * Nothing was copied yet.
     *
     * @param tree where copies go to; it can be changed
     * @param problems is told what is left out
     * @param progress is told how many bytes were copied, many times
     * @param ending whether to stop with what is complete
     */
    public CopyIn(FileTree tree, ProblemListener problems, LongConsumer progress, BooleanSupplier ending) {
        this.tree = tree;
        this.problems = problems;
        this.progress = progress;
        this.ending = ending;
    }

    /** What was copied; it stays if a copy fails later. */
    public CopyCount count() {
        return new CopyCount(files, folders, bytes, skipped, 0);
    }

    /** A folder that is being copied; what is in it comes one after another. */
    private record Open(Path source, Directory copy, Iterator<Path> entries) {}

    /**
     * Copies files, and folders with all that is in them.
     *
     * @param target a folder that is there, in which copies get their own names; else the copy of a single source,
     *     whose folder is there
     * @param recursively whether folders may be copied
     */
    public void copy(List<Path> sources, String target, boolean recursively) throws IOException {
        if (sources.size() > 1) {
            Directory unused = folder(target);
        }
        for (Path source : sources) {
            copy(source, target, recursively);
        }
    }

    private void copy(Path source, String target, boolean recursively) throws IOException {
        PosixFileAttributes attributes = attributes(source);
        if (attributes.isDirectory() && !recursively) {
            throw new IOException(source + ": is a folder\nAdd -r to copy it with all that is in it");
        }
        Deque<Open> open = new ArrayDeque<>();
        Place place = place(source, target);
        copy(source, attributes, place, open);
        while (!open.isEmpty()) {
            Open folder = open.peek();
            if (folder.entries.hasNext()) {
                Path entry = folder.entries.next();
                copy(entry, attributes(entry), new Place(folder.copy, name(entry)), open);
            } else {
                open.pop();
                attempt(folder.source, () -> setProperties(folder.copy, attributes(folder.source)));
            }
        }
    }

    /** A name in a folder of the tree. */
    private record Place(Directory folder, String name) {}

    private Place place(Path source, String target) throws IOException {
        int slash = target.lastIndexOf('/');
        String name = target.substring(slash + 1);
        Directory above = folder(slash <= 0 ? "/" : target.substring(0, slash));
        try {
            Inode there = name.isEmpty() ? above : above.find(name);
            if (there instanceof SymbolicLink) {
                there = tree.find(target, true);
            }
            return there instanceof Directory folder
                    ? new Place(folder, name(source.toAbsolutePath().normalize()))
                    : new Place(above, name);
        } catch (FileFault e) {
            throw FileWords.failure(target, e);
        }
    }

    private Directory folder(String path) throws IOException {
        if (tree.find(path, true) instanceof Directory folder) {
            return folder;
        }
        throw new IOException(path + ": is no folder");
    }

    private static String name(Path path) throws IOException {
        Path name = path.getFileName();
        if (name == null) {
            throw new IOException(path + " has no name of its own\nName what is in it");
        }
        if (name.toString().indexOf('\uFFFD') >= 0) {
            throw new IOException(path + ": the name is no text in UTF-8\nRename it");
        }
        return name.toString();
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private void copy(Path source, PosixFileAttributes attributes, Place place, Deque<Open> open) throws IOException {
        requireTime();
        if (attributes.isDirectory()) {
            Iterator<Path> entries = FolderEntries.of(source).stream().sorted().iterator();
            attempt(source, () -> {
                open.push(new Open(source, makeFolder(place), entries));
                folders++;
            });
        } else if (attributes.isSymbolicLink()) {
            String target = Files.readSymbolicLink(source).toString();
            attempt(source, () -> {
                clear(place.folder);
                setProperties(place.folder.createSymbolicLink(UNFINISHED, target), attributes);
                finish(place);
            });
        } else if (attributes.isRegularFile()) {
            try (SeekableByteChannel channel =
                    Files.newByteChannel(source, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
                attempt(source, () -> copyFile(channel, attributes, place));
            }
        } else {
            skipped++;
            problems.tell(source + ": a device, pipe or socket is not copied");
        }
    }

    private Directory makeFolder(Place place) throws FileFault {
        Inode there = place.folder.find(place.name);
        if (there == null) {
            return place.folder.createDirectory(place.name, FOLDER);
        }
        if (there instanceof Directory directory) {
            return directory;
        }
        throw new FileFault(FileFault.Reason.EXISTS, place.name);
    }

    private void copyFile(SeekableByteChannel source, PosixFileAttributes attributes, Place place)
            throws IOException, FileFault {
        clear(place.folder);
        RegularFile copy = place.folder.createFile(UNFINISHED, PRIVATE);
        try {
            long size = 0;
            for (int count; (count = fill(source)) > 0; size += count) {
                requireTime();
                writeWindow(copy, size);
            }
            copy.truncate(size);
            setProperties(copy, attributes);
            finish(place);
        } catch (IOException | FileFault e) {
            clear(place.folder);
            throw e;
        }
    }

    /** What was being copied when a process was killed has this name still. */
    private static void clear(Directory folder) throws FileFault {
        Inode left = folder.find(UNFINISHED);
        if (left != null) {
            folder.remove(UNFINISHED);
        }
    }

    /** Gives what is complete its name. */
    private void finish(Place place) throws FileFault {
        try {
            if (place.folder.find(place.name) instanceof Directory) {
                throw new FileFault(FileFault.Reason.EXISTS, place.name);
            }
            place.folder.rename(UNFINISHED, place.folder, place.name, true);
            files++;
        } catch (FileFault e) {
            clear(place.folder);
            throw e;
        }
    }

    private int fill(SeekableByteChannel source) throws IOException {
        window.clear();
        while (window.hasRemaining() && source.read(window) >= 0) {
            continue;
        }
        window.flip();
        return window.remaining();
    }

    private void writeWindow(RegularFile copy, long position) throws FileFault {
        int size = window.limit();
        for (int start = 0; start < size; start += PIECE) {
            ByteBuffer piece = window.slice(start, Math.min(PIECE, size - start));
            if (piece.mismatch(ZEROS.slice(0, piece.remaining())) >= 0) {
                for (long at = position + start; piece.hasRemaining(); ) {
                    at += copy.write(at, piece);
                }
                bytes += piece.limit();
            }
        }
        progress.accept(bytes);
    }

    private void setProperties(Inode copy, PosixFileAttributes attributes) throws FileFault {
        long now = tree.now();
        copy.setPermissions(PermissionBits.of(attributes.permissions()), now);
        copy.setTimes(nanoseconds(attributes.lastAccessTime()), nanoseconds(attributes.lastModifiedTime()), now);
    }

    private static long nanoseconds(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }

    private void requireTime() throws InterruptedIOException {
        if (ending.getAsBoolean()) {
            throw new InterruptedIOException("interrupted");
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException, FileFault;
    }

    private static void attempt(Path source, Step step) throws IOException {
        try {
            step.run();
        } catch (FileFault e) {
            throw FileWords.failure(source.toString(), e);
        }
    }
}

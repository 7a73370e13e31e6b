package dev.ristretto.run.volume.files;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.Volume;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files that can be read. Paths are absolute, and symbolic links among them stay inside of the tree. Not safe for use
 * by several threads. All methods throw {@link IOException} with a message for people.
 */
public final class FileTree {
    private static final int WINDOW = 1 << 20;

    private final FileSystem files;

    private FileTree(FileSystem files) {
        this.files = files;
    }

    /** The files of a volume. */
    public static FileTree of(Volume volume) {
        return new FileTree(new FileSystem(volume));
    }

    /** The files of a volume, and nothing else, as they are for whoever finds it at a path. */
    public static FileTree of(Volume volume, String path) throws FileFault {
        FileSystem files = new FileSystem(new MemoryVolume(0, volume::now));
        StringBuilder above = new StringBuilder();
        for (String name : path.substring(1).split("/")) {
            Directory unused =
                    files.createDirectory(above.append('/').append(name).toString(), 0755);
        }
        files.mount(path, volume);
        return new FileTree(files);
    }

    /** Is told what is in folders. */
    @FunctionalInterface
    public interface Listing {
        /**
         * Called for each folder, before those that are in it.
         *
         * @param path of the folder
         * @param entries what is in it, by name
         */
        void folder(String path, List<FileEntry> entries) throws IOException;
    }

    /**
     * What is at a path, which is followed if it is a symbolic link: a folder's contents, or the file itself.
     *
     * @param recursively whether also of all folders below, each once, whatever names it has
     * @param problems is told in a line each what cannot be read
     */
    public void list(String path, boolean recursively, Listing listing, ProblemListener problems) throws IOException {
        Inode inode = find(path, true);
        if (!(inode instanceof Directory directory)) {
            try {
                listing.folder(path, List.of(FileEntry.of(path, inode)));
            } catch (FileFault e) {
                throw FileWords.failure(path, e);
            }
            return;
        }
        Set<Long> seen = new HashSet<>(Set.of(directory.number()));
        Deque<Place> open = new ArrayDeque<>(List.of(new Place(directory, path)));
        while (!open.isEmpty()) {
            Place place = open.pop();
            List<Place> below = list(place, listing, problems);
            Collections.reverse(below);
            for (Place next : below) {
                if (recursively && seen.add(next.directory.number())) {
                    open.push(next);
                }
            }
        }
    }

    private record Place(Directory directory, String path) {}

    private static List<Place> list(Place place, Listing listing, ProblemListener problems) throws IOException {
        List<FileEntry> entries = new ArrayList<>();
        List<Place> below = new ArrayList<>();
        try {
            for (String name : new TreeSet<>(place.directory.names())) {
                String path = join(place.path, name);
                try {
                    Inode inode = require(place.directory, name);
                    entries.add(FileEntry.of(name, inode));
                    if (inode instanceof Directory directory) {
                        below.add(new Place(directory, path));
                    }
                } catch (FileFault e) {
                    problems.tell(path + ": " + FileWords.words(e));
                }
            }
        } catch (FileFault e) {
            problems.tell(place.path + ": " + FileWords.words(e));
        }
        listing.folder(place.path, entries);
        return below;
    }

    /** Copies all bytes of a file, holes as zeros. */
    public void read(String path, OutputStream target) throws IOException {
        Inode inode = find(path, true);
        if (!(inode instanceof RegularFile file)) {
            throw new IOException(path + ": is " + (inode instanceof Directory ? "a folder" : "no file with bytes"));
        }
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        try {
            for (long at = 0; file.read(at, window.clear()) > 0; at += window.position()) {
                target.write(window.array(), 0, window.position());
            }
        } catch (FileFault e) {
            throw FileWords.failure(path, e);
        }
        target.flush();
    }

    /** Now, by the clock that stamps the files. */
    long now() {
        return files.now();
    }

    /** What is at a path. */
    Inode find(String path, boolean follow) throws IOException {
        try {
            return files.find(path, follow);
        } catch (FileFault e) {
            throw FileWords.failure(path, e);
        }
    }

    /** What a name that is listed stands for. */
    static Inode require(Directory directory, String name) throws FileFault {
        Inode inode = directory.find(name);
        if (inode == null) {
            throw new FileFault(FileFault.Reason.CORRUPT, "is listed, but not found by its name");
        }
        return inode;
    }

    static String join(String folder, String name) {
        return (folder.endsWith("/") ? folder : folder + "/") + name;
    }
}

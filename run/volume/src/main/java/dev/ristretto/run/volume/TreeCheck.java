package dev.ristretto.run.volume;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import dev.ristretto.kernel.filesystem.Volume;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Walks through all directories of a volume and reads everything. */
final class TreeCheck {
    private static final int WINDOW = 1 << 20;

    private final Volume volume;
    private final Consumer<String> faults;
    private final VolumeProgress progress;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW);
    private final Deque<Place> open = new ArrayDeque<>();
    private final Set<Long> directories = new HashSet<>();
    private final Map<Long, Names> files = new HashMap<>();
    private long bytes;

    TreeCheck(Volume volume, Consumer<String> faults, VolumeProgress progress) {
        this.volume = volume;
        this.faults = faults;
        this.progress = progress;
    }

    /** A directory and the path that has led to it. */
    private record Place(Directory directory, String path) {}

    /** How many names a file has by itself, by its inode, and one of them. */
    private static final class Names {
        private final String path;
        private final int links;
        private int found;

        Names(String path, int links) {
            this.path = path;
            this.links = links;
        }
    }

    /** Tells of all faults. */
    void run() {
        Directory root = volume.root();
        boolean unused = directories.add(root.number());
        open.push(new Place(root, "/"));
        while (!open.isEmpty()) {
            check(open.pop());
        }
        for (Names names : files.values()) {
            if (names.found != names.links) {
                faults.accept(names.path + ": " + names.links + " names by its inode, but " + names.found + " found");
            }
        }
    }

    /** How many directories there are. */
    long directories() {
        return directories.size();
    }

    /** How many other files there are; several names of a file count once. */
    long files() {
        return files.size();
    }

    private void check(Place place) {
        attempt(place.path(), () -> {
            checkAttributes(place.directory());
            for (String name : place.directory().names()) {
                String path = (place.path().equals("/") ? "" : place.path()) + "/" + name;
                attempt(path, () -> check(place.directory(), name, path));
            }
        });
    }

    private void check(Directory parent, String name, String path) throws FileFault {
        Inode inode = parent.find(name);
        if (inode == null) {
            faults.accept(path + ": is listed, but not found by its name");
        } else if (inode instanceof Directory directory) {
            if (!directories.add(directory.number())) {
                faults.accept(path + ": a directory with more than one name");
                return;
            }
            open.push(new Place(directory, path));
            if (directory.parent().number() != parent.number()) {
                faults.accept(path + ": another directory is named as the one above it");
            }
        } else {
            Names names = files.get(inode.number());
            if (names == null) {
                names = new Names(path, inode.links());
                files.put(inode.number(), names);
                names.found++;
                readAll(inode);
            } else {
                names.found++;
            }
        }
    }

    private void readAll(Inode inode) throws FileFault {
        checkAttributes(inode);
        if (inode instanceof SymbolicLink link) {
            String unused = link.target();
        } else if (inode instanceof RegularFile file) {
            long at = 0;
            for (int count = 0; count >= 0; at += count) {
                count = file.read(at, window.clear());
                if (count < 0) {
                    break;
                }
                bytes += count;
                progress.advanced(bytes, -1);
            }
            if (at != file.size()) {
                throw new FileFault(FileFault.Reason.CORRUPT, at + " bytes of " + file.size());
            }
        }
    }

    private static void checkAttributes(Inode inode) throws FileFault {
        for (String name : inode.attributes()) {
            if (inode.attribute(name) == null) {
                throw new FileFault(FileFault.Reason.CORRUPT, "its attribute " + name + " is listed, but not found");
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws FileFault;
    }

    private void attempt(String path, Step step) {
        try {
            step.run();
        } catch (FileFault e) {
            faults.accept(path + ": " + e.getMessage());
        }
    }
}

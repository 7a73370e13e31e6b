package dev.ristretto.kernel.filesystem;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Uses a volume that may be damaged: every use may fail as files do, and in no other way. */
public final class TreeProbe {
    private static final int MOST_BYTES = 1 << 16;

    private TreeProbe() {}

    /** Fills an empty volume with files of all kinds. */
    public static void populate(Volume volume) throws FileFault {
        Random random = new Random(3);
        Directory large = volume.root().createDirectory("large", 0755);
        for (int i = 0; i < 200; i++) {
            RegularFile unused = large.createFile("some name of file number " + i, 0644);
        }
        for (int i = 0; i < 12; i++) {
            Directory directory = volume.root().createDirectory("directory" + i, 0755);
            RegularFile file = directory.createFile("file", 0644);
            for (int part = 0; part < i * 4; part++) {
                byte[] bytes = new byte[1024];
                random.nextBytes(bytes);
                int unused = file.write(part * 2048L, ByteBuffer.wrap(bytes));
            }
            file.setAttribute("user.a", new byte[i * 20], 1);
            directory.link("link", file);
            SymbolicLink unused = directory.createSymbolicLink("short", "file");
            unused = directory.createSymbolicLink("long", "x".repeat(100 + i));
        }
        RegularFile orphan = volume.root().createFile("orphan", 0600);
        int unused = orphan.write(0, ByteBuffer.allocate(5000));
        orphan.open();
        volume.root().remove("orphan");
    }

    /** Reads at most that many files, wherever names lead. */
    public static void walk(Volume volume, int most) {
        ArrayDeque<Directory> waiting = new ArrayDeque<>();
        waiting.add(volume.root());
        for (int seen = 0; seen < most && !waiting.isEmpty(); ) {
            Directory directory = waiting.poll();
            for (String name : names(directory)) {
                seen++;
                try {
                    Inode inode = directory.find(name);
                    if (inode instanceof Directory below && seen < most) {
                        waiting.add(below);
                    }
                    look(inode);
                } catch (FileFault e) {
                    continue;
                }
            }
        }
    }

    private static void look(@Nullable Inode inode) throws FileFault {
        switch (inode) {
            case RegularFile file -> {
                int unused = file.read(0, ByteBuffer.allocate(MOST_BYTES));
                unused = file.read(Math.max(0, file.size() - 10), ByteBuffer.allocate(10));
            }
            case SymbolicLink link -> {
                String unused = link.target();
            }
            case Directory directory -> {
                Directory unused = directory.parent();
            }
            case null, default -> {}
        }
        if (inode != null) {
            for (String name : inode.attributes()) {
                byte[] unused = inode.attribute(name);
            }
        }
    }

    /** Changes things, as far as they let themselves be changed. */
    public static void change(Volume volume, Random random, int steps) {
        List<Directory> directories = new ArrayList<>(List.of(volume.root()));
        for (int step = 0; step < steps; step++) {
            Directory directory = directories.get(random.nextInt(directories.size()));
            List<String> names = names(directory);
            String name = names.isEmpty() || random.nextInt(3) == 0
                    ? "new" + random.nextInt(20)
                    : names.get(random.nextInt(names.size()));
            try {
                change(directory, name, directories.get(random.nextInt(directories.size())), random, directories);
            } catch (FileFault e) {
                continue;
            }
        }
    }

    private static void change(
            Directory directory, String name, Directory other, Random random, List<Directory> directories)
            throws FileFault {
        Inode inode = directory.find(name);
        if (inode instanceof Directory below && directories.size() < 50) {
            directories.add(below);
        }
        switch (random.nextInt(8)) {
            case 0 -> directory.remove(name);
            case 1 -> directory.rename(name, other, "moved" + random.nextInt(20), random.nextBoolean());
            case 2 -> {
                Directory unused = directory.createDirectory(name, 0755);
            }
            case 3 -> {
                RegularFile unused = directory.createFile(name, 0644);
            }
            case 4 -> directory.removeDirectory(name);
            case 5 -> {
                if (inode != null) {
                    inode.setAttribute("user.x", new byte[random.nextInt(300)], 5);
                }
            }
            default -> {
                if (inode instanceof RegularFile file) {
                    int unused = file.write(random.nextInt(60_000), ByteBuffer.allocate(random.nextInt(20_000)));
                    file.truncate(random.nextInt(40_000));
                }
            }
        }
    }

    private static List<String> names(Directory directory) {
        try {
            return directory.names();
        } catch (FileFault e) {
            return List.of();
        }
    }
}

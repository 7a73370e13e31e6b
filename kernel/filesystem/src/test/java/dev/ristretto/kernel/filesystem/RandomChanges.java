package dev.ristretto.kernel.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Does the same random things to a volume and to a model of it, and compares what both say. */
public final class RandomChanges {
    private static final int LARGEST_WRITE = 40_000;
    private static final long SECOND = 1_000_000_000;
    /** Kinds of steps: those that take a name away, and one that does not. */
    private static final int FIRST_REMOVING = 7;

    private static final int LAST_REMOVING = 11;
    private static final int CONTENTS = 15;

    private final Random random;
    private final String what;
    private final int spread;
    private Volume volume;
    private boolean onlySeconds;
    private boolean attributes = true;
    private boolean ofUser;
    private boolean removing = true;
    private final Volume model;
    private final List<Pair> opened = new ArrayList<>();

    /** The same file in both. */
    private record Pair(Inode tested, Inode model) {}

    @FunctionalInterface
    private interface Action<T> {
        T on(Inode directory) throws FileFault;
    }

    /** Changes of {@code volume}; {@code spread} is how many names a directory may have, about. */
    public RandomChanges(long seed, Volume volume, Volume model, int spread) {
        random = new Random(seed);
        what = "seed " + seed;
        this.volume = volume;
        this.model = model;
        this.spread = spread;
    }

    /** Says whether the volume knows only whole seconds, until 2038. */
    public RandomChanges onlySeconds(boolean value) {
        onlySeconds = value;
        return this;
    }

    /** Leaves extended attributes out, which the volume does not have. */
    public RandomChanges withoutAttributes() {
        attributes = false;
        return this;
    }

    /** Takes no names away, which the volume does in another way. */
    public RandomChanges withoutRemoving() {
        removing = false;
        return this;
    }

    /**
     * Says that the files of the volume are those of a user of a host: he may do what their permissions allow him,
     * makes no devices, and nobody gets more rights by his files.
     */
    public RandomChanges ofUser() {
        ofUser = true;
        return this;
    }

    /** Goes on with the same volume, mounted again. Files must not be open. */
    public void mounted(Volume again) {
        volume = again;
    }

    /** Closes all files. */
    public void closeAll() {
        for (Pair pair : opened) {
            pair.tested().close();
            pair.model().close();
        }
        opened.clear();
    }

    /** Does one thing. */
    public void step(int number) throws FileFault {
        String where = what + ", step " + number;
        Pair directory = directory();
        String name = name();
        int kind = random.nextInt(20);
        switch (!removing && FIRST_REMOVING <= kind && kind <= LAST_REMOVING ? CONTENTS : kind) {
            case 0, 1, 2 -> both(where, directory, d -> ((Directory) d).createFile(name, ofUser ? 0600 : 0644));
            case 3 -> both(where, directory, d -> ((Directory) d).createDirectory(name, ofUser ? 0700 : 0750));
            case 4 -> {
                String target = "x".repeat(1 + random.nextInt(random.nextInt(4) == 0 ? 900 : 70));
                both(where, directory, d -> ((Directory) d).createSymbolicLink(name, target));
            }
            case 5 -> {
                FileKind special = List.of(FileKind.PIPE, FileKind.SOCKET, FileKind.DEVICE, FileKind.BLOCK_DEVICE)
                        .get(random.nextInt(ofUser ? 2 : 4));
                boolean numbered = special == FileKind.DEVICE || special == FileKind.BLOCK_DEVICE;
                int device = numbered ? random.nextInt(1 << 20) : 0;
                both(where, directory, d -> ((Directory) d).createSpecial(name, special, device, 0600));
            }
            case 6 -> {
                Pair file = inode(directory);
                if (file != null) {
                    both(where, directory, d -> {
                        ((Directory) d).link(name, d.equals(directory.tested()) ? file.tested() : file.model());
                        return true;
                    });
                }
            }
            case 7, 8 ->
                both(where, directory, d -> {
                    ((Directory) d).remove(name);
                    return true;
                });
            case 9 ->
                both(where, directory, d -> {
                    ((Directory) d).removeDirectory(name);
                    return true;
                });
            case 10, 11 -> {
                Pair target = directory();
                String newName = name();
                boolean replace = random.nextBoolean();
                both(where, directory, d -> {
                    Inode to = d.equals(directory.tested()) ? target.tested() : target.model();
                    ((Directory) d).rename(name, (Directory) to, newName, replace);
                    return true;
                });
            }
            case 12 -> properties(where, inode(directory));
            case 13 -> {
                Pair file = inode(directory);
                if (file != null && file.tested() instanceof RegularFile && opened.size() < 8) {
                    file.tested().open();
                    file.model().open();
                    opened.add(file);
                }
            }
            case 14 -> {
                if (!opened.isEmpty()) {
                    Pair pair = opened.remove(random.nextInt(opened.size()));
                    pair.tested().close();
                    pair.model().close();
                }
            }
            default -> {
                boolean open = !opened.isEmpty() && random.nextInt(3) == 0;
                contents(where, open ? opened.get(random.nextInt(opened.size())) : inode(directory));
            }
        }
    }

    /** Compares all of both. */
    public void compare(String where) throws FileFault {
        compare(what + ", " + where, "/", volume.root(), model.root());
    }

    private void compare(String where, String path, Inode tested, Inode expected) throws FileFault {
        String place = where + ": " + path;
        assertThat(tested.kind()).as(place).isEqualTo(expected.kind());
        assertThat(tested.permissions()).as(place).isEqualTo(expected.permissions());
        assertThat(tested.attributes()).as(place).containsExactlyInAnyOrderElementsOf(expected.attributes());
        for (String name : expected.attributes()) {
            assertThat(tested.attribute(name)).as(place + " " + name).isEqualTo(expected.attribute(name));
        }
        switch (expected) {
            case Directory directory -> {
                List<String> names = directory.names();
                assertThat(((Directory) tested).names()).as(place).containsExactlyInAnyOrderElementsOf(names);
                for (String name : names) {
                    Inode found = Objects.requireNonNull(((Directory) tested).find(name), place + " " + name);
                    compare(where, path + name + "/", found, Objects.requireNonNull(directory.find(name)));
                }
            }
            case RegularFile file -> {
                assertThat(tested.links()).as(place).isEqualTo(file.links());
                assertThat(tested.size()).as(place).isEqualTo(file.size());
                byte[] bytes = bytes((RegularFile) tested, 0, (int) file.size());
                assertThat(bytes).as(place).isEqualTo(bytes(file, 0, (int) file.size()));
            }
            case SymbolicLink link ->
                assertThat(((SymbolicLink) tested).target()).as(place).isEqualTo(link.target());
            case SpecialFile special ->
                assertThat(((SpecialFile) tested).device()).as(place).isEqualTo(special.device());
            case DeviceFile device -> throw new AssertionError(device);
        }
    }

    private void properties(String where, @Nullable Pair file) throws FileFault {
        if (file == null) {
            return;
        }
        int bits = ofUser ? random.nextInt(0100) | 0700 : random.nextInt(010000);
        long time = onlySeconds ? random.nextInt(Integer.MAX_VALUE) * SECOND : random.nextLong(1L << 62);
        long later = onlySeconds ? time + SECOND : time + 1;
        String name = "user." + (char) ('a' + random.nextInt(5));
        byte[] value = random.nextInt(4) == 0 ? null : new byte[random.nextInt(random.nextInt(3) == 0 ? 600 : 40)];
        if (value != null) {
            random.nextBytes(value);
        }
        both(where, file, inode -> {
            if (!ofUser || !(inode instanceof SymbolicLink)) {
                inode.setPermissions(bits, time);
            }
            inode.setTimes(time, later, later);
            return true;
        });
        if (attributes) {
            both(where, file, inode -> {
                inode.setAttribute(name, value, time);
                return true;
            });
        }
        assertThat(file.tested().accessed()).as(where).isEqualTo(file.model().accessed());
        assertThat(file.tested().modified()).as(where).isEqualTo(file.model().modified());
    }

    private void contents(String where, @Nullable Pair pair) throws FileFault {
        if (pair == null || !(pair.tested() instanceof RegularFile tested)) {
            return;
        }
        RegularFile expected = (RegularFile) pair.model();
        int position = random.nextInt((int) Math.min(expected.size() + LARGEST_WRITE, 2_000_000));
        switch (random.nextInt(4)) {
            case 0 -> {
                int length = random.nextInt(LARGEST_WRITE);
                assertThat(bytes(tested, position, length)).as(where).isEqualTo(bytes(expected, position, length));
            }
            case 1 ->
                both(where, pair, inode -> {
                    ((RegularFile) inode).truncate(position);
                    return true;
                });
            default -> {
                byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 200 : LARGEST_WRITE)];
                random.nextBytes(bytes);
                boolean append = random.nextInt(3) == 0;
                write(where, tested, expected, append ? (int) expected.size() : position, bytes);
            }
        }
    }

    /** What does not fit into the volume is not written to the model either. */
    private static void write(String where, RegularFile tested, RegularFile expected, int position, byte[] bytes)
            throws FileFault {
        int count;
        try {
            count = tested.write(position, ByteBuffer.wrap(bytes));
        } catch (FileFault e) {
            if (e.reason() == FileFault.Reason.IO) {
                throw e;
            }
            assertThat(e.reason()).as(where).isEqualTo(FileFault.Reason.NO_SPACE);
            return;
        }
        assertThat(expected.write(position, ByteBuffer.wrap(bytes, 0, count)))
                .as(where)
                .isEqualTo(count);
    }

    private static byte[] bytes(RegularFile file, int position, int length) throws FileFault {
        ByteBuffer target = ByteBuffer.allocate(length);
        int count = file.read(position, target);
        byte[] bytes = new byte[Math.max(count, 0)];
        target.flip().get(bytes);
        return bytes;
    }

    private static <T> void both(String where, Pair pair, Action<T> action) throws FileFault {
        FileFault.Reason tested = attempt(action, pair.tested());
        if (tested != FileFault.Reason.NO_SPACE) {
            assertThat(tested).as(where).isEqualTo(attempt(action, pair.model()));
        }
    }

    private static <T> FileFault.@Nullable Reason attempt(Action<T> action, Inode inode) throws FileFault {
        try {
            T unused = action.on(inode);
            return null;
        } catch (FileFault e) {
            if (e.reason() == FileFault.Reason.CORRUPT || e.reason() == FileFault.Reason.IO) {
                throw e;
            }
            return e.reason();
        }
    }

    private Pair directory() throws FileFault {
        Directory tested = volume.root();
        Directory expected = model.root();
        while (random.nextInt(3) > 0) {
            String name = name();
            if (!(expected.find(name) instanceof Directory below)) {
                break;
            }
            tested = (Directory) Objects.requireNonNull(tested.find(name));
            expected = below;
        }
        return new Pair(tested, expected);
    }

    private @Nullable Pair inode(Pair directory) throws FileFault {
        String name = name();
        Inode expected = ((Directory) directory.model()).find(name);
        return expected == null
                ? null
                : new Pair(Objects.requireNonNull(((Directory) directory.tested()).find(name)), expected);
    }

    /** Few of many names, some of which are long. */
    private String name() {
        int number = random.nextInt(spread);
        return number % 5 == 0 ? "n" + number + "-é".repeat(number % 70) : "n" + number;
    }
}

package dev.ristretto.kernel.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Random work on a volume, remembered step by step, so that it can be checked what a power cut has left: all names
 * as they
 * were after some step that was not before the last sync, and the contents of all files that were not touched since.
 */
public final class PowerCutLoad {
    private static final int NAMES = 14;
    private static final int LONGEST = 60_000;

    private final Random random;
    private final IntSupplier writes;
    private final List<State> states = new ArrayList<>();
    private final Map<Integer, byte[]> contents = new HashMap<>();
    private final TreeMap<String, Integer> names = new TreeMap<>();
    private int lastFile;
    private int synced;

    /**
     * All that was known after a step.
     *
     * @param names the number of the file under each path; negative for directories
     * @param contents of files by their number; arrays do not change
     * @param synced the step that the last sync came after
     * @param writes how many writes the device had
     */
    private record State(Map<String, Integer> names, Map<Integer, byte[]> contents, int synced, int writes) {}

    /** Work whose device counts its writes. */
    public PowerCutLoad(long seed, IntSupplier writes) {
        random = new Random(seed);
        this.writes = writes;
    }

    /** Works on a volume that is empty. */
    public void run(Volume volume, int steps) throws FileFault {
        remember();
        for (int step = 0; step < steps; step++) {
            step(volume);
            remember();
        }
    }

    /** Checks a volume after a power cut; what its device had was {@code count} writes and flushes. */
    public void check(Volume volume, int count, String what) throws FileFault {
        int now = 0;
        while (now + 1 < states.size() && states.get(now).writes() < count) {
            now++;
        }
        // The step that was being done may have synchronized already, or not yet.
        int from = now == 0 ? 0 : states.get(now - 1).synced();
        Map<String, Inode> found = new TreeMap<>();
        collect(volume.root(), "", found);
        List<String> faults = new ArrayList<>();
        for (int i = now; i >= from; i--) {
            if (same(states.get(i), found)) {
                String fault = fault(states.get(i), found, from, now);
                if (fault == null) {
                    return;
                }
                faults.add("step " + i + ": " + fault);
            }
        }
        throw new AssertionError(what + ": " + found.keySet() + " is no state between " + from + " and " + now + ": "
                + faults + ", "
                + states.subList(from, now + 1).stream().map(State::names).toList());
    }

    /** What is wrong with the contents of files if the names are those of a state; null if nothing is. */
    private @Nullable String fault(State state, Map<String, Inode> found, int from, int now) throws FileFault {
        for (var entry : state.names().entrySet()) {
            if (found.get(entry.getKey()) instanceof RegularFile file
                    && !contentsFit(file, entry.getValue(), from, now)) {
                return entry.getKey() + " is not file " + entry.getValue();
            }
        }
        return null;
    }

    private boolean contentsFit(RegularFile file, int number, int from, int now) throws FileFault {
        byte[] bytes = new byte[(int) file.size()];
        int unused = file.read(0, ByteBuffer.wrap(bytes));
        byte[] before = states.get(from).contents().get(number);
        boolean untouched = before != null;
        for (int i = from; i <= now; i++) {
            untouched &= states.get(i).contents().get(number) == before;
        }
        if (untouched) {
            return Arrays.equals(bytes, before);
        }
        for (int at = 0; at + Integer.BYTES <= bytes.length; at += Integer.BYTES) {
            int word = ByteBuffer.wrap(bytes).getInt(at);
            if (word != 0 && word >>> 16 != number) {
                return false;
            }
        }
        return true;
    }

    /** Whether all names are there, and no others, and lead to the same or to different files. */
    private static boolean same(State state, Map<String, Inode> found) {
        if (!state.names().keySet().equals(found.keySet())) {
            return false;
        }
        Map<Integer, Long> numbers = new HashMap<>();
        Map<Long, Integer> files = new HashMap<>();
        for (var entry : state.names().entrySet()) {
            Inode inode = Objects.requireNonNull(found.get(entry.getKey()));
            boolean directory = entry.getValue() < 0;
            Long number = numbers.putIfAbsent(entry.getValue(), inode.number());
            Integer file = files.putIfAbsent(inode.number(), entry.getValue());
            if (directory != inode instanceof Directory
                    || number != null && number != inode.number()
                    || file != null && !file.equals(entry.getValue())) {
                return false;
            }
        }
        return true;
    }

    private static void collect(Directory directory, String path, Map<String, Inode> found) throws FileFault {
        for (String name : directory.names()) {
            Inode inode = Objects.requireNonNull(directory.find(name));
            found.put(path + "/" + name, inode);
            if (inode instanceof Directory below) {
                collect(below, path + "/" + name, found);
            }
        }
    }

    private void remember() {
        states.add(new State(new TreeMap<>(names), new HashMap<>(contents), synced, writes.getAsInt()));
    }

    private void step(Volume volume) throws FileFault {
        FileSystem files = new FileSystem(volume);
        String path = path();
        Integer number = names.get(path);
        try {
            switch (random.nextInt(12)) {
                case 0 -> {
                    Directory unused = files.createDirectory(path, 0755);
                    names.put(path, - ++lastFile);
                }
                case 1 -> {
                    files.remove(path);
                    names.remove(path);
                }
                case 2 -> {
                    files.removeDirectory(path);
                    names.remove(path);
                }
                case 3, 4 -> rename(files, path, path());
                case 5 -> {
                    String other = path();
                    files.link(path, other);
                    names.put(other, Objects.requireNonNull(number));
                }
                case 6 -> {
                    if (random.nextInt(2) == 0) {
                        volume.sync();
                        synced = states.size();
                    }
                }
                case 7 -> truncate(files, path, number);
                default -> write(files, path, number);
            }
        } catch (FileFault e) {
            assertThat(e.reason()).isNotIn(FileFault.Reason.IO, FileFault.Reason.CORRUPT, FileFault.Reason.READ_ONLY);
        }
    }

    private void rename(FileSystem files, String from, String to) throws FileFault {
        files.rename(from, to);
        Integer moved = Objects.requireNonNull(names.get(from));
        if (moved.equals(names.get(to))) {
            return;
        }
        names.remove(to);
        for (String path : List.copyOf(names.keySet())) {
            if (path.equals(from) || path.startsWith(from + "/")) {
                names.put(to + path.substring(from.length()), Objects.requireNonNull(names.remove(path)));
            }
        }
    }

    private void truncate(FileSystem files, String path, @Nullable Integer number) throws FileFault {
        if (number != null && number > 0 && files.find(path, false) instanceof RegularFile file) {
            int size = random.nextInt(LONGEST) & ~3;
            file.truncate(size);
            contents.put(number, Arrays.copyOf(Objects.requireNonNull(contents.get(number)), size));
        }
    }

    private void write(FileSystem files, String path, @Nullable Integer number) throws FileFault {
        if (number != null && number < 0) {
            return;
        }
        RegularFile file =
                (RegularFile) files.findOrCreate(path, false, false, 0644).inode();
        int id = number == null ? ++lastFile : number;
        if (number == null) {
            names.put(path, id);
            contents.put(id, new byte[0]);
            // Made and written are two things, between which power can fail.
            remember();
        }
        int position = random.nextInt(LONGEST) & ~3;
        ByteBuffer bytes = ByteBuffer.allocate(random.nextInt(1, 8000) * Integer.BYTES);
        while (bytes.hasRemaining()) {
            bytes.putInt(id << 16 | random.nextInt(1 << 16));
        }
        int count = file.write(position, bytes.flip());
        byte[] before = Objects.requireNonNull(contents.get(id));
        byte[] after = Arrays.copyOf(before, Math.max(before.length, position + count));
        bytes.rewind().get(after, position, count);
        contents.put(id, after);
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        do {
            path.append('/').append("name").append(random.nextInt(NAMES));
        } while (names.getOrDefault(path.toString(), 0) < 0 && random.nextInt(3) > 0);
        return path.toString();
    }
}

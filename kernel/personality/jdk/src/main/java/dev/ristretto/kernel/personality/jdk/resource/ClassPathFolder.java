package dev.ristretto.kernel.personality.jdk.resource;

import dev.ristretto.kernel.filesystem.Folder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Those of many files whose names, with slashes, begin alike, as a folder. */
final class ClassPathFolder implements Folder {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final String[] sorted;
    private final String prefix;
    private final int start;
    private final int end;
    private final Function<String, byte[]> contents;
    private final long modified;

    /**
     * The folder that holds all files.
     *
     * @param names of the files, which may come in any order
     * @param modified milliseconds since 1970-01-01T00:00:00Z
     */
    static ClassPathFolder of(List<String> names, Function<String, byte[]> contents, long modified) {
        String[] sorted = names.toArray(String[]::new);
        Arrays.sort(sorted);
        return new ClassPathFolder(sorted, "", 0, sorted.length, contents, modified * NANOS_PER_MILLI);
    }

    private ClassPathFolder(
            String[] sorted, String prefix, int start, int end, Function<String, byte[]> contents, long modified) {
        this.sorted = sorted;
        this.prefix = prefix;
        this.start = start;
        this.end = end;
        this.contents = contents;
        this.modified = modified;
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = start; i < end; ) {
            String rest = sorted[i].substring(prefix.length());
            int slash = rest.indexOf('/');
            if (slash < 0) {
                // A file whose name is a folder's too, in another jar, gives way to it.
                if (folder(rest) == null) {
                    names.add(rest);
                }
                i++;
            } else {
                names.add(rest.substring(0, slash));
                i = endOf(prefix + rest.substring(0, slash + 1));
            }
        }
        return names;
    }

    @Override
    public @Nullable Folder folder(String name) {
        String inner = prefix + name + "/";
        int first = lowerBound(inner);
        int last = endOf(inner);
        return first == last ? null : new ClassPathFolder(sorted, inner, first, last, contents, modified);
    }

    @Override
    public byte[] content(String name) {
        return contents.apply(prefix + name);
    }

    @Override
    public long modified() {
        return modified;
    }

    private int endOf(String prefix) {
        // No name lies between all that begin with "x/" and "x0", for 0 follows the slash.
        return lowerBound(prefix.substring(0, prefix.length() - 1) + '0');
    }

    private int lowerBound(String name) {
        int place = Arrays.binarySearch(sorted, start, end, name);
        return place < 0 ? -place - 1 : place;
    }
}

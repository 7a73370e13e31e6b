package dev.ristretto.build.program.library;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@code /etc/ld.so.cache}, from which glibc's loader knows where libraries are that are in no usual folder, and which
 * saves it looking into several (glibc, sysdeps/generic/dl-cache.h, struct cache_file_new).
 */
public final class LoaderCache {
    private static final String MAGIC = "glibc-ld.so.cache1.1";
    private static final int HEADER_BYTES = 48;
    private static final int ENTRY_BYTES = 24;
    private static final byte LITTLE_ENDIAN = 2;
    /** A library of glibc for x86-64 with 64-bit addresses. */
    private static final int KIND = 0x0303;

    /** The order in which the loader searches: names descending, numbers in them by value. */
    private static final Comparator<String> ORDER = LoaderCache::compare;

    private LoaderCache() {}

    /**
     * The contents of the file.
     *
     * @param libraries paths by names
     */
    public static byte[] of(Map<String, String> libraries) {
        TreeMap<String, String> sorted = new TreeMap<>(ORDER.reversed());
        sorted.putAll(libraries);
        int start = HEADER_BYTES + ENTRY_BYTES * sorted.size();
        ByteArrayOutputStream texts = new ByteArrayOutputStream();
        ByteBuffer entries = ByteBuffer.allocate(ENTRY_BYTES * sorted.size()).order(ByteOrder.LITTLE_ENDIAN);
        sorted.forEach((name, path) -> {
            int key = start + texts.size();
            texts.writeBytes((name + "\0").getBytes(StandardCharsets.UTF_8));
            int value = start + texts.size();
            texts.writeBytes((path + "\0").getBytes(StandardCharsets.UTF_8));
            entries.putInt(KIND).putInt(key).putInt(value).putInt(0).putLong(0);
        });
        return ByteBuffer.allocate(start + texts.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC.getBytes(StandardCharsets.US_ASCII))
                .putInt(sorted.size())
                .putInt(texts.size())
                .put(LITTLE_ENDIAN)
                .position(HEADER_BYTES)
                .put(entries.array())
                .put(texts.toByteArray())
                .array();
    }

    /** As glibc's _dl_cache_libcmp: a run of digits counts as a number and comes behind anything else. */
    static int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length()) {
            char left = a.charAt(i);
            char right = j < b.length() ? b.charAt(j) : 0;
            if (isDigit(left) && isDigit(right)) {
                int endOfLeft = endOfDigits(a, i);
                int endOfRight = endOfDigits(b, j);
                int difference = number(a, i, endOfLeft).compareTo(number(b, j, endOfRight));
                if (difference != 0) {
                    return difference;
                }
                i = endOfLeft;
                j = endOfRight;
            } else if (isDigit(left) != isDigit(right)) {
                return isDigit(left) ? 1 : -1;
            } else if (left != right) {
                return Character.compare(left, right);
            } else {
                i++;
                j++;
            }
        }
        return j < b.length() ? -1 : 0;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static BigInteger number(String text, int from, int end) {
        return new BigInteger(text.substring(from, end));
    }

    /** The names of some libraries with the places where the loader finds them. */
    public static Map<String, String> places(List<Library> libraries) {
        Map<String, String> places = new TreeMap<>();
        libraries.stream()
                .filter(Library::known)
                .forEach(library -> places.put(library.name(), library.path().toString()));
        return places;
    }
}

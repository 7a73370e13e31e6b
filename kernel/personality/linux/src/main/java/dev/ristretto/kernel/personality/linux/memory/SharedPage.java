package dev.ristretto.kernel.personality.linux.memory;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A page of a file that several addresses may have in common. For one thread at a time. */
final class SharedPage {
    private long[] addresses = {};
    private @Nullable MappedFile writer;

    /** Where programs find it. */
    long[] addresses() {
        return addresses;
    }

    boolean isAt(long address) {
        for (long known : addresses) {
            if (known == address) {
                return true;
            }
        }
        return false;
    }

    void add(long address) {
        addresses = Arrays.copyOf(addresses, addresses.length + 1);
        addresses[addresses.length - 1] = address;
    }

    void remove(long address) {
        addresses = Arrays.stream(addresses).filter(known -> known != address).toArray();
    }

    void move(long from, long to) {
        addresses = Arrays.stream(addresses)
                .map(known -> known == from ? to : known)
                .toArray();
    }

    /** The file by which it has to be written back; null if nobody has written to it since. */
    @Nullable
    MappedFile writer() {
        return writer;
    }

    void setWriter(@Nullable MappedFile file) {
        writer = file;
    }
}

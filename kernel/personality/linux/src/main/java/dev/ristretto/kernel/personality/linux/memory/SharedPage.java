package dev.ristretto.kernel.personality.linux.memory;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of a file that several addresses of one or more processes may have in common. For one thread at a time. */
final class SharedPage {
    private final List<PagePlace> places = new ArrayList<>(1);
    private @Nullable MappedFile writer;

    /** Where programs find it. */
    List<PagePlace> places() {
        return places;
    }

    boolean isAt(MemoryHome home, long address) {
        for (PagePlace place : places) {
            if (place.is(home, address)) {
                return true;
            }
        }
        return false;
    }

    void add(MemoryHome home, long address) {
        places.add(new PagePlace(home, address));
    }

    void remove(MemoryHome home, long address) {
        places.removeIf(place -> place.is(home, address));
    }

    void move(MemoryHome home, long from, long to) {
        places.replaceAll(place -> place.is(home, from) ? new PagePlace(home, to) : place);
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

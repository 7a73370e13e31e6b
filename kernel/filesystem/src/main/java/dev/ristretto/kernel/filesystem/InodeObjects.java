package dev.ristretto.kernel.filesystem;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The inodes of a volume that somebody uses, and some that were used last: one object for each number. Not safe for
 * use by
 * several threads.
 *
 * @param <T> what a format has for inodes
 */
public final class InodeObjects<T> {
    private static final int RECENT = 512;
    private static final float LOAD_FACTOR = 0.75f;

    private final Map<Long, Handle<T>> handles = new HashMap<>();
    private final ReferenceQueue<T> unused = new ReferenceQueue<>();
    private final LinkedHashMap<Long, T> recent = new LinkedHashMap<>(16, LOAD_FACTOR, true);

    private static final class Handle<T> extends WeakReference<T> {
        private final long number;

        Handle(long number, T inode, ReferenceQueue<T> queue) {
            super(inode, queue);
            this.number = number;
        }
    }

    /** The object for a number, if there is one. */
    public @Nullable T get(long number) {
        for (Reference<? extends T> old = unused.poll(); old != null; old = unused.poll()) {
            if (old instanceof Handle<?> handle) {
                boolean ignored = handles.remove(handle.number, handle);
            }
        }
        Handle<T> handle = handles.get(number);
        T inode = handle == null ? null : handle.get();
        if (inode != null) {
            keep(number, inode);
        }
        return inode;
    }

    /** Remembers the object for a number. */
    public void put(long number, T inode) {
        handles.put(number, new Handle<>(number, inode, unused));
        keep(number, inode);
    }

    /** Forgets it: the number may stand for another inode from now on. */
    public void remove(long number) {
        handles.remove(number);
        recent.remove(number);
    }

    private void keep(long number, T inode) {
        recent.put(number, inode);
        if (recent.size() > RECENT) {
            recent.pollFirstEntry();
        }
    }
}

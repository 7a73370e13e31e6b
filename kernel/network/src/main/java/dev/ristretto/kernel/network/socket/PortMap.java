package dev.ristretto.kernel.network.socket;

import org.jspecify.annotations.Nullable;

/** A hash map from port numbers to values, without boxing: linear probing, at most half full. */
public final class PortMap<V> {
    private int[] keys = new int[8];
    private @Nullable Object[] values = new @Nullable Object[8];
    private int size;

    /** The value of a port, null if it has none. */
    @SuppressWarnings("unchecked")
    public @Nullable V get(int port) {
        return (V) values[slot(port)];
    }

    /** Sets the value of a port. */
    public void put(int port, V value) {
        if (2 * (size + 1) > keys.length) {
            grow();
        }
        int slot = slot(port);
        if (values[slot] == null) {
            size++;
        }
        keys[slot] = port;
        values[slot] = value;
    }

    /** Takes away the value of a port; nothing happens if it has none. */
    public void remove(int port) {
        int hole = slot(port);
        if (values[hole] == null) {
            return;
        }
        size--;
        int mask = keys.length - 1;
        // Move back what would no longer be found behind the hole.
        for (int i = hole + 1 & mask; values[i] != null; i = i + 1 & mask) {
            int home = hash(keys[i]) & mask;
            if ((i - home & mask) >= (i - hole & mask)) {
                keys[hole] = keys[i];
                values[hole] = values[i];
                hole = i;
            }
        }
        values[hole] = null;
    }

    /** Ports that have a value. */
    public int size() {
        return size;
    }

    private int slot(int port) {
        int mask = keys.length - 1;
        int slot = hash(port) & mask;
        while (values[slot] != null && keys[slot] != port) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private static int hash(int port) {
        int mixed = port * 0x9e3779b9;
        return mixed >>> 16;
    }

    private void grow() {
        int[] oldKeys = keys;
        @Nullable Object[] oldValues = values;
        int[] newKeys = new int[oldKeys.length * 2];
        values = new @Nullable Object[oldKeys.length * 2]; // nothing has changed if there is no memory for it
        keys = newKeys;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}

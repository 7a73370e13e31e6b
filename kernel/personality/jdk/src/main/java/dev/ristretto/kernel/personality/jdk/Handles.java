package dev.ristretto.kernel.personality.jdk;

import java.util.Arrays;

/**
 * Java objects behind the numbers that the JDK keeps where its natives keep addresses. A number is never 0. Safe for
 * use by several threads; what a number stands for must not be removed while it is in use, which the JDK sees to.
 */
public final class Handles<T> {
    private Object[] objects = new Object[8];
    /** For each free place, the next one; the chain ends at the length of the array. */
    private int[] nextFree = chain(0, objects.length);

    private int free;

    /** Gives an object a number. */
    public synchronized long add(T object) {
        int place = free;
        if (place == objects.length) {
            objects = Arrays.copyOf(objects, 2 * place);
            nextFree = chain(place, 2 * place);
        }
        free = nextFree[place];
        objects[place] = object;
        return place + 1L;
    }

    /** The object of a number. */
    @SuppressWarnings("unchecked") // Only add puts objects in.
    public synchronized T get(long number) {
        return (T) objects[(int) number - 1];
    }

    /** Frees a number for another object. */
    public synchronized void remove(long number) {
        int place = (int) number - 1;
        objects[place] = null;
        nextFree[place] = free;
        free = place;
    }

    private static int[] chain(int from, int size) {
        int[] chain = new int[size];
        for (int i = from; i < size; i++) {
            chain[i] = i + 1;
        }
        return chain;
    }
}

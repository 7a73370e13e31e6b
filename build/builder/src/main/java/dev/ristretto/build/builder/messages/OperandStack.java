package dev.ristretto.build.builder.messages;

import java.util.Arrays;

/**
 * Which instruction has made each value on the operand stack, and which local variables have been written on the way. A
 * value of 64 bits takes two entries.
 */
final class OperandStack {
    /** Of a value that is another instruction's on another way to the same place. */
    static final int UNKNOWN = -1;

    private int[] sources;
    private int size;
    private long written;

    OperandStack() {
        sources = new int[8];
    }

    private OperandStack(int[] sources, int size, long written) {
        this.sources = sources;
        this.size = size;
        this.written = written;
    }

    OperandStack copy() {
        return new OperandStack(sources.clone(), size, written);
    }

    /** @param slots how many entries the value takes */
    void push(int source, int slots) {
        if (size + slots > sources.length) {
            sources = Arrays.copyOf(sources, 2 * (size + slots));
        }
        for (int i = 0; i < slots; i++) {
            sources[size++] = source;
        }
    }

    void pop(int slots) {
        size -= slots;
    }

    /** @param depth 0 for the topmost entry */
    int source(int depth) {
        return sources[size - 1 - depth];
    }

    /** Puts the topmost entries below those that are under them as well, or on top when {@code below} is 0. */
    void duplicate(int count, int below) {
        int[] top = Arrays.copyOfRange(sources, size - count, size);
        int[] under = Arrays.copyOfRange(sources, size - count - below, size - count);
        pop(count + below);
        pushAll(top);
        pushAll(under);
        pushAll(top);
    }

    void swap() {
        int top = source(0);
        int under = source(1);
        pop(2);
        push(top, 1);
        push(under, 1);
    }

    private void pushAll(int[] values) {
        for (int value : values) {
            push(value, 1);
        }
    }

    /** Variables from the 64th on count as written all along. */
    void write(int variable) {
        if (variable < Long.SIZE) {
            written |= 1L << variable;
        }
    }

    boolean isWritten(int variable) {
        return variable >= Long.SIZE || (written & 1L << variable) != 0;
    }

    /** Adds what is known of another way to the same place. */
    void merge(OperandStack other) {
        for (int i = 0; i < Math.min(size, other.size); i++) {
            if (sources[i] != other.sources[i]) {
                sources[i] = UNKNOWN;
            }
        }
        written |= other.written;
    }
}

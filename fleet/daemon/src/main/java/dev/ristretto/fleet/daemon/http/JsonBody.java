package dev.ristretto.fleet.daemon.http;

import dev.ristretto.fleet.daemon.model.FleetJson;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A value that is to be answered as JSON, and how many bytes that takes: it is counted without memory for it, so that
 * memory is asked for first, and exactly as much as is needed.
 *
 * @param value it must stay as it is
 * @param length bytes of its JSON
 */
record JsonBody(Object value, int length) {

    static JsonBody of(Object value) throws IOException {
        return value instanceof JsonBody counted ? counted : new JsonBody(value, length(value));
    }

    /** How many bytes the JSON of a value takes. */
    static int length(Object value) throws IOException {
        Counter counter = new Counter();
        FleetJson.MAPPER.writeValue(counter, value);
        return Math.toIntExact(counter.count);
    }

    /** The JSON. */
    byte[] bytes() throws IOException {
        Filler filler = new Filler(new byte[length]);
        FleetJson.MAPPER.writeValue(filler, value);
        if (filler.position != length) {
            throw new IllegalStateException("the JSON of " + value.getClass() + " has become shorter");
        }
        return filler.bytes;
    }

    private static final class Counter extends OutputStream {
        private long count;

        @Override
        public void write(int b) {
            count++;
        }

        @Override
        public void write(byte[] from, int offset, int number) {
            count += number;
        }
    }

    private static final class Filler extends OutputStream {
        private final byte[] bytes;
        private int position;

        Filler(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void write(int b) {
            bytes[position++] = (byte) b;
        }

        @Override
        public void write(byte[] from, int offset, int number) {
            System.arraycopy(from, offset, bytes, position, number);
            position += number;
        }
    }
}

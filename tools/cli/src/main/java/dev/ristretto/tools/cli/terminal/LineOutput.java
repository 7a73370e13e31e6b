package dev.ristretto.tools.cli.terminal;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Hands on what is written to it, which is UTF-8, line by line; the last one when it is closed, if it has no end. Not
 * safe for use by several threads.
 */
public final class LineOutput extends OutputStream {

    /** In bytes; what is longer comes in several lines, because somebody may never end one. */
    private static final int LONGEST_LINE = 1 << 16;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    public LineOutput(Consumer<String> lines) {
        this.lines = lines;
    }

    @Override
    public void write(int b) {
        if (b == '\n') {
            handOn();
        } else {
            if (line.size() >= LONGEST_LINE && (b & 0xc0) != 0x80) {
                handOn();
            }
            line.write(b);
        }
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    private void handOn() {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        // Consoles end lines like terminals do.
        lines.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
    }

    @Override
    public void close() {
        if (line.size() > 0) {
            handOn();
        }
    }
}

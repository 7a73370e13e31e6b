package dev.ristretto.tools.cli.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Hands on UTF-8 with everything {@linkplain Visible made visible} that a terminal would obey or hide, but for ends of
 * lines (LF and CR LF) and tabulators. Bytes that are no UTF-8 are shown as {@code \x9b}. What it is written comes out
 * at once, except the beginning of a character or of an end of a line. Not safe for use by several threads.
 */
final class VisibleOutput extends OutputStream {

    private static final int BUFFER = 4096;
    private static final int LONGEST_CHARACTER = 4;

    private final OutputStream target;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER + LONGEST_CHARACTER);
    private final CharBuffer characters = CharBuffer.allocate(BUFFER + LONGEST_CHARACTER);
    private int returns;

    VisibleOutput(OutputStream target) {
        this.target = target;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] content, int offset, int length) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int done = 0; done < length; ) {
            int count = Math.min(BUFFER, length - done);
            bytes.put(content, offset + done, count);
            decode(text, false);
            done += count;
        }
        handOn(text);
    }

    private void decode(StringBuilder text, boolean end) {
        bytes.flip();
        CoderResult result;
        do {
            result = decoder.decode(bytes, characters, end);
            characters.flip();
            characters.codePoints().forEach(point -> append(text, point));
            characters.clear();
            for (int i = 0; result.isError() && i < result.length(); i++) {
                settle(text);
                text.append(String.format("\\x%02x", bytes.get()));
            }
        } while (result.isError() || result.isOverflow());
        bytes.compact();
    }

    private void append(StringBuilder text, int point) {
        if (point == '\r') {
            returns++;
        } else if (point == '\n') {
            text.append(returns > 0 ? "\r\n" : "\n");
            returns = 0;
        } else {
            settle(text);
            if (Visible.isShown(point) || Visible.isLayout(point)) {
                text.appendCodePoint(point);
            } else {
                text.append(Visible.escaped(point));
            }
        }
    }

    /** A return that does not end a line would have the terminal write over it. */
    private void settle(StringBuilder text) {
        for (; returns > 0; returns--) {
            text.append(Visible.escaped('\r'));
        }
    }

    private void handOn(StringBuilder text) throws IOException {
        if (!text.isEmpty()) {
            target.write(text.toString().getBytes(StandardCharsets.UTF_8));
            flush();
        }
    }

    @Override
    public void flush() throws IOException {
        target.flush();
        if (target instanceof PrintStream stream && stream.checkError()) {
            throw new IOException("nobody reads what is written");
        }
    }

    /** Hands on what was begun; the target stays open. */
    @Override
    public void close() throws IOException {
        StringBuilder text = new StringBuilder();
        decode(text, true);
        decoder.reset();
        settle(text);
        handOn(text);
    }
}

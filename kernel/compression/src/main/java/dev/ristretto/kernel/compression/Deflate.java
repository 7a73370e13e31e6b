package dev.ristretto.kernel.compression;

/**
 * Compresses one stream, in pieces as they come (RFC 1951, and RFC 1950 for the zlib format around it).
 *
 * <p>Not safe for use by several threads. An object holds about 350 KB.
 */
public final class Deflate {
    /** What to bring out at the end of a call. */
    public enum Flush {
        /** What is ready. */
        NONE,
        /** All input so far, so that the other side can decompress it. */
        SYNC,
        /** The same, and later data can be decompressed without what came before. */
        FULL,
        /** The end of the stream. */
        FINISH
    }

    /** Which redundancy to look for. */
    public enum Strategy {
        /** Matches and frequencies. */
        DEFAULT,
        /** Long matches only: for small values with a random part. */
        FILTERED,
        /** Frequencies only. */
        HUFFMAN_ONLY
    }

    private static final int METHOD_AND_WINDOW = 0x78;
    private static final int PRESET_DICTIONARY = 0x20;

    private final boolean raw;
    private final Window window = new Window();
    private final BitWriter out = new BitWriter();
    private final BlockCompressor blocks;

    private int levelNumber;
    private Strategy strategy;
    private int adler;
    private int dictionaryId;
    private boolean begun;
    private boolean ended;
    /** Whether anything came in since the last flush, so that a flush is worth a marker. */
    private boolean dirty;

    private int consumed;
    private int produced;

    /** Level -1 (the usual) or 0 to 9; without header and checksum if {@code raw}, else in the zlib format. */
    public Deflate(int level, Strategy strategy, boolean raw) {
        this.raw = raw;
        this.levelNumber = level;
        this.strategy = strategy;
        this.blocks = new BlockCompressor(window, out, Level.of(level), strategy);
        reset();
    }

    /** Begins a new stream with the same parameters. */
    public void reset() {
        window.clear();
        blocks.clear();
        out.clear();
        adler = Adler32.INITIAL;
        dictionaryId = 0;
        begun = false;
        ended = false;
        dirty = false;
    }

    /** Changes the parameters for all that comes. */
    public void setParameters(int newLevel, Strategy newStrategy) {
        if (newLevel == levelNumber && newStrategy == strategy) {
            return;
        }
        Level next = Level.of(newLevel);
        if (begun && !ended) {
            // What was taken in under the old parameters is sent under them.
            blocks.compress(true);
            blocks.endBlock(false);
        }
        levelNumber = newLevel;
        strategy = newStrategy;
        blocks.set(next, newStrategy);
    }

    /**
     * Sets what the stream is to be taken to have come after.
     *
     * @throws IllegalArgumentException if a stream in the zlib format has begun
     */
    public void setDictionary(byte[] dictionary, int offset, int length) {
        if (begun && !raw) {
            throw new IllegalArgumentException("the dictionary comes before the data");
        }
        if (!raw) {
            adler = Adler32.update(adler, dictionary, offset, length);
            dictionaryId = adler;
        }
        int kept = Math.min(length, DeflateFormat.WINDOW_SIZE - Window.LOOK_AHEAD);
        blocks.compress(true);
        blocks.endBlock(false);
        int at = offset + length - kept;
        int end = offset + length;
        while (at < end) {
            at += window.fill(dictionary, at, end - at);
            while (window.canEnter()) {
                window.enter();
                window.advance(1);
            }
            window.advance(window.waiting());
        }
        window.startBlock(0);
    }

    /** Compresses as much as input and room allow. {@link #consumed} and {@link #produced} tell how much that was. */
    public void deflate(
            byte[] input,
            int inputOffset,
            int inputLength,
            byte[] output,
            int outputOffset,
            int outputLength,
            Flush flush) {
        consumed = 0;
        produced = out.take(output, outputOffset, outputLength);
        while (produced < outputLength && !ended) {
            begin();
            int taken = window.fill(input, inputOffset + consumed, inputLength - consumed);
            if (taken > 0) {
                adler = raw ? adler : Adler32.update(adler, input, inputOffset + consumed, taken);
                consumed += taken;
                dirty = true;
            }
            boolean all = consumed == inputLength;
            blocks.compress(all && flush != Flush.NONE);
            if (all) {
                flush(flush);
            }
            int moved = out.take(output, outputOffset + produced, outputLength - produced);
            produced += moved;
            if (all && moved == 0) {
                break;
            }
        }
    }

    /** How many bytes of input the last call took. */
    public int consumed() {
        return consumed;
    }

    /** How many bytes of output the last call made. */
    public int produced() {
        return produced;
    }

    /** Whether the stream has ended and all of it was taken. */
    public boolean isFinished() {
        return ended && out.size() == 0;
    }

    /** The checksum of the input so far, or of the dictionary before there was any; that of nothing if raw. */
    public int adler() {
        return adler;
    }

    /** The header of the zlib format (RFC 1950, section 2.2). */
    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        if (raw) {
            return;
        }
        int effort = levelNumber < 0 || levelNumber == 6 ? 2 : levelNumber < 2 ? 0 : levelNumber < 6 ? 1 : 3;
        int flags = effort << 6 | (dictionaryId == 0 ? 0 : PRESET_DICTIONARY);
        flags += 31 - (METHOD_AND_WINDOW << 8 | flags) % 31;
        out.put(METHOD_AND_WINDOW | flags << 8, 16);
        if (dictionaryId != 0) {
            out.putBigEndian(dictionaryId);
        }
        out.align();
        adler = Adler32.INITIAL;
    }

    private void flush(Flush flush) {
        switch (flush) {
            case NONE -> {
                // What is ready is out already.
            }
            case SYNC, FULL -> {
                if (dirty) {
                    blocks.endBlock(false);
                    Block.stored(out, false, window.bytes(), 0, 0);
                    dirty = false;
                    if (flush == Flush.FULL) {
                        window.forget();
                    }
                }
            }
            case FINISH -> {
                blocks.sendBlock(true);
                out.align();
                if (!raw) {
                    out.putBigEndian(adler);
                    out.align();
                }
                ended = true;
            }
        }
    }
}

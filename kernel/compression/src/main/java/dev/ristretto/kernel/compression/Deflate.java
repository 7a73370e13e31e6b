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

    /** With the filtered strategy, shorter matches are not worth a symbol. */
    private static final int SHORTEST_FILTERED_MATCH = 6;
    /** A match of the shortest length farther away than this costs more than three literals. */
    private static final int FARTHEST_SHORT_MATCH = 4096;

    private static final int METHOD_AND_WINDOW = 0x78;
    private static final int PRESET_DICTIONARY = 0x20;

    private final boolean raw;
    private final Window window = new Window();
    private final Block block = new Block();
    private final BitWriter out = new BitWriter();

    private int levelNumber;
    private Level level;
    private Strategy strategy;
    private int adler;
    private int dictionaryId;
    private boolean begun;
    private boolean ended;
    /** Whether anything came in since the last flush, so that a flush is worth a marker. */
    private boolean dirty;
    /** The match that begins one byte earlier, if it waits for a better one; its length is 0 if there is none. */
    private int heldLength;

    private int heldDistance;
    private boolean literalHeld;
    private int consumed;
    private int produced;

    /** Level -1 (the usual) or 0 to 9; without header and checksum if {@code raw}, else in the zlib format. */
    public Deflate(int level, Strategy strategy, boolean raw) {
        this.raw = raw;
        this.levelNumber = level;
        this.level = Level.of(level);
        this.strategy = strategy;
        reset();
    }

    /** Begins a new stream with the same parameters. */
    public void reset() {
        window.clear();
        block.clear();
        out.clear();
        adler = Adler32.INITIAL;
        dictionaryId = 0;
        begun = false;
        ended = false;
        dirty = false;
        heldLength = 0;
        literalHeld = false;
    }

    /** Changes the parameters for all that comes. */
    public void setParameters(int newLevel, Strategy newStrategy) {
        if (newLevel == levelNumber && newStrategy == strategy) {
            return;
        }
        Level next = Level.of(newLevel);
        if (begun && !ended) {
            // What was taken in under the old parameters is sent under them.
            compress(true);
            endBlock(false);
        }
        levelNumber = newLevel;
        level = next;
        strategy = newStrategy;
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
        compress(true);
        endBlock(false);
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
            compress(all && flush != Flush.NONE);
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
                    endBlock(false);
                    Block.stored(out, false, window.bytes(), 0, 0);
                    dirty = false;
                    if (flush == Flush.FULL) {
                        window.forget();
                    }
                }
            }
            case FINISH -> {
                sendBlock(true);
                out.align();
                if (!raw) {
                    out.putBigEndian(adler);
                    out.align();
                }
                ended = true;
            }
        }
    }

    /** Turns what waits into blocks; holds back what a match could still use, unless it must all go. */
    private void compress(boolean everything) {
        if (level.storesOnly()) {
            store();
        } else if (strategy == Strategy.HUFFMAN_ONLY) {
            literals();
        } else {
            matches(everything);
        }
    }

    private void store() {
        window.advance(window.waiting());
        if (window.blockLength() >= DeflateFormat.WINDOW_SIZE - Window.LOOK_AHEAD) {
            endBlock(false);
        }
    }

    private void literals() {
        while (window.waiting() > 0) {
            literal(0);
            window.advance(1);
            endFullBlock();
        }
    }

    private void matches(boolean everything) {
        int least = everything ? 1 : Window.LOOK_AHEAD;
        while (window.waiting() >= least) {
            int found = find();
            int length = found & 0xffff;
            int distance = found >>> 16;
            if (heldLength >= DeflateFormat.SHORTEST_MATCH && heldLength >= length) {
                // The match that was held begins at the byte before, so one byte of it is passed already.
                block.match(heldDistance, heldLength);
                skip(heldLength - 1);
                heldLength = 0;
                literalHeld = false;
            } else {
                if (literalHeld) {
                    literal(1);
                }
                literalHeld = false;
                if (length == 0) {
                    heldLength = 0;
                    literal(0);
                    window.advance(1);
                } else if (length <= level.lazy()) {
                    heldLength = length;
                    heldDistance = distance;
                    literalHeld = true;
                    window.advance(1);
                } else {
                    heldLength = 0;
                    block.match(distance, length);
                    skip(length);
                }
            }
            endFullBlock();
        }
        if (everything) {
            release();
        }
    }

    /** The best match at the present position, which is entered into the index; 0 if none is worth a symbol. */
    private int find() {
        if (!window.canEnter()) {
            return 0;
        }
        int candidate = window.enter();
        if (candidate == 0) {
            return 0;
        }
        int longest = Math.max(heldLength, DeflateFormat.SHORTEST_MATCH - 1);
        int chain = heldLength >= level.good() ? level.chain() >> 2 : level.chain();
        int found = window.longestMatch(candidate, longest, chain, level.nice());
        int length = found & 0xffff;
        if (length == DeflateFormat.SHORTEST_MATCH && found >>> 16 > FARTHEST_SHORT_MATCH
                || strategy == Strategy.FILTERED && length < SHORTEST_FILTERED_MATCH) {
            return 0;
        }
        return found;
    }

    /** Passes over the rest of a match, entering what may begin later ones; the present position is entered already. */
    private void skip(int length) {
        window.advance(1);
        for (int i = 1; i < length; i++) {
            if (window.canEnter()) {
                window.enter();
            }
            window.advance(1);
        }
    }

    /** Sends what was held back in the hope for something better: at the end there is nothing better to come. */
    private void release() {
        if (literalHeld) {
            literal(1);
            literalHeld = false;
        }
        heldLength = 0;
    }

    private void literal(int behind) {
        block.literal(window.byteBefore(behind));
    }

    private void endFullBlock() {
        if (block.isFull()) {
            endBlock(false);
        }
    }

    private void endBlock(boolean last) {
        if (window.blockLength() > 0 || last) {
            sendBlock(last);
        }
    }

    private void sendBlock(boolean last) {
        int start = window.blockStart();
        int held = literalHeld ? 1 : 0;
        if (level.storesOnly()) {
            Block.stored(out, last, window.bytes(), start, window.blockLength());
            block.clear();
        } else {
            block.send(out, last, window.bytes(), start, window.blockLength() - held);
        }
        window.startBlock(held);
    }
}

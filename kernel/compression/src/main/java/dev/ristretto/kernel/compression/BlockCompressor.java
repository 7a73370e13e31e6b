package dev.ristretto.kernel.compression;

/**
 * Turns what waits in a window into the blocks of a stream (RFC 1951): looks for matches, each of which waits for a
 * better one that begins a byte later, and gathers symbols until a block is worth its codes.
 *
 * <p>Not safe for use by several threads.
 */
final class BlockCompressor {
    /** With the filtered strategy, shorter matches are not worth a symbol. */
    private static final int SHORTEST_FILTERED_MATCH = 6;
    /** A match of the shortest length farther away than this costs more than three literals. */
    private static final int FARTHEST_SHORT_MATCH = 4096;

    private final Window window;
    private final BitWriter out;
    private final Block block = new Block();
    private Level level;
    private Deflate.Strategy strategy;

    /** The match that begins one byte earlier, if it waits for a better one; its length is 0 if there is none. */
    private int heldLength;

    private int heldDistance;
    private boolean literalHeld;

    /** Takes bytes from the one and puts blocks to the other. */
    BlockCompressor(Window window, BitWriter out, Level level, Deflate.Strategy strategy) {
        this.window = window;
        this.out = out;
        this.level = level;
        this.strategy = strategy;
    }

    /** Forgets what was left of another stream. */
    void clear() {
        block.clear();
        heldLength = 0;
        literalHeld = false;
    }

    /** How hard to look, and for what, from now on. */
    void set(Level newLevel, Deflate.Strategy newStrategy) {
        level = newLevel;
        strategy = newStrategy;
    }

    /** Turns what waits into blocks; holds back what a match could still use, unless it must all go. */
    void compress(boolean everything) {
        if (level.storesOnly()) {
            store();
        } else if (strategy == Deflate.Strategy.HUFFMAN_ONLY) {
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
                || strategy == Deflate.Strategy.FILTERED && length < SHORTEST_FILTERED_MATCH) {
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

    /** Sends a block of what was compressed and not sent, if there is any or it is the last one. */
    void endBlock(boolean last) {
        if (window.blockLength() > 0 || last) {
            sendBlock(last);
        }
    }

    /** Sends a block of what was compressed and not sent. */
    void sendBlock(boolean last) {
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

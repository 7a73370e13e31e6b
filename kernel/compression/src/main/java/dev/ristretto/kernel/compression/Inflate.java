package dev.ristretto.kernel.compression;

/**
 * Decompresses one stream, in pieces as they come (RFC 1951, and RFC 1950 for the zlib format around it).
 *
 * <p>Of the input it takes no byte more than the stream has. Not safe for use by several threads.
 */
public final class Inflate {
    private static final int METHOD_DEFLATE = 8;
    private static final int PRESET_DICTIONARY = 0x20;

    private enum State {
        HEADER,
        DICTIONARY_ID,
        DICTIONARY,
        BLOCK,
        STORED_LENGTH,
        STORED,
        DYNAMIC,
        SYMBOLS,
        CHECKSUM,
        DONE,
        FAILED
    }

    private final boolean raw;
    private final BitReader bits = new BitReader();
    private final History history = new History();
    private final DynamicHeader dynamic = new DynamicHeader();
    private final SymbolDecoder symbols = new SymbolDecoder(bits, history);

    private State state = State.HEADER;
    private boolean lastBlock;
    private int storedLeft;
    private int adler;
    /** How much of this call's output is in {@link #adler}. */
    private int summed;

    private int consumed;
    private int produced;

    /** For a stream without header and checksum if {@code raw}, else for one in the zlib format. */
    public Inflate(boolean raw) {
        this.raw = raw;
        reset();
    }

    /** Begins a new stream. */
    public void reset() {
        state = raw ? State.BLOCK : State.HEADER;
        lastBlock = false;
        adler = Adler32.INITIAL;
        bits.clear();
        history.clear();
        symbols.clear();
    }

    /**
     * Decompresses as much as input and room allow. {@link #consumed} and {@link #produced} tell how much that was,
     * also after a failure.
     *
     * @throws FormatException if the stream is damaged; it cannot go on
     */
    public void inflate(
            byte[] input, int inputOffset, int inputLength, byte[] output, int outputOffset, int outputLength)
            throws FormatException {
        bits.input(input, inputOffset, inputLength);
        history.output(output, outputOffset, outputLength);
        summed = 0;
        State before = state;
        state = State.FAILED;
        try {
            while (before != State.DONE && before != State.DICTIONARY) {
                State next = step(before);
                if (next == before) {
                    break;
                }
                before = next;
            }
            state = before;
        } finally {
            // Where neither bits nor bytes are missing, what was taken ahead belongs to whatever comes next.
            if (state == State.DONE || history.isFull()) {
                bits.giveBack();
            }
            sum();
            consumed = bits.consumed();
            produced = history.produced();
            history.keep();
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

    /** Whether the stream has ended. */
    public boolean isFinished() {
        return state == State.DONE;
    }

    /** Whether nothing goes on before {@link #setDictionary}. */
    public boolean needsDictionary() {
        return state == State.DICTIONARY;
    }

    /** The checksum of the output so far, or of the dictionary that is needed; that of nothing if the stream is raw. */
    public int adler() {
        return adler;
    }

    /**
     * Sets what the stream takes to have come before it.
     *
     * @throws IllegalArgumentException if it is not the dictionary that is needed
     */
    public void setDictionary(byte[] dictionary, int offset, int length) {
        if (!raw) {
            if (state != State.DICTIONARY) {
                throw new IllegalArgumentException("no dictionary is needed now");
            }
            if (Adler32.update(Adler32.INITIAL, dictionary, offset, length) != adler) {
                throw new IllegalArgumentException("not the dictionary with which the stream was made");
            }
            adler = Adler32.INITIAL;
            state = State.BLOCK;
        }
        history.append(dictionary, offset, length);
    }

    /** Goes on in {@code current}; the state in which to go on, the same one if input or room is missing. */
    private State step(State current) throws FormatException {
        return switch (current) {
            case HEADER -> header();
            case DICTIONARY_ID -> dictionaryId();
            case BLOCK -> block();
            case STORED_LENGTH -> storedLength();
            case STORED -> stored();
            case DYNAMIC -> dynamicCodes();
            case SYMBOLS -> symbols.decode() ? endOfBlock() : State.SYMBOLS;
            case CHECKSUM -> checksum();
            case FAILED -> throw new FormatException("the stream was found damaged before");
            case DICTIONARY, DONE -> current;
        };
    }

    private State header() throws FormatException {
        if (!bits.has(16)) {
            return State.HEADER;
        }
        int method = bits.take(8);
        int flags = bits.take(8);
        if ((method << 8 | flags) % 31 != 0) {
            throw new FormatException("incorrect header check");
        }
        if ((method & 15) != METHOD_DEFLATE) {
            throw new FormatException("unknown compression method");
        }
        if (method >>> 4 > 7) {
            throw new FormatException("invalid window size");
        }
        return (flags & PRESET_DICTIONARY) != 0 ? State.DICTIONARY_ID : State.BLOCK;
    }

    private State dictionaryId() {
        if (!bits.has(32)) {
            return State.DICTIONARY_ID;
        }
        adler = Integer.reverseBytes(bits.take(32));
        // Whatever was taken ahead stays in the input while the caller looks for the dictionary.
        bits.giveBack();
        return State.DICTIONARY;
    }

    private State block() throws FormatException {
        if (!bits.has(3)) {
            return State.BLOCK;
        }
        lastBlock = bits.take(1) == 1;
        switch (bits.take(2)) {
            case DeflateFormat.STORED:
                bits.align();
                return State.STORED_LENGTH;
            case DeflateFormat.FIXED:
                symbols.beginFixed();
                return State.SYMBOLS;
            case DeflateFormat.DYNAMIC:
                dynamic.clear();
                return State.DYNAMIC;
            default:
                throw new FormatException("invalid block type");
        }
    }

    private State storedLength() throws FormatException {
        if (!bits.has(32)) {
            return State.STORED_LENGTH;
        }
        int length = bits.take(16);
        if (length != (bits.take(16) ^ 0xffff)) {
            throw new FormatException("invalid stored block lengths");
        }
        storedLeft = length;
        return State.STORED;
    }

    private State stored() {
        storedLeft -= history.copy(bits, storedLeft);
        return storedLeft == 0 ? endOfBlock() : State.STORED;
    }

    private State dynamicCodes() throws FormatException {
        if (!dynamic.read(bits)) {
            return State.DYNAMIC;
        }
        symbols.begin(dynamic.literals(), dynamic.distances());
        return State.SYMBOLS;
    }

    private State endOfBlock() {
        if (!lastBlock) {
            return State.BLOCK;
        }
        bits.align();
        return raw ? State.DONE : State.CHECKSUM;
    }

    private State checksum() throws FormatException {
        if (!bits.has(32)) {
            return State.CHECKSUM;
        }
        sum();
        if (Integer.reverseBytes(bits.take(32)) != adler) {
            throw new FormatException("incorrect data check");
        }
        return State.DONE;
    }

    /** Brings the checksum up to the output of this call. */
    private void sum() {
        int made = history.produced();
        if (!raw && made > summed) {
            adler = history.sum(adler, summed, made);
            summed = made;
        }
    }
}

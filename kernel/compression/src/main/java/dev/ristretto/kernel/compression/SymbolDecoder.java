package dev.ristretto.kernel.compression;

/**
 * The symbols of compressed blocks, decoded into literals and matches (RFC 1951, sections 3.2.3 and 3.2.5), in pieces
 * as input and room allow.
 *
 * <p>Not safe for use by several threads.
 */
final class SymbolDecoder {
    private static final int NONE = -1;

    private final BitReader bits;
    private final History history;
    private HuffmanDecoder literals = FixedCodes.LITERALS;
    private HuffmanDecoder distances = FixedCodes.DISTANCES;

    /** A literal that found no room, or {@link #NONE}. */
    private int literal = NONE;
    /** The length symbol of a match whose extra bits are missing, or {@link #NONE}. */
    private int lengthSymbol = NONE;
    /** What is left of a match whose distance is known if {@link #distance} is not 0. */
    private int matchLeft;
    /** The distance symbol of a match whose extra bits are missing, or {@link #NONE}. */
    private int distanceSymbol = NONE;

    private int distance;

    /** Takes bits from the one and puts bytes to the other. */
    SymbolDecoder(BitReader bits, History history) {
        this.bits = bits;
        this.history = history;
    }

    /** Forgets what was left of another stream. */
    void clear() {
        literal = NONE;
        lengthSymbol = NONE;
        distanceSymbol = NONE;
        matchLeft = 0;
        distance = 0;
    }

    /** A block with fixed codes begins. */
    void beginFixed() {
        begin(FixedCodes.LITERALS, FixedCodes.DISTANCES);
    }

    /** A block with codes of its own begins. */
    void begin(HuffmanDecoder literalCodes, HuffmanDecoder distanceCodes) {
        literals = literalCodes;
        distances = distanceCodes;
    }

    /** Decodes literals and matches; true at the end of the block, false if input or room is missing. */
    boolean decode() throws FormatException {
        if (!finishSymbol()) {
            return false;
        }
        while (true) {
            int entry = literals.lookUp(bits.peek());
            int length = HuffmanDecoder.length(entry);
            if (length > bits.available() || length == 0 && bits.available() == 0) {
                return false;
            }
            if (length == 0) {
                throw new FormatException("invalid literal/length code");
            }
            bits.skip(length);
            int symbol = HuffmanDecoder.symbol(entry);
            if (symbol < DeflateFormat.END_OF_BLOCK) {
                if (history.isFull()) {
                    literal = symbol;
                    return false;
                }
                history.put(symbol);
            } else if (symbol == DeflateFormat.END_OF_BLOCK) {
                return true;
            } else {
                lengthSymbol = symbol - DeflateFormat.FIRST_LENGTH;
                if (lengthSymbol >= DeflateFormat.LENGTH_SYMBOLS) {
                    throw new FormatException("invalid literal/length code");
                }
                if (!finishSymbol()) {
                    return false;
                }
            }
        }
    }

    /** Does what the last symbol still asks for; false if input or room is missing. */
    private boolean finishSymbol() throws FormatException {
        if (literal != NONE) {
            if (history.isFull()) {
                return false;
            }
            history.put(literal);
            literal = NONE;
        }
        if (lengthSymbol != NONE) {
            int extra = DeflateFormat.lengthExtraBits(lengthSymbol);
            if (!bits.has(extra)) {
                return false;
            }
            matchLeft = DeflateFormat.lengthBase(lengthSymbol) + bits.take(extra);
            lengthSymbol = NONE;
            distance = 0;
        }
        if (matchLeft == 0) {
            return true;
        }
        if (distance == 0 && !readDistance()) {
            return false;
        }
        matchLeft -= history.repeat(distance, matchLeft);
        return matchLeft == 0;
    }

    private boolean readDistance() throws FormatException {
        if (distanceSymbol == NONE) {
            int entry = distances.lookUp(bits.peek());
            int length = HuffmanDecoder.length(entry);
            if (length > bits.available() || length == 0 && bits.available() == 0) {
                return false;
            }
            if (length == 0 || HuffmanDecoder.symbol(entry) >= DeflateFormat.DISTANCE_SYMBOLS) {
                throw new FormatException("invalid distance code");
            }
            bits.skip(length);
            distanceSymbol = HuffmanDecoder.symbol(entry);
        }
        int extra = DeflateFormat.distanceExtraBits(distanceSymbol);
        if (!bits.has(extra)) {
            return false;
        }
        distance = DeflateFormat.distanceBase(distanceSymbol) + bits.take(extra);
        distanceSymbol = NONE;
        if (!history.reaches(distance)) {
            throw new FormatException("invalid distance too far back");
        }
        return true;
    }

    /** The codes of fixed blocks, the same for all. */
    private static final class FixedCodes {
        static final HuffmanDecoder LITERALS = decoder(DeflateFormat.fixedLiteralLengths());
        static final HuffmanDecoder DISTANCES = decoder(DeflateFormat.fixedDistanceLengths());

        private static HuffmanDecoder decoder(byte[] lengths) {
            try {
                return HuffmanDecoder.of(lengths, 0, lengths.length, false, "");
            } catch (FormatException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }
}

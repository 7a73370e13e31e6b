package dev.ristretto.kernel.compression;

import java.util.Arrays;

/** Reads the two codes with which a dynamic block begins (RFC 1951, section 3.2.7), in pieces as they come. */
final class DynamicHeader {
    private static final int MOST_LITERAL_SYMBOLS = 286;
    private static final int MOST_DISTANCE_SYMBOLS = 30;
    private static final HuffmanDecoder NO_CODE = noCode();

    private final byte[] lengths = new byte[MOST_LITERAL_SYMBOLS + MOST_DISTANCE_SYMBOLS];
    private final byte[] codeLengths = new byte[DeflateFormat.CODE_LENGTH_SYMBOLS];
    private int literalCount;
    private int distanceCount;
    private int codeLengthCount;
    private int index;
    private HuffmanDecoder codeLengthDecoder = NO_CODE;
    private HuffmanDecoder literals = NO_CODE;
    private HuffmanDecoder distances = NO_CODE;

    /** Before each block. */
    void clear() {
        literalCount = 0;
        codeLengthCount = 0;
        index = 0;
        codeLengthDecoder = NO_CODE;
    }

    HuffmanDecoder literals() {
        return literals;
    }

    HuffmanDecoder distances() {
        return distances;
    }

    /** Reads on; true if both codes are complete, false if input is missing. */
    boolean read(BitReader bits) throws FormatException {
        return readCounts(bits) && readCodeLengthCode(bits) && readLengths(bits);
    }

    private boolean readCounts(BitReader bits) throws FormatException {
        if (literalCount > 0) {
            return true;
        }
        if (!bits.has(14)) {
            return false;
        }
        literalCount = bits.take(5) + DeflateFormat.FIRST_LENGTH;
        distanceCount = bits.take(5) + 1;
        codeLengthCount = bits.take(4) + 4;
        if (literalCount > MOST_LITERAL_SYMBOLS || distanceCount > MOST_DISTANCE_SYMBOLS) {
            throw new FormatException("too many length or distance symbols");
        }
        Arrays.fill(codeLengths, (byte) 0);
        return true;
    }

    private boolean readCodeLengthCode(BitReader bits) throws FormatException {
        if (codeLengthDecoder != NO_CODE) {
            return true;
        }
        while (index < codeLengthCount) {
            if (!bits.has(3)) {
                return false;
            }
            codeLengths[DeflateFormat.codeLengthOrder(index++)] = (byte) bits.take(3);
        }
        codeLengthDecoder = HuffmanDecoder.of(codeLengths, 0, codeLengths.length, false, "invalid code lengths set");
        index = 0;
        return true;
    }

    private boolean readLengths(BitReader bits) throws FormatException {
        while (index < literalCount + distanceCount) {
            int entry = codeLengthDecoder.lookUp(bits.peek());
            int length = HuffmanDecoder.length(entry);
            if (length == 0) {
                throw new FormatException("invalid code lengths set");
            }
            int symbol = HuffmanDecoder.symbol(entry);
            int extra = repeatBits(symbol);
            if (!bits.has(length + extra)) {
                return false;
            }
            bits.skip(length);
            if (symbol < DeflateFormat.REPEAT_LAST) {
                lengths[index++] = (byte) symbol;
            } else {
                repeat(symbol, bits.take(extra));
            }
        }
        if (lengths[DeflateFormat.END_OF_BLOCK] == 0) {
            throw new FormatException("invalid code -- missing end-of-block");
        }
        literals = HuffmanDecoder.of(lengths, 0, literalCount, true, "invalid literal/lengths set");
        distances = HuffmanDecoder.of(lengths, literalCount, distanceCount, true, "invalid distances set");
        return true;
    }

    private static int repeatBits(int symbol) {
        return switch (symbol) {
            case DeflateFormat.REPEAT_LAST -> 2;
            case DeflateFormat.REPEAT_ZERO -> 3;
            case DeflateFormat.REPEAT_ZERO_LONG -> 7;
            default -> 0;
        };
    }

    private void repeat(int symbol, int extra) throws FormatException {
        boolean last = symbol == DeflateFormat.REPEAT_LAST;
        int count = extra + (symbol == DeflateFormat.REPEAT_ZERO_LONG ? 11 : 3);
        if (last && index == 0 || index + count > literalCount + distanceCount) {
            throw new FormatException("invalid bit length repeat");
        }
        byte value = last ? lengths[index - 1] : 0;
        Arrays.fill(lengths, index, index + count, value);
        index += count;
    }

    private static HuffmanDecoder noCode() {
        try {
            return HuffmanDecoder.of(new byte[1], 0, 1, true, "");
        } catch (FormatException e) {
            throw new IllegalStateException(e);
        }
    }
}

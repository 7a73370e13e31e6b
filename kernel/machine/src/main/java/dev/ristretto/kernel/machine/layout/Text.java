package dev.ristretto.kernel.machine.layout;

import com.oracle.svm.core.Uninterruptible;
import org.graalvm.nativeimage.c.type.CCharPointer;

/** Bytes of text at an address, mostly C strings. */
public final class Text {

    private Text() {}

    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static int at(long address) {
        return Raw.getByte(address);
    }

    /** Writes a byte; returns the address behind it. */
    @Uninterruptible(reason = KernelCode.INLINED, mayBeInlined = true)
    public static long put(long address, int value) {
        Raw.putByte(address, value);
        return address + 1;
    }

    /** The bytes of a C string, without the null at its end. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long length(long text) {
        long length = 0;
        while (at(text + length) != 0) {
            length++;
        }
        return length;
    }

    /** The address behind {@code prefix}, 0 if the text does not begin with it. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long behind(long text, CCharPointer prefix) {
        int i = 0;
        while (prefix.read(i) != 0 && at(text + i) == prefix.read(i)) {
            i++;
        }
        return prefix.read(i) == 0 ? text + i : 0;
    }

    /** Where the value of a token is in a line of tokens, each of which begins behind spaces; 0 if it has none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long valueOf(CCharPointer token, long line) {
        long at = line;
        while (at != 0 && at(at) != 0) {
            long value = behind(at, token);
            if (value != 0) {
                return value;
            }
            at = nextToken(at);
        }
        return 0;
    }

    /** The first byte of the token behind this one, or the end of the line. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long nextToken(long token) {
        long at = token;
        while (at(at) != 0 && at(at) != ' ') {
            at++;
        }
        while (at(at) == ' ') {
            at++;
        }
        return at;
    }

    /** The number that decimal digits are, up to what is none; {@code most} if it is greater. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long decimal(long digits, long most) {
        long value = 0;
        while (at(digits) >= '0' && at(digits) <= '9' && value < most) {
            value = value * 10 + at(digits++) - '0';
        }
        return value < most ? value : most;
    }

    /** The value of a hexadecimal digit. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static int hexadecimal(int character) {
        return character <= '9' ? character - '0' : (character | 0x20) - 'a' + 10;
    }
}

package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Copies to and from a program's memory, the one way there is. Addresses and lengths are the program's and may be
 * anything; where something cannot be touched the call fails with EFAULT. Values are little-endian. Safe for use by
 * several threads.
 */
public final class UserMemory {
    /** Bytes of the longest path with the zero behind it (PATH_MAX). */
    public static final int LONGEST_PATH = 4096;

    /** How many ranges a vector has at most (IOV_MAX). */
    public static final int MOST_RANGES = 1024;

    /** Bytes of a program's arguments and environment together (ARG_MAX with the usual limit of a stack). */
    public static final int LONGEST_STRINGS = 2 << 20;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** How many bytes of a text are looked at at once. */
    private static final int TEXT_STEP = 256;

    private static final int RANGE = 16;

    private final UserSpace space;
    private final PageSupply supply;

    /** The memory in {@code space}, whose missing pages {@code supply} brings. */
    public UserMemory(UserSpace space, PageSupply supply) {
        this.space = space;
        this.supply = supply;
    }

    /** Reads; EFAULT if not all can be read. */
    public void read(long address, byte[] target, int offset, int length) throws PosixException {
        if (readSome(address, target, offset, length) < length) {
            throw new PosixException(Errno.EFAULT);
        }
    }

    /** Reads up to the first byte that cannot be read: how many there were. */
    public int readSome(long address, byte[] target, int offset, int length) {
        int done = 0;
        while (done < length) {
            int copied = space.read(address + done, target, offset + done, length - done);
            done += copied;
            if (done < length && !supply.supply(address + done, false)) {
                break;
            }
        }
        return done;
    }

    /** Writes; EFAULT if not all can be written, when the beginning may have been. */
    public void write(long address, byte[] source, int offset, int length) throws PosixException {
        if (writeSome(address, source, offset, length) < length) {
            throw new PosixException(Errno.EFAULT);
        }
    }

    /** Writes up to the first byte that cannot be written: how many there were. */
    public int writeSome(long address, byte[] source, int offset, int length) {
        int done = 0;
        while (done < length) {
            int copied = space.write(address + done, source, offset + done, length - done);
            done += copied;
            if (done < length && !supply.supply(address + done, true)) {
                break;
            }
        }
        return done;
    }

    /** So many bytes from an address on; the caller has seen to it that they are not too many. */
    public byte[] bytes(long address, int length) throws PosixException {
        byte[] bytes = new byte[length];
        read(address, bytes, 0, length);
        return bytes;
    }

    public void write(long address, byte[] source) throws PosixException {
        write(address, source, 0, source.length);
    }

    public byte getByte(long address) throws PosixException {
        return bytes(address, 1)[0];
    }

    public short getShort(long address) throws PosixException {
        return (short) SHORT.get(bytes(address, Short.BYTES), 0);
    }

    public int getInt(long address) throws PosixException {
        return (int) INT.get(bytes(address, Integer.BYTES), 0);
    }

    public long getLong(long address) throws PosixException {
        return (long) LONG.get(bytes(address, Long.BYTES), 0);
    }

    public void putInt(long address, int value) throws PosixException {
        byte[] bytes = new byte[Integer.BYTES];
        INT.set(bytes, 0, value);
        write(address, bytes);
    }

    public void putLong(long address, long value) throws PosixException {
        byte[] bytes = new byte[Long.BYTES];
        LONG.set(bytes, 0, value);
        write(address, bytes);
    }

    /**
     * Compares a word of four bytes and exchanges it if it is as expected, in one step.
     *
     * @return the word as it was
     * @throws PosixException EFAULT; EINVAL if the address is no multiple of four
     */
    public int compareAndExchange(long address, int expected, int value) throws PosixException {
        if ((address & 3) != 0) {
            throw new PosixException(Errno.EINVAL);
        }
        while (true) {
            long found = space.compareAndExchange(address, expected, value);
            if (found >= 0) {
                return (int) found;
            }
            if (!supply.supply(address, true)) {
                throw new PosixException(Errno.EFAULT);
            }
        }
    }

    /** A path: bytes up to a zero; ENAMETOOLONG if there is none among the first {@link #LONGEST_PATH}. */
    public String path(long address) throws PosixException {
        return text(address, LONGEST_PATH, Errno.ENAMETOOLONG);
    }

    /** A text: bytes up to a zero, which stands among the first {@code longest}. */
    public String text(long address, int longest, Errno otherwise) throws PosixException {
        byte[] bytes = new byte[Math.min(TEXT_STEP, longest)];
        int filled = 0;
        while (true) {
            // To the end of a page at most, so that nothing is touched behind the zero.
            long left = UserSpace.PAGE - (address + filled & UserSpace.PAGE - 1);
            int step = (int) Math.min(left, bytes.length - filled);
            read(address + filled, bytes, filled, step);
            for (int i = filled; i < filled + step; i++) {
                if (bytes[i] == 0) {
                    return new String(bytes, 0, i, StandardCharsets.UTF_8);
                }
            }
            filled += step;
            if (filled >= longest) {
                throw new PosixException(otherwise);
            }
            if (filled == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.min(longest, 2 * bytes.length));
            }
        }
    }

    /** The texts to which the words from an address on lead, up to a zero word; E2BIG if they are too long together. */
    public List<String> texts(long address) throws PosixException {
        List<String> texts = new ArrayList<>();
        int left = LONGEST_STRINGS;
        for (long next = address; ; next += Long.BYTES) {
            long text = getLong(next);
            if (text == 0) {
                return texts;
            }
            String found = text(text, left, Errno.E2BIG);
            texts.add(found);
            left -= found.getBytes(StandardCharsets.UTF_8).length + 1 + Long.BYTES;
            if (left <= 0) {
                throw new PosixException(Errno.E2BIG);
            }
        }
    }

    /**
     * The ranges of a vector (struct iovec), whose lengths together do not exceed what a call can return.
     *
     * @throws PosixException EINVAL if there are too many or they are too long
     */
    public UserRange[] ranges(long address, long count) throws PosixException {
        if (count < 0 || count > MOST_RANGES) {
            throw new PosixException(Errno.EINVAL);
        }
        UserRange[] ranges = new UserRange[(int) count];
        byte[] bytes = bytes(address, RANGE * ranges.length);
        long total = 0;
        for (int i = 0; i < ranges.length; i++) {
            long length = (long) LONG.get(bytes, RANGE * i + Long.BYTES);
            ranges[i] = new UserRange((long) LONG.get(bytes, RANGE * i), length);
            if (length < 0 || length > Integer.MAX_VALUE - total) {
                throw new PosixException(Errno.EINVAL);
            }
            total += length;
        }
        return ranges;
    }
}

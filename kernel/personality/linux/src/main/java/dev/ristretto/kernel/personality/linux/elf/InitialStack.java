package dev.ristretto.kernel.personality.linux.elf;

import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.memory.MapFlags;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The stack on which a program begins (System V ABI, supplement for AMD64, section 3.4.1): from the stack pointer up
 * the number of arguments, their addresses and a zero, those of the environment and a zero, the auxiliary vector, and
 * above all the texts and bytes to which these lead.
 */
final class InitialStack {
    /** Bytes of the longest text with the zero behind it (MAX_ARG_STRLEN). */
    static final int LONGEST_TEXT = 131072;

    /** What a stack has at first beside what is in it. */
    private static final long SPARE = 128 << 10;

    private static final String PLATFORM = "x86_64";

    private final PreparedProgram program;
    private final AuxiliaryVector vector;
    private final long random;
    private final long moreRandom;

    /** @param random with {@code moreRandom} the sixteen bytes that a program gets (AT_RANDOM) */
    InitialStack(PreparedProgram program, AuxiliaryVector vector, long random, long moreRandom) {
        this.program = program;
        this.vector = vector;
        this.random = random;
        this.moreRandom = moreRandom;
    }

    /** E2BIG if there is too much text for a stack. */
    static void check(String path, List<String> arguments, List<String> environment) throws PosixException {
        long bytes = 1L + bytes(path).length;
        for (List<String> texts : List.of(arguments, environment)) {
            for (String text : texts) {
                int length = bytes(text).length + 1;
                if (length > LONGEST_TEXT) {
                    throw new PosixException(Errno.E2BIG);
                }
                bytes += length + Long.BYTES;
            }
        }
        if (bytes > UserMemory.LONGEST_STRINGS) {
            throw new PosixException(Errno.E2BIG);
        }
    }

    /**
     * Maps the stack and fills it.
     *
     * @return the stack pointer
     */
    long build(MemoryAreas areas, UserMemory memory, long end) throws PosixException {
        Texts texts = new Texts(end - Long.BYTES);
        long executed = texts.add(program.path());
        List<Long> environment = texts.add(program.environment());
        List<Long> arguments = texts.add(program.arguments());
        long platform = texts.add(PLATFORM);
        long randomBytes = (texts.lowest() & -16) - 16;
        int words = 1 + arguments.size() + 1 + environment.size() + 1;
        long pointer = randomBytes - (long) words * Long.BYTES - AuxiliaryVector.LENGTH & -16;

        ByteBuffer content = ByteBuffer.allocate((int) (end - pointer)).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(arguments.size());
        arguments.forEach(content::putLong);
        content.putLong(0);
        environment.forEach(content::putLong);
        content.putLong(0);
        vector.put(content, randomBytes, executed, platform);
        content.putLong((int) (randomBytes - pointer), random).putLong((int) (randomBytes - pointer) + 8, moreRandom);
        texts.copyTo(content, pointer);

        map(areas, pointer, end);
        memory.write(pointer, content.array());
        return pointer;
    }

    private void map(MemoryAreas areas, long pointer, long end) throws PosixException {
        long start = (pointer & -UserSpace.PAGE) - SPARE;
        int protection = PageAccess.READ | PageAccess.WRITE;
        if (program.program().image().executableStack()) {
            protection |= PageAccess.EXECUTE;
        }
        int flags = MapFlags.PRIVATE
                | MapFlags.ANONYMOUS
                | MapFlags.GROWS_DOWN
                | MapFlags.STACK
                | MapFlags.FIXED_NO_REPLACE;
        try {
            areas.map(start, end - start, protection, flags, null, 0);
        } catch (PosixException e) {
            throw e.errno() == Errno.EEXIST ? ElfBytes.notExecutable() : e;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Texts that end with zeros, from an address down. */
    private static final class Texts {
        /** A text and where it is. */
        private static final class Placed {
            private final long address;
            private final byte[] text;

            Placed(long address, byte[] text) {
                this.address = address;
                this.text = text;
            }
        }

        private final List<Placed> placed = new ArrayList<>();
        private long lowest;

        Texts(long end) {
            lowest = end;
        }

        long lowest() {
            return lowest;
        }

        long add(String text) {
            byte[] encoded = bytes(text);
            lowest -= encoded.length + 1;
            placed.add(new Placed(lowest, encoded));
            return lowest;
        }

        /** Adds texts, the first of them the lowest: some programs overwrite them all as one. */
        List<Long> add(List<String> texts) {
            return texts.reversed().stream().map(this::add).toList().reversed();
        }

        void copyTo(ByteBuffer target, long start) {
            for (Placed each : placed) {
                target.put((int) (each.address - start), each.text);
            }
        }
    }
}

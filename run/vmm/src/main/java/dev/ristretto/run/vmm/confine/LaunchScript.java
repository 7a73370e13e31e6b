package dev.ristretto.run.vmm.confine;

import dev.ristretto.abi.linux.SystemCalls;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What a {@link LauncherProgram} does before it becomes another program: system calls, one after another. The file has
 * a table of them, then what their arguments point to; all addresses are those that the launcher maps it at. Not
 * thread-safe.
 *
 * <p>A row has nine words of 64 bits: the number of the call, its six arguments, address and length of the message for
 * its failure. The last row has the number -1 and the path of the program.
 */
final class LaunchScript {

    /** What messages begin with. */
    static final String WHO = "ristretto: ";

    /** What messages begin with that say what is refused. */
    static final String REFUSAL = WHO + "Linux refuses ";

    private static final long ADDRESS = 0x1000_0000;
    private static final int ROW = 9 * Long.BYTES;
    private static final int ARGUMENTS = 6;

    /** Where what is pointed to begins, so that its addresses are known before the table is whole. */
    private static final int DATA = 64 << 10;

    private static final int SIZE = 512 << 10;
    private static final long EXECUTE = -1;
    private static final long NO_NEW_PRIVILEGES = 38;

    /** The lowest descriptor that is not one of the standard ones. */
    static final long FREE = 3;

    private final ByteBuffer table = ByteBuffer.allocate(DATA).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer data = ByteBuffer.allocate(SIZE - DATA).order(ByteOrder.LITTLE_ENDIAN);

    /**
     * A script in a file, which it deletes as soon as it has some disks open; other descriptors from {@link #FREE} on
     * are closed.
     */
    static LaunchScript in(Path file, List<Disk> disks) {
        LaunchScript script = new LaunchScript();
        script.call("descriptors to be closed", SystemCalls.CLOSE_RANGE, FREE, 0xffff_ffffL, 0);
        Disk.open(script, disks);
        script.attempt(SystemCalls.UNLINK, script.text(file));
        return script;
    }

    private LaunchScript() {}

    /** From now on no program that is executed has more rights than its user (prctl(2)). */
    void renouncePrivileges() {
        call("to renounce privileges", SystemCalls.PRCTL, NO_NEW_PRIVILEGES, 1);
    }

    /** The address of a text, a zero byte behind it. */
    long text(Object text) {
        return bytes((text + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** The address of bytes. */
    long bytes(byte[] content) {
        data.position(data.position() + Long.BYTES - 1 & -Long.BYTES);
        long address = ADDRESS + DATA + data.position();
        data.put(content);
        return address;
    }

    /** The address of words of 64 bits. */
    long words(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            bytes.putLong(word);
        }
        return bytes(bytes.array());
    }

    /**
     * Adds a call that has to succeed.
     *
     * @param purpose what Linux refuses otherwise, for people
     */
    void call(String purpose, int number, long... arguments) {
        add(REFUSAL + purpose + "; ristretto doctor says what this host grants\n", number, arguments);
    }

    /** Adds a call that may fail. */
    void attempt(int number, long... arguments) {
        add("", number, arguments);
    }

    private void add(String message, long number, long... arguments) {
        byte[] words = message.getBytes(StandardCharsets.UTF_8);
        table.putLong(number);
        for (int i = 0; i < ARGUMENTS; i++) {
            table.putLong(i < arguments.length ? arguments[i] : 0);
        }
        table.putLong(words.length == 0 ? 0 : bytes(words)).putLong(words.length);
    }

    /**
     * The file, which ends by executing a program.
     *
     * @param program address of its path
     */
    byte[] executing(long program) {
        add(WHO + "Linux does not execute the program behind its walls\n", EXECUTE, program);
        byte[] file = new byte[DATA + data.position()];
        System.arraycopy(table.array(), 0, file, 0, table.position());
        System.arraycopy(data.array(), 0, file, DATA, data.position());
        return file;
    }
}

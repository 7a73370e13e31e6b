package dev.ristretto.kernel.personality.linux.file;

import dev.ristretto.kernel.personality.linux.call.Caller;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What programs set of the console as a terminal (ioctl_tty(2)), which is kept and changes nothing: lines are edited
 * and echoed, if at all, at the other end. Its size is 80 by 24 until a program says otherwise.
 */
final class Terminal {
    private static final int GET = 0x5401;
    private static final int SET = 0x5402;
    private static final int SET_AFTER_OUTPUT = 0x5403;
    private static final int SET_FLUSHING = 0x5404;
    private static final int SEND_BREAK = 0x5409;
    private static final int FLOW = 0x540a;
    private static final int FLUSH = 0x540b;
    private static final int TAKE = 0x540e;
    private static final int GET_GROUP = 0x540f;
    private static final int SET_GROUP = 0x5410;
    private static final int OUTPUT_LEFT = 0x5411;
    private static final int GET_SIZE = 0x5413;
    private static final int SET_SIZE = 0x5414;
    private static final int GIVE_UP = 0x5422;
    private static final int GET_SESSION = 0x5429;

    /** Bytes of struct termios: four words of flags, the line discipline and 19 characters. */
    private static final int SETTINGS = 36;

    private static final int WINDOW = 8;
    private static final int FIRST_PROCESS = 1;

    /** Arrays that are replaced, never changed. */
    private volatile byte[] settings = usual();

    private volatile byte[] window = {24, 0, 80, 0, 0, 0, 0, 0};

    private volatile int group = FIRST_PROCESS;

    /** Does what was asked for; ENOTTY if that is not known. */
    long control(Caller caller, int request, long argument) throws PosixException {
        switch (request) {
            case GET -> caller.memory().write(argument, settings);
            case SET, SET_AFTER_OUTPUT, SET_FLUSHING ->
                settings = caller.memory().bytes(argument, SETTINGS);
            case GET_SIZE -> caller.memory().write(argument, window);
            case SET_SIZE -> window = caller.memory().bytes(argument, WINDOW);
            case GET_GROUP -> caller.memory().putInt(argument, group);
            case SET_GROUP -> group = caller.memory().getInt(argument);
            case GET_SESSION -> caller.memory().putInt(argument, FIRST_PROCESS);
            case OUTPUT_LEFT -> caller.memory().putInt(argument, 0);
            case SEND_BREAK, FLOW, FLUSH, TAKE, GIVE_UP -> {
                return 0;
            }
            default -> throw new PosixException(Errno.ENOTTY);
        }
        return 0;
    }

    /** What a terminal of Linux begins with (drivers/tty/tty_io.c, tty_std_termios). */
    private static byte[] usual() {
        ByteBuffer buffer = ByteBuffer.allocate(SETTINGS).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(0x500).putInt(0x5).putInt(0xbf).putInt(0x8a3b).put((byte) 0);
        buffer.put(new byte[] {3, 28, 127, 21, 4, 0, 1, 0, 17, 19, 26, 0, 18, 15, 23, 22, 0});
        return buffer.array();
    }
}

package dev.ristretto.kernel.personality.linux.call;

import dev.ristretto.kernel.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** How an argument of a system call is written. */
enum CallArgument {
    /** A number of four bytes: descriptors, processes. */
    INT {
        @Override
        String text(Caller caller, int index, long result) {
            return String.valueOf(caller.intArgument(index));
        }
    },
    /** A number of eight bytes: lengths, positions. */
    LONG {
        @Override
        String text(Caller caller, int index, long result) {
            return String.valueOf(caller.argument(index));
        }
    },
    /** Flags. */
    FLAGS {
        @Override
        String text(Caller caller, int index, long result) {
            return "0x" + Long.toHexString(caller.argument(index));
        }
    },
    /** Permission bits. */
    MODE {
        @Override
        String text(Caller caller, int index, long result) {
            return "0" + Integer.toOctalString(caller.intArgument(index));
        }
    },
    /** An address of something that is not looked at. */
    POINTER {
        @Override
        String text(Caller caller, int index, long result) {
            long address = caller.argument(index);
            return address == 0 ? "NULL" : "0x" + Long.toHexString(address);
        }
    },
    /** The folder that a path begins in. */
    FOLDER {
        @Override
        String text(Caller caller, int index, long result) {
            int descriptor = caller.intArgument(index);
            return descriptor == CURRENT_FOLDER ? "AT_FDCWD" : String.valueOf(descriptor);
        }
    },
    /** A text that ends with a null. */
    TEXT {
        @Override
        String text(Caller caller, int index, long result) {
            long address = caller.argument(index);
            if (address == 0) {
                return "NULL";
            }
            try {
                return quoted(caller.memory().path(address).getBytes(StandardCharsets.UTF_8), LONGEST_TEXT);
            } catch (PosixException e) {
                return POINTER.text(caller, index, result);
            }
        }
    },
    /** Bytes that the program gives; how many is the next argument. */
    INPUT {
        @Override
        String text(Caller caller, int index, long result) {
            return bytes(caller, index, caller.argument(index + 1), result);
        }
    },
    /** Bytes that the program gets; how many is the result. */
    OUTPUT {
        @Override
        String text(Caller caller, int index, long result) {
            return bytes(caller, index, result, result);
        }
    };

    private static final int CURRENT_FOLDER = -100;
    private static final int LONGEST_TEXT = 256;
    private static final int LONGEST_DATA = 32;

    /**
     * Its text, once the call has been made.
     *
     * @param index which argument, from 0 to 5
     * @param result what the program finds in its register
     */
    abstract String text(Caller caller, int index, long result);

    private static String bytes(Caller caller, int index, long length, long result) {
        if (length < 0 || caller.argument(index) == 0) {
            return POINTER.text(caller, index, result);
        }
        try {
            int shown = (int) Math.min(length, LONGEST_DATA + 1L);
            return quoted(caller.memory().bytes(caller.argument(index), shown), LONGEST_DATA);
        } catch (PosixException e) {
            return POINTER.text(caller, index, result);
        }
    }

    /** In the words of C, with three dots where it goes on. */
    private static String quoted(byte[] bytes, int most) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < Math.min(bytes.length, most); i++) {
            int value = bytes[i] & 0xff;
            switch (value) {
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                case '"', '\\' -> text.append('\\').append((char) value);
                default -> {
                    if (value >= ' ' && value < 0x7f) {
                        text.append((char) value);
                    } else {
                        text.append(String.format(Locale.ROOT, "\\x%02x", value));
                    }
                }
            }
        }
        return text.append(bytes.length > most ? "\"..." : "\"").toString();
    }
}

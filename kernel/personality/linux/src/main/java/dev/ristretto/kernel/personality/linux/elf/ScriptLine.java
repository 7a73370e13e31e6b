package dev.ristretto.kernel.personality.linux.elf;

import dev.ristretto.kernel.posix.PosixException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a script: {@code #!}, a path and at most one argument, which may have spaces (fs/binfmt_script.c).
 *
 * @param interpreter the program that runs the script
 * @param argument what it is told before the script's path; null if nothing
 */
record ScriptLine(String interpreter, @Nullable String argument) {
    /** So much of a file is looked at (BINPRM_BUF_SIZE). */
    static final int LENGTH = 256;

    static boolean isScript(byte[] beginning) {
        return beginning.length >= 2 && beginning[0] == '#' && beginning[1] == '!';
    }

    /**
     * Reads the line.
     *
     * @param beginning of the file, of which up to {@link #LENGTH} bytes count
     * @throws PosixException ENOEXEC if it names no program, or its path may go on behind what is looked at
     */
    static ScriptLine read(byte[] beginning) throws PosixException {
        byte[] line = Arrays.copyOf(beginning, LENGTH);
        int end = 2;
        while (end < LENGTH && line[end] != '\n') {
            end++;
        }
        if (end == LENGTH) {
            int name = firstBehindBlanks(line, 2, LENGTH);
            // Without an end the path may be only a part of one.
            ElfBytes.check(name < LENGTH && endOfWord(line, name, LENGTH) < LENGTH);
            end = LENGTH - 1;
        }
        while (end > 2 && isBlank(line[end - 1])) {
            end--;
        }
        int name = firstBehindBlanks(line, 2, end);
        int nameEnd = endOfWord(line, name, end);
        ElfBytes.check(nameEnd > name);
        int argument = nameEnd < end && line[nameEnd] != 0 ? firstBehindBlanks(line, nameEnd, end) : end;
        int argumentEnd = argument;
        while (argumentEnd < end && line[argumentEnd] != 0) {
            argumentEnd++;
        }
        return new ScriptLine(
                text(line, name, nameEnd), argumentEnd > argument ? text(line, argument, argumentEnd) : null);
    }

    private static String text(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.UTF_8);
    }

    private static int firstBehindBlanks(byte[] line, int from, int to) {
        int at = from;
        while (at < to && isBlank(line[at])) {
            at++;
        }
        return at;
    }

    private static int endOfWord(byte[] line, int from, int to) {
        int at = from;
        while (at < to && !isBlank(line[at]) && line[at] != 0) {
            at++;
        }
        return at;
    }

    private static boolean isBlank(byte letter) {
        return letter == ' ' || letter == '\t';
    }
}

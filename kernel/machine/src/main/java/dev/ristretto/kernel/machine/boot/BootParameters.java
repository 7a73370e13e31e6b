package dev.ristretto.kernel.machine.boot;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.abi.BootNote;
import dev.ristretto.abi.CommandLine;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.memory.CHeap;
import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.machine.power.Panic;
import java.nio.charset.StandardCharsets;
import org.graalvm.nativeimage.ImageInfo;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;

/** The kernel command line (see {@link CommandLine}): environment, arguments and the version that the host speaks. */
public final class BootParameters {
    private static final CGlobalData<CCharPointer> ENVIRONMENT = CGlobalDataFactory.createCString(CommandLine.ENVIRONMENT);
    private static final CGlobalData<CCharPointer> ARGUMENT = CGlobalDataFactory.createCString(CommandLine.ARGUMENT);
    private static final CGlobalData<CCharPointer> VERSION = CGlobalDataFactory.createCString(CommandLine.VERSION);
    private static final CGlobalData<CCharPointer> OTHER_VERSION = CGlobalDataFactory.createCString(
            "the host speaks another version of the interface between image and host: build the image again");
    private static final CGlobalData<CCharPointer> PROGRAM = CGlobalDataFactory.createCString("/app");

    /** Two arrays of C strings, each with a null at the end: argv and environ. */
    private static final CGlobalData<Pointer> STATE = CGlobalDataFactory.createBytes(() -> 16);

    private static final int ENVIRONMENT_LENGTH = CommandLine.ENVIRONMENT.length();
    private static final int ARGUMENT_LENGTH = CommandLine.ARGUMENT.length();
    private static final int VERSION_LENGTH = CommandLine.VERSION.length();

    private static final int ARGUMENTS = 0;
    private static final int VARIABLES = 8;

    private BootParameters() {}

    /** The command line as the hypervisor gave it, {@code ""} if there is none, as on a plain JVM where tests run. */
    public static String commandLine() {
        if (!ImageInfo.inImageRuntimeCode()) {
            return "";
        }
        long line = BootInformation.commandLine();
        if (line == 0) {
            return "";
        }
        int length = (int) length(line);
        byte[] bytes = new byte[length];
        RawMemory.at(line, length + 1L).get(0, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Direct address of the array of environment strings, {@code NAME=VALUE} each, that a null ends. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long environment() {
        return Raw.getLong(STATE.get().rawValue(), VARIABLES);
    }

    /** Makes argv and environ; writes argc and argv at {@code result}; false when memory is exhausted. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean parse(long result) {
        long line = BootInformation.commandLine();
        if (line == 0) {
            line = ARGUMENT.get().rawValue() + ARGUMENT_LENGTH;
        }
        long length = length(line);
        long tokens = 1;
        for (long i = 0; i < length; i++) {
            if (Raw.getByte(line + i) == ' ') {
                tokens++;
            }
        }
        long arguments = CHeap.allocate(8 * (tokens + 2));
        long variables = CHeap.allocate(8 * (tokens + 1));
        long text = CHeap.allocate(length + tokens);
        if (arguments == 0 || variables == 0 || text == 0) {
            return false;
        }
        Raw.putLong(arguments, 0, PROGRAM.get().rawValue());
        int argumentCount = 1;
        int variableCount = 0;
        long token = line;
        while (token < line + length) {
            long end = token;
            while (end < line + length && Raw.getByte(end) != ' ') {
                end++;
            }
            if (startsWith(token, end, ARGUMENT.get())) {
                Raw.putLong(arguments, 8 * argumentCount++, text);
                text = decode(token + ARGUMENT_LENGTH, end, text);
            } else if (startsWith(token, end, ENVIRONMENT.get())) {
                Raw.putLong(variables, 8 * variableCount++, text);
                text = decode(token + ENVIRONMENT_LENGTH, end, text);
            } else if (startsWith(token, end, VERSION.get())
                    && number(token + VERSION_LENGTH, end) != BootNote.VERSION) {
                Panic.stop(OTHER_VERSION.get());
            }
            token = end + 1;
        }
        Raw.putLong(arguments, 8 * argumentCount, 0);
        Raw.putLong(variables, 8 * variableCount, 0);
        Raw.putLong(STATE.get().rawValue(), ARGUMENTS, arguments);
        Raw.putLong(STATE.get().rawValue(), VARIABLES, variables);
        Raw.putLong(result, 0, argumentCount);
        Raw.putLong(result, 8, arguments);
        return true;
    }

    /** Writes the decoded bytes and a null at {@code text}; returns the address behind them. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long decode(long from, long to, long text) {
        while (from < to) {
            int value = Raw.getByte(from++);
            if (value == '%' && from + 1 < to) {
                value = digit(Raw.getByte(from)) << 4 | digit(Raw.getByte(from + 1));
                from += 2;
            }
            Raw.putByte(text++, value);
        }
        Raw.putByte(text++, 0);
        return text;
    }

    /** The decimal number of a token's value; one that is none gives a number all the same, which no version has. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long number(long from, long to) {
        long number = 0;
        for (long at = from; at < to; at++) {
            number = 10 * number + Raw.getByte(at) - '0';
        }
        return number;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int digit(int character) {
        return character <= '9' ? character - '0' : (character | 0x20) - 'a' + 10;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static boolean startsWith(long from, long to, CCharPointer prefix) {
        for (int i = 0; prefix.read(i) != 0; i++) {
            if (from + i >= to || Raw.getByte(from + i) != prefix.read(i)) {
                return false;
            }
        }
        return true;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long length(long text) {
        long length = 0;
        while (Raw.getByte(text + length) != 0) {
            length++;
        }
        return length;
    }
}

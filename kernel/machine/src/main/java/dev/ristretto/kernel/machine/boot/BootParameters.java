package dev.ristretto.kernel.machine.boot;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import dev.ristretto.abi.BootNote;
import dev.ristretto.abi.CommandLine;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.WordArray;
import dev.ristretto.kernel.machine.memory.CHeap;
import dev.ristretto.kernel.machine.memory.RawMemory;
import dev.ristretto.kernel.machine.power.Panic;
import java.nio.charset.StandardCharsets;
import org.graalvm.nativeimage.ImageInfo;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.Pointer;

/**
 * The kernel command line (see {@link CommandLine}): environment, arguments and the version that the host speaks. The
 * hypervisor may have loaded them as a file instead, so that they do not stand in its own command line.
 */
public final class BootParameters {
    private static final CGlobalData<CCharPointer> ENVIRONMENT =
            CGlobalDataFactory.createCString(CommandLine.ENVIRONMENT);
    private static final CGlobalData<CCharPointer> ARGUMENT = CGlobalDataFactory.createCString(CommandLine.ARGUMENT);
    private static final CGlobalData<CCharPointer> VERSION = CGlobalDataFactory.createCString(CommandLine.VERSION);
    private static final CGlobalData<CCharPointer> OTHER_VERSION = CGlobalDataFactory.createCString(
            "the host speaks another version of the interface between image and host: build the image again");
    private static final CGlobalData<CCharPointer> PROGRAM = CGlobalDataFactory.createCString("/app");

    /** The array of environment strings. */
    private static final CGlobalData<Pointer> VARIABLES = CGlobalDataFactory.createBytes(() -> Variable.SIZE);

    /** The array of the application's arguments. */
    private static final CGlobalData<Pointer> ARGUMENTS = CGlobalDataFactory.createBytes(() -> Variable.SIZE);

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
        int length = (int) Text.length(line);
        byte[] bytes = new byte[length];
        RawMemory.at(line, length + 1L).get(0, bytes, 0, length);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Direct address of the array of environment strings, {@code NAME=VALUE} each, that a null ends. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long environment() {
        return Variable.get(VARIABLES.get());
    }

    /** Direct address of the array of the application's arguments, which a null ends. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static long arguments() {
        return Variable.get(ARGUMENTS.get());
    }

    /**
     * Makes the arrays of arguments and variables; writes the argc and argv that SubstrateVM gets at {@code result}:
     * the name of the program alone, for it would take what begins with {@code -D} or {@code -X} for its own. False
     * when memory is exhausted.
     */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static boolean parse(long result) {
        long line = allTokens();
        if (line == 0) {
            return false;
        }
        long length = Text.length(line);
        long tokens = 1;
        for (long i = 0; i < length; i++) {
            if (Text.at(line + i) == ' ') {
                tokens++;
            }
        }
        long program = CHeap.allocate(8 * 2);
        long arguments = CHeap.allocate(8 * (tokens + 1));
        long variables = CHeap.allocate(8 * (tokens + 1));
        long text = CHeap.allocate(length + tokens);
        if (program == 0 || arguments == 0 || variables == 0 || text == 0) {
            return false;
        }
        WordArray.set(program, 0, PROGRAM.get().rawValue());
        WordArray.set(program, 1, 0);
        int argumentCount = 0;
        int variableCount = 0;
        long token = line;
        while (token < line + length) {
            long end = token;
            while (end < line + length && Text.at(end) != ' ') {
                end++;
            }
            long argument = Text.behind(token, ARGUMENT.get());
            long variable = Text.behind(token, ENVIRONMENT.get());
            long version = Text.behind(token, VERSION.get());
            if (argument != 0) {
                WordArray.set(arguments, argumentCount++, text);
                text = decode(argument, end, text);
            } else if (variable != 0) {
                WordArray.set(variables, variableCount++, text);
                text = decode(variable, end, text);
            } else if (version != 0 && number(version, end) != BootNote.VERSION) {
                Panic.stop(OTHER_VERSION.get());
            }
            token = end + 1;
        }
        WordArray.set(arguments, argumentCount, 0);
        WordArray.set(variables, variableCount, 0);
        Variable.set(ARGUMENTS.get(), arguments);
        Variable.set(VARIABLES.get(), variables);
        WordArray.set(result, 0, 1);
        WordArray.set(result, 1, program);
        return true;
    }

    /** What stands in the command line and in the file with parameters, in the C heap; 0 when that is exhausted. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long allTokens() {
        long line = BootInformation.commandLine();
        long lineBytes = line == 0 ? 0 : Text.length(line);
        long all = CHeap.allocate(lineBytes + BootInformation.fileBytes() + 2);
        if (all != 0) {
            long end = copy(line, lineBytes, all);
            end = copy(BootInformation.file(), BootInformation.fileBytes(), Text.put(end, ' '));
            Text.put(end, 0);
        }
        return all;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long copy(long from, long bytes, long to) {
        long end = to;
        for (long at = from; at < from + bytes; at++) {
            end = Text.put(end, Text.at(at));
        }
        return end;
    }

    /** Writes the decoded bytes and a null at {@code text}; returns the address behind them. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long decode(long from, long to, long text) {
        while (from < to) {
            int value = Text.at(from++);
            if (value == '%' && from + 1 < to) {
                value = Text.hexadecimal(Text.at(from)) << 4 | Text.hexadecimal(Text.at(from + 1));
                from += 2;
            }
            text = Text.put(text, value);
        }
        return Text.put(text, 0);
    }

    /** The decimal number of a token's value; one that is none gives a number all the same, which no version has. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long number(long from, long to) {
        long number = 0;
        for (long at = from; at < to; at++) {
            number = 10 * number + Text.at(at) - '0';
        }
        return number;
    }
}

package dev.ristretto.kernel.personality.linux.elf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A program of which all has been read and checked that can make its start fail, but for a lack of memory.
 *
 * @param path by which it was started, which may be that of a script
 * @param executable the path of its file
 * @param program that file
 * @param interpreter what loads the rest of it; null if nothing does
 * @param arguments as it will find them
 * @param environment as it will find it
 */
public record PreparedProgram(
        String path,
        String executable,
        ProgramFile program,
        @Nullable ProgramFile interpreter,
        List<String> arguments,
        List<String> environment) {
    public PreparedProgram {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
    }
}

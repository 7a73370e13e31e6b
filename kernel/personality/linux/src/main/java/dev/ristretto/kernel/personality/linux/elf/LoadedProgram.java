package dev.ristretto.kernel.personality.linux.elf;

import java.util.List;

/**
 * A program in memory, ready to begin.
 *
 * @param entry its first instruction, or that of its interpreter
 * @param stackPointer where its arguments begin, a multiple of 16
 * @param executable the path of its file, which of a script is that of its interpreter
 * @param arguments as it finds them
 */
public record LoadedProgram(long entry, long stackPointer, String executable, List<String> arguments) {
    public LoadedProgram {
        arguments = List.copyOf(arguments);
    }
}

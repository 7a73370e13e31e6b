package dev.ristretto.kernel.personality.linux;

import java.util.List;

/**
 * What a process runs.
 *
 * @param executable the path of its file, which of a script is that of its interpreter
 * @param arguments as it found them
 * @param environment as it found it
 */
record RunningProgram(String executable, List<String> arguments, List<String> environment) {
    /** Nothing yet. */
    static final RunningProgram NONE = new RunningProgram("", List.of(), List.of());

    RunningProgram {
        arguments = List.copyOf(arguments);
        environment = List.copyOf(environment);
    }
}

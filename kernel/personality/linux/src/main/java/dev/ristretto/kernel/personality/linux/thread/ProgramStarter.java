package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.posix.PosixException;
import java.util.List;

/** Finds programs and makes them ready. */
@FunctionalInterface
public interface ProgramStarter {
    /**
     * Makes a program ready, without changing anything yet.
     *
     * @param process the one that is to run it
     * @param path of the program, absolute or from the working directory
     * @throws PosixException why it cannot be run: ENOENT, EACCES, ENOEXEC, E2BIG
     */
    NextProgram prepare(LinuxProcess process, String path, List<String> arguments, List<String> environment)
            throws PosixException;
}

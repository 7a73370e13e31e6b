package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.posix.PosixException;

/** A program that has been found and looked at, ready to take the place of another one. */
public interface NextProgram {
    /** The absolute path of what was asked for; the last part of it is the name of the process. */
    String path();

    /**
     * Puts the program into the memory of its process in the place of what is there, and sets the registers with which
     * it begins. No other thread uses that memory any more.
     *
     * @throws PosixException if that fails; then the process ends
     */
    void begin(ProgramMemory memory, UserContext registers) throws PosixException;
}

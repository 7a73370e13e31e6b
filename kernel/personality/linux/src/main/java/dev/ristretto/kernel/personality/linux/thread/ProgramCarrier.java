package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.personality.linux.thread.signal.SignalHolder;
import dev.ristretto.kernel.personality.linux.thread.signal.SignalsOfThread;
import dev.ristretto.kernel.posix.SignalledThread;

/** The thread of Java that runs a thread of a program. */
final class ProgramCarrier extends Thread implements SignalledThread, SignalHolder {
    private final ProgramThread program;

    ProgramCarrier(ProgramThread program, String name) {
        super(program::run, name);
        this.program = program;
        setDaemon(true);
    }

    ProgramThread program() {
        return program;
    }

    @Override
    public boolean isSignalled() {
        // Others may look too, but only the thread itself takes a signal by looking.
        return Thread.currentThread() == this && program.isSignalled();
    }

    @Override
    public SignalsOfThread signals() {
        return program.signals();
    }
}

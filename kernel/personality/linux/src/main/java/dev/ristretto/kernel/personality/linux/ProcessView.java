package dev.ristretto.kernel.personality.linux;

import dev.ristretto.kernel.personality.linux.file.pseudo.ProcessFacts;
import dev.ristretto.kernel.personality.linux.thread.LinuxProcess;
import dev.ristretto.kernel.personality.linux.thread.ProgramThread;
import dev.ristretto.kernel.personality.linux.thread.traits.ResourceLimits;
import dev.ristretto.kernel.posix.Process;
import java.util.List;

/** What pseudo-files tell of a process. */
final class ProcessView implements ProcessFacts {
    private static final char RUNNING = 'R';
    private static final char SLEEPING = 'S';
    private static final char ENDED = 'Z';

    private final LinuxProcess process;
    private final ProcessSpace space;

    ProcessView(LinuxProcess process) {
        this.process = process;
        this.space = (ProcessSpace) process.programMemory();
    }

    @Override
    public Process process() {
        return process.files();
    }

    @Override
    public int number() {
        return process.number();
    }

    @Override
    public int parent() {
        return process.parent();
    }

    @Override
    public int group() {
        return process.table().families().group(process.kin());
    }

    @Override
    public int session() {
        return process.table().families().session(process.kin());
    }

    @Override
    public String executable() {
        return space.program().executable();
    }

    @Override
    public List<String> arguments() {
        return space.program().arguments();
    }

    @Override
    public List<String> environment() {
        return space.program().environment();
    }

    @Override
    public byte[] auxiliaryVector() {
        return new byte[0];
    }

    @Override
    public List<Integer> threads() {
        return process.threads().stream().map(ProgramThread::number).sorted().toList();
    }

    @Override
    public String threadName(int thread) {
        return process.threads().stream()
                .filter(known -> known.number() == thread)
                .map(ProgramThread::name)
                .findFirst()
                .orElse(process.name());
    }

    @Override
    public char state(int thread) {
        if (process.hasEnded()) {
            return ENDED;
        }
        ProgramThread current = ProgramThread.current();
        return current != null && current.number() == thread ? RUNNING : SLEEPING;
    }

    @Override
    public long processorTime() {
        return process.processorTime();
    }

    @Override
    public long startTime() {
        return process.start();
    }

    @Override
    public long virtualBytes() {
        return space.areas().mappedBytes();
    }

    @Override
    public long residentBytes() {
        return space.bytes();
    }

    @Override
    public String maps() {
        return space.areas().mapsText();
    }

    @Override
    public long stackLimit() {
        return process.limits().current(ResourceLimits.STACK);
    }

    @Override
    public long descriptorLimit() {
        return process.limits().current(ResourceLimits.DESCRIPTORS);
    }
}

package dev.ristretto.kernel.personality.linux;

import dev.ristretto.kernel.machine.user.UserMachine;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.file.pseudo.ProcessFacts;
import dev.ristretto.kernel.personality.linux.file.pseudo.SystemFacts;
import dev.ristretto.kernel.personality.linux.thread.LinuxProcess;
import dev.ristretto.kernel.personality.linux.thread.ProcessTable;
import dev.ristretto.kernel.personality.linux.thread.ProgramThread;
import dev.ristretto.kernel.personality.linux.time.ClockSource;
import dev.ristretto.kernel.personality.linux.time.TimeValues;
import dev.ristretto.kernel.system.SystemInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What programs learn of this instance, by calls and by pseudo-files. */
final class InstanceKnowledge implements SystemFacts {
    private static final String RELEASE = "6.1.0";

    /** What every processor has on which images run: x86-64-v3, in the words of /proc/cpuinfo. */
    private static final String FLAGS =
            "fpu tsc msr pae cx8 apic sep pge cmov pat clflush mmx fxsr sse sse2 syscall nx lm"
                    + " constant_tsc pni pclmulqdq ssse3 fma cx16 sse4_1 sse4_2 movbe popcnt aes xsave avx f16c rdrand"
                    + " hypervisor lahf_lm abm bmi1 avx2 bmi2";

    private final UserSpace machine;
    private final ProcessTable processes;
    private final ClockSource clock;
    private final long startSecond;

    InstanceKnowledge(UserSpace machine, ProcessTable processes, ClockSource clock) {
        this.machine = machine;
        this.processes = processes;
        this.clock = clock;
        startSecond = (clock.realtime() - clock.monotonic()) / TimeValues.SECOND;
    }

    @Override
    public String hostName() {
        return SystemInstance.hostName();
    }

    @Override
    public long memory() {
        return UserMachine.memory();
    }

    @Override
    public long freeMemory() {
        return machine.freeBytes();
    }

    @Override
    public int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public int currentProcessor() {
        return UserMachine.currentProcessor();
    }

    @Override
    public void synchronizeProcessors() {
        UserMachine.synchronizeProcessors();
    }

    @Override
    public void fillRandom(byte[] target) {
        SystemInstance.fillRandom(target);
    }

    @Override
    public String processorModel() {
        return "x86-64-v3";
    }

    @Override
    public String processorFlags() {
        return FLAGS;
    }

    @Override
    public long processorMegahertz() {
        return 0;
    }

    @Override
    public long uptime() {
        return clock.monotonic();
    }

    @Override
    public long idleTime() {
        return Math.max(0, clock.monotonic() * processors() - UserMachine.processorTime());
    }

    @Override
    public long startSecond() {
        return startSecond;
    }

    @Override
    public String release() {
        return RELEASE;
    }

    @Override
    public String version() {
        return "Linux version " + RELEASE + " (ristretto) #1 Ristretto";
    }

    @Override
    public long threadsMade() {
        return processes.lastNumber();
    }

    @Override
    public int currentProcess() {
        ProgramThread thread = ProgramThread.current();
        return thread == null ? 1 : thread.owner().number();
    }

    @Override
    public int currentThread() {
        ProgramThread thread = ProgramThread.current();
        return thread == null ? 1 : thread.number();
    }

    @Override
    public List<Integer> processes() {
        return processes.processes().stream().map(LinuxProcess::number).sorted().toList();
    }

    @Override
    public @Nullable ProcessFacts process(int number) {
        LinuxProcess process = processes.process(number);
        return process == null ? null : new ProcessView(process);
    }
}

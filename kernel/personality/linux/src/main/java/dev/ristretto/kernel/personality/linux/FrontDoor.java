package dev.ristretto.kernel.personality.linux;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import dev.ristretto.kernel.machine.user.PagedUserSpace;
import dev.ristretto.kernel.machine.user.UserMachine;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.CallTrace;
import dev.ristretto.kernel.personality.linux.elf.ProgramLoader;
import dev.ristretto.kernel.personality.linux.file.FileSystemCalls;
import dev.ristretto.kernel.personality.linux.file.lock.LockCalls;
import dev.ristretto.kernel.personality.linux.file.poll.EventCalls;
import dev.ristretto.kernel.personality.linux.file.poll.PollCalls;
import dev.ristretto.kernel.personality.linux.file.poll.ReadinessSetCalls;
import dev.ristretto.kernel.personality.linux.file.poll.TimerCalls;
import dev.ristretto.kernel.personality.linux.file.pseudo.PseudoFiles;
import dev.ristretto.kernel.personality.linux.mapping.MemoryCalls;
import dev.ristretto.kernel.personality.linux.socket.SocketSystemCalls;
import dev.ristretto.kernel.personality.linux.thread.LinuxProcess;
import dev.ristretto.kernel.personality.linux.thread.ProcessTable;
import dev.ristretto.kernel.personality.linux.thread.ProgramCalls;
import dev.ristretto.kernel.personality.linux.thread.ProgramClocks;
import dev.ristretto.kernel.personality.linux.thread.ProgramStarter;
import dev.ristretto.kernel.personality.linux.thread.SignalCalls;
import dev.ristretto.kernel.personality.linux.thread.ThreadServices;
import dev.ristretto.kernel.personality.linux.thread.futex.FutexCalls;
import dev.ristretto.kernel.personality.linux.thread.futex.FutexKeys;
import dev.ristretto.kernel.personality.linux.thread.futex.FutexTable;
import dev.ristretto.kernel.personality.linux.time.ClockCalls;
import dev.ristretto.kernel.personality.linux.time.InstanceClock;
import dev.ristretto.kernel.posix.InodeFile;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import dev.ristretto.kernel.system.SystemInstance;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one front door of the instance: who answers which call, and what all processes share. */
final class FrontDoor {
    /** Files in memory lie in the kernel's heap: one of so many parts of it for those that have no name. */
    private static final int UNNAMED_SHARE = 8;

    private final UserSpace machine = PagedUserSpace.start();
    private final ProcessTable processes = new ProcessTable();
    private final CarrierTimes times = new CarrierTimes();
    private final ThreadServices services;
    private final ProgramStarter starter;

    /**
     * @param console is told in a line what the owner of the instance should know
     * @param trace is told each call, if there is one
     */
    FrontDoor(Consumer<String> console, @Nullable CallTrace trace) throws FileFault {
        InstanceClock clock = new InstanceClock();
        InstanceKnowledge facts = new InstanceKnowledge(machine, processes, clock);
        starter = new FileStarter(new ProgramLoader(
                () -> randomNumber(facts), SystemInstance.process().credentials(), UserMachine.hardwareCapabilities()));
        FutexTable futexes = new FutexTable(clock);
        CallTable table = new CallTable(new MissingCalls(console), trace);
        LockCalls locks = new LockCalls(this::numberOf);
        services = new ThreadServices(table, futexes, FutexKeys.OF_MEMORY, clock, times, locks::ended, console);
        SocketSystemCalls sockets = new SocketSystemCalls(SystemInstance::network);
        sockets.addTo(table);
        new FileSystemCalls(locks, sockets::control).addTo(table);
        new MemoryCalls(InodeFile::path).addTo(table);
        new PollCalls().addTo(table);
        new ReadinessSetCalls().addTo(table);
        new EventCalls(new FileSystem(memoryFiles())).addTo(table);
        new TimerCalls(clock::realtime, clock::monotonic).addTo(table);
        new ProgramCalls(starter, facts, clock).addTo(table);
        new SignalCalls().addTo(table);
        new FutexCalls(futexes, FutexKeys.OF_MEMORY, clock).addTo(table);
        new ClockCalls(clock, new ProgramClocks()).addTo(table);
        PseudoFiles.addTo(SystemInstance.files(), facts, memoryFiles());
    }

    private static MemoryVolume memoryFiles() {
        return new MemoryVolume(Runtime.getRuntime().maxMemory() / UNNAMED_SHARE, SystemInstance.files()::now);
    }

    private static long randomNumber(InstanceKnowledge facts) {
        byte[] bytes = new byte[Long.BYTES];
        facts.fillRandom(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private int numberOf(Process files) {
        return processes.processes().stream()
                .filter(process -> process.files() == files)
                .mapToInt(LinuxProcess::number)
                .findFirst()
                .orElse(0);
    }

    /**
     * Begins the first program.
     *
     * @param directory its working directory
     * @param arguments of which the first is the path of the program
     * @param environment as NAME=VALUE
     * @throws PosixException why it cannot be begun
     */
    LinuxProcess begin(String directory, List<String> arguments, List<String> environment) throws PosixException {
        Process files = SystemInstance.newProcess();
        files.changeDirectory(directory);
        LinuxProcess process = new LinuxProcess(processes, services, files, ProcessSpace.first(machine));
        process.begin(starter.prepare(process, arguments.getFirst(), arguments, environment));
        return process;
    }
}

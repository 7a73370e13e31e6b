package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.memory.FaultOutcome;
import dev.ristretto.kernel.personality.linux.memory.MemoryAreas;
import dev.ristretto.kernel.personality.linux.memory.SimulatedUserSpace;
import dev.ristretto.kernel.personality.linux.memory.UserMemory;
import dev.ristretto.kernel.personality.linux.thread.futex.FutexCalls;
import dev.ristretto.kernel.personality.linux.thread.futex.FutexKey;
import dev.ristretto.kernel.personality.linux.thread.futex.FutexKeys;
import dev.ristretto.kernel.personality.linux.thread.futex.FutexTable;
import dev.ristretto.kernel.personality.linux.time.ClockCalls;
import dev.ristretto.kernel.personality.linux.time.ProcessorTimes;
import dev.ristretto.kernel.personality.linux.time.SimulatedClock;
import dev.ristretto.kernel.posix.Credentials;
import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import dev.ristretto.kernel.posix.Process;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A process whose program is a script, with some pages of memory. */
final class ProgramRig {
    /** Pages that can be read and written: data, and a stack that grows down to its middle. */
    static final long DATA = 0x20_0000;

    static final long STACK = 0x7000_0010_0000L;

    private static final int STACK_PAGES = 16;

    final SimulatedClock clock = new SimulatedClock();
    final List<String> console = Collections.synchronizedList(new ArrayList<>());
    final CallTable calls = new CallTable(number -> {});
    final ProcessTable table = new ProcessTable();
    final Queue<FakeContext> contexts = new ConcurrentLinkedQueue<>();
    final Map<Long, FaultOutcome> faults = new ConcurrentHashMap<>();
    final Map<String, NextProgram> programs = new ConcurrentHashMap<>();
    final FakeContext main = new FakeContext();
    final FutexTable futexes = new FutexTable(clock);
    final UserMemory memory;
    final LinuxProcess process;

    ProgramRig() {
        UserSpace space = new SimulatedUserSpace();
        space.back(DATA, PageAccess.READ | PageAccess.WRITE, new byte[0], 0);
        for (int i = 1; i <= STACK_PAGES; i++) {
            space.back(STACK - i * UserSpace.PAGE, PageAccess.READ | PageAccess.WRITE, new byte[0], 0);
        }
        memory = new UserMemory(space, (address, write) -> false);
        contexts.add(main);
        ProcessorTimes times = new ProcessorTimes() {
            @Override
            public long of(Thread thread) {
                return 3_000_000_000L;
            }

            @Override
            public long ofAll() {
                return 0;
            }
        };
        new ProgramCalls((by, path, arguments, environment) -> program(path), new Facts(), clock).addTo(calls);
        new SignalCalls().addTo(calls);
        new FutexCalls(futexes, FutexKeys.OF_PROCESS, clock).addTo(calls);
        new ClockCalls(clock, new ProgramClocks()).addTo(calls);
        Process files = new Process(
                () -> {
                    throw new AssertionError("no files here");
                },
                Credentials.ROOT);
        process = new LinuxProcess(
                table,
                new ThreadServices(calls, futexes, FutexKeys.OF_PROCESS, clock, times, console::add),
                files,
                new Memory(space),
                0);
    }

    private NextProgram program(String path) throws PosixException {
        NextProgram program = programs.get(path);
        if (program == null) {
            throw new PosixException(Errno.ENOENT);
        }
        return program;
    }

    /** Runs the script of the first thread to the end of the process. */
    ProgramEnd run() throws PosixException {
        begin();
        return process.awaitEnd();
    }

    void begin() throws PosixException {
        process.begin(new NextProgram() {
            @Override
            public String path() {
                return "/bin/script";
            }

            @Override
            public void begin(UserContext registers) {
                registers.set(UserContext.RSP, STACK - 0x1000);
            }
        });
    }

    FakeContext exit(FakeContext context) {
        return context.call(SystemCalls.EXIT_GROUP, 0);
    }

    /** Wakes those who wait for a word; how many. */
    int wake(long address) {
        return futexes.wake(new FutexKey(process.files(), address), Integer.MAX_VALUE, FutexTable.ANY_BIT);
    }

    void putLongs(long address, long... values) throws PosixException {
        for (int i = 0; i < values.length; i++) {
            memory.putLong(address + 8L * i, values[i]);
        }
    }

    private final class Memory implements ProgramMemory {
        private final UserSpace space;

        Memory(UserSpace space) {
            this.space = space;
        }

        @Override
        public UserMemory memory() {
            return memory;
        }

        @Override
        public MemoryAreas areas() {
            throw new AssertionError("nothing is mapped here");
        }

        @Override
        public UserContext newContext() {
            return contexts.remove();
        }

        @Override
        public FaultOutcome fault(long address, long error) {
            return faults.getOrDefault(address, FaultOutcome.NO_MAPPING);
        }

        @Override
        public long bytes() {
            return space.bytes();
        }
    }

    private static final class Facts implements MachineFacts {
        @Override
        public String hostName() {
            return "host";
        }

        @Override
        public long memory() {
            return 64 << 20;
        }

        @Override
        public long freeMemory() {
            return 32 << 20;
        }

        @Override
        public int processors() {
            return 1;
        }

        @Override
        public void fillRandom(byte[] target) {
            Arrays.fill(target, (byte) 7);
        }
    }
}

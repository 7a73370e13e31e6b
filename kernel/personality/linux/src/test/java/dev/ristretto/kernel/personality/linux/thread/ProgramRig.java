package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.abi.linux.SystemCalls;
import dev.ristretto.kernel.machine.layout.PageAccess;
import dev.ristretto.kernel.machine.user.UserContext;
import dev.ristretto.kernel.machine.user.UserSpace;
import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.call.MachineFacts;
import dev.ristretto.kernel.personality.linux.memory.FaultOutcome;
import dev.ristretto.kernel.personality.linux.memory.MapFlags;
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
import java.util.concurrent.atomic.AtomicInteger;

/** A process whose program is a script, with some pages of memory. */
final class ProgramRig {
    /** Pages that can be read and written: data, and a stack that grows down to its middle. */
    static final long DATA = 0x20_0000;

    static final long STACK = 0x7000_0010_0000L;

    /** A page that copies of the process have too. */
    static final long SHARED = 0x30_0000;

    private static final int STACK_PAGES = 16;

    final SimulatedClock clock = new SimulatedClock();
    final List<String> console = Collections.synchronizedList(new ArrayList<>());
    final CallTable calls = new CallTable(number -> {});
    final ProcessTable table = new ProcessTable();
    final Queue<FakeContext> contexts = new ConcurrentLinkedQueue<>();
    final Map<Long, FaultOutcome> faults = new ConcurrentHashMap<>();
    final Map<String, NextProgram> programs = new ConcurrentHashMap<>();
    /** How many memories there are. */
    final AtomicInteger memories = new AtomicInteger();

    final FakeContext main = new FakeContext();
    final FutexTable futexes = new FutexTable(clock);
    final UserMemory memory;
    final LinuxProcess process;

    ProgramRig() {
        UserSpace space = new SimulatedUserSpace(64 << 20, contexts::remove);
        MemoryAreas areas = new MemoryAreas(space);
        try {
            map(areas, DATA, UserSpace.PAGE, MapFlags.PRIVATE);
            map(areas, STACK - STACK_PAGES * UserSpace.PAGE, STACK_PAGES * UserSpace.PAGE, MapFlags.PRIVATE);
            map(areas, SHARED, UserSpace.PAGE, MapFlags.SHARED);
        } catch (PosixException e) {
            throw new AssertionError(e);
        }
        Memory first = new Memory(space, areas);
        memory = first.memory();
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
        new FutexCalls(futexes, FutexKeys.OF_MEMORY, clock).addTo(calls);
        new ClockCalls(clock, new ProgramClocks()).addTo(calls);
        Process files = new Process(
                () -> {
                    throw new AssertionError("no files here");
                },
                Credentials.ROOT);
        process = new LinuxProcess(
                table,
                new ThreadServices(calls, futexes, FutexKeys.OF_MEMORY, clock, times, _ -> {}, console::add),
                files,
                first);
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
            public void begin(ProgramMemory memory, UserContext registers) {
                registers.set(UserContext.RSP, STACK - 0x1000);
            }
        });
    }

    FakeContext exit(FakeContext context) {
        return context.call(SystemCalls.EXIT_GROUP, 0);
    }

    /** Wakes those who wait for a word; how many. */
    int wake(long address) {
        return futexes.wake(
                new FutexKey(process.programMemory().areas(), address), Integer.MAX_VALUE, FutexTable.ANY_BIT);
    }

    void putLongs(long address, long... values) throws PosixException {
        for (int i = 0; i < values.length; i++) {
            memory.putLong(address + 8L * i, values[i]);
        }
    }

    private static void map(MemoryAreas areas, long address, long bytes, int type) throws PosixException {
        int flags = type | MapFlags.FIXED | MapFlags.ANONYMOUS;
        long unused = areas.map(address, bytes, PageAccess.READ | PageAccess.WRITE, flags, null, 0);
    }

    private final class Memory implements ProgramMemory {
        private final UserSpace space;
        private final MemoryAreas areas;
        private final UserMemory copies;
        private int users = 1;

        Memory(UserSpace space, MemoryAreas areas) {
            this.space = space;
            this.areas = areas;
            copies = new UserMemory(space, areas);
            memories.incrementAndGet();
        }

        @Override
        public UserMemory memory() {
            return copies;
        }

        @Override
        public MemoryAreas areas() {
            return areas;
        }

        @Override
        public UserContext newContext() {
            return space.newContext();
        }

        @Override
        public FaultOutcome fault(long address, long error) {
            return faults.getOrDefault(address, FaultOutcome.NO_MAPPING);
        }

        @Override
        public ProgramMemory copy() throws PosixException {
            UserSpace other = space.newSpace();
            return new Memory(other, areas.copyTo(other));
        }

        @Override
        public ProgramMemory fresh() {
            UserSpace other = space.newSpace();
            return new Memory(other, new MemoryAreas(other, areas.sharedMappings()));
        }

        @Override
        public synchronized void retain() {
            users++;
        }

        @Override
        public synchronized void release() {
            users--;
            if (users == 0) {
                areas.clear();
                space.close();
                memories.decrementAndGet();
            }
        }

        @Override
        public synchronized boolean isUsedByOthers() {
            return users > 1;
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
        public String release() {
            return "6.1.0";
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
        public int currentProcessor() {
            return processors() - 1;
        }

        @Override
        public void synchronizeProcessors() {}

        @Override
        public void fillRandom(byte[] target) {
            Arrays.fill(target, (byte) 7);
        }
    }
}

package dev.ristretto.kernel.personality.linux.thread;

import dev.ristretto.kernel.personality.linux.call.CallTable;
import dev.ristretto.kernel.personality.linux.thread.futex.FutexKeys;
import dev.ristretto.kernel.personality.linux.thread.futex.FutexTable;
import dev.ristretto.kernel.personality.linux.time.ClockSource;
import dev.ristretto.kernel.personality.linux.time.ProcessorTimes;
import dev.ristretto.kernel.posix.Process;
import java.util.function.Consumer;

/**
 * What all threads of programs need.
 *
 * @param calls who answers system calls
 * @param futexes who waits for words of memory
 * @param keys which word an address means
 * @param clock the time
 * @param times how long threads have run
 * @param filesLeft is told of the files of each process that has ended
 * @param console is told in a line what the owner of the instance should know
 */
public record ThreadServices(
        CallTable calls,
        FutexTable futexes,
        FutexKeys keys,
        ClockSource clock,
        ProcessorTimes times,
        Consumer<Process> filesLeft,
        Consumer<String> console) {}

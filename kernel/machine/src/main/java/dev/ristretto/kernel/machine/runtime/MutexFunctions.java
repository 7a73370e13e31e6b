package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.linux.MutexPointer;
import dev.ristretto.kernel.machine.threads.Scheduler;
import dev.ristretto.kernel.machine.threads.Threads;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.struct.SizeOf;
import org.graalvm.word.PointerBase;
import org.graalvm.word.WordFactory;

/** POSIX mutexes. All-zero is an initialised one. */
final class MutexFunctions {
    private MutexFunctions() {}

    @CEntryPoint(name = "pthread_mutex_init", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int mutexInit(MutexPointer mutex, PointerBase attribute) {
        Cpu.fill(mutex.rawValue(), 0, SizeOf.get(MutexPointer.class));
        return 0;
    }

    @CEntryPoint(name = "pthread_mutex_lock", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int mutexLock(MutexPointer mutex) {
        long flags = Scheduler.lock();
        lock(mutex);
        Scheduler.unlock(flags);
        return 0;
    }

    @CEntryPoint(name = "pthread_mutex_trylock", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int mutexTryLock(MutexPointer mutex) {
        long flags = Scheduler.lock();
        boolean free = mutex.getOwner().isNull();
        if (free) {
            mutex.setOwner(Threads.current());
        }
        Scheduler.unlock(flags);
        return free ? 0 : ErrorNumbers.EBUSY;
    }

    @CEntryPoint(name = "pthread_mutex_unlock", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int mutexUnlock(MutexPointer mutex) {
        long flags = Scheduler.lock();
        unlock(mutex);
        Scheduler.unlock(flags);
        return 0;
    }

    /** Takes a mutex; the scheduler's lock is held, but not while this waits. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void lock(MutexPointer mutex) {
        while (mutex.getOwner().isNonNull()) {
            Scheduler.block(mutex, KernelClock.NEVER);
        }
        mutex.setOwner(Threads.current());
    }

    /** Gives a mutex up; the scheduler's lock is held. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    static void unlock(MutexPointer mutex) {
        mutex.setOwner(WordFactory.nullPointer());
        Scheduler.wakeOne(mutex);
    }
}

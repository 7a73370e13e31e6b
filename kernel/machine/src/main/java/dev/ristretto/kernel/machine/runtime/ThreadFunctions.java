package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Raw;
import dev.ristretto.kernel.machine.layout.ThreadBlock;
import dev.ristretto.kernel.machine.threads.Scheduler;
import dev.ristretto.kernel.machine.threads.Threads;
import dev.ristretto.kernel.machine.time.Clock;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.function.CEntryPoint;

/** POSIX threads, mutexes and condition variables. All-zero is an initialised mutex or condition. */
final class ThreadFunctions {
    private static final int CLOCK_REALTIME = 0;
    private static final int CLOCK_MONOTONIC = 1;
    private static final int DETACHED = 1;

    // pthread_attr_t, 56 bytes.
    private static final int ATTRIBUTE_SIZE = 56;
    private static final int STACK_SIZE = 8;
    private static final int GUARD_SIZE = 16;
    private static final int STACK_BASE = 24;

    // pthread_mutex_t, 40 bytes: the thread that holds it, and who waits.
    private static final int OWNER = 0;
    private static final int MUTEX_WAITERS = 8;
    private static final int MUTEX_SIZE = 40;

    // pthread_cond_t, 48 bytes: the clock of timed waits, and who waits.
    private static final int CLOCK = 0;
    private static final int CONDITION_WAITERS = 8;
    private static final int CONDITION_SIZE = 48;

    private ThreadFunctions() {}

    @CEntryPoint(name = "pthread_attr_init", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int attrInit(long attribute) {
        Cpu.fill(attribute, 0, ATTRIBUTE_SIZE);
        Raw.putLong(attribute, STACK_SIZE, Threads.DEFAULT_STACK);
        return 0;
    }

    @CEntryPoint(name = "pthread_attr_destroy", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int attrDestroy(long attribute) {
        return 0;
    }

    @CEntryPoint(name = "pthread_attr_setstacksize", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int attrSetStackSize(long attribute, long bytes) {
        Raw.putLong(attribute, STACK_SIZE, bytes);
        return 0;
    }

    /** All threads are joined. */
    @CEntryPoint(name = "pthread_attr_setdetachstate", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int attrSetDetachState(long attribute, int state) {
        return state == DETACHED ? LibcErrno.EINVAL : 0;
    }

    /** The guard page lies below the stack, so none of the stack is guard. */
    @CEntryPoint(name = "pthread_attr_getguardsize", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int attrGetGuardSize(long attribute, long size) {
        Raw.putLong(size, 0, Raw.getLong(attribute, GUARD_SIZE));
        return 0;
    }

    @CEntryPoint(name = "pthread_attr_getstack", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int attrGetStack(long attribute, long base, long size) {
        Raw.putLong(base, 0, Raw.getLong(attribute, STACK_BASE));
        Raw.putLong(size, 0, Raw.getLong(attribute, STACK_SIZE));
        return 0;
    }

    @CEntryPoint(name = "pthread_getattr_np", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int getAttributes(long thread, long attribute) {
        Cpu.fill(attribute, 0, ATTRIBUTE_SIZE);
        Raw.putLong(attribute, STACK_SIZE, Raw.getLong(thread, ThreadBlock.STACK_SIZE));
        Raw.putLong(attribute, STACK_BASE, Raw.getLong(thread, ThreadBlock.STACK_BASE));
        return 0;
    }

    @CEntryPoint(name = "pthread_create", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int create(long out, long attribute, long function, long argument) {
        long stack = attribute == 0 ? Threads.DEFAULT_STACK : Raw.getLong(attribute, STACK_SIZE);
        long thread = Threads.create(stack, function, argument);
        if (thread == 0) {
            return LibcErrno.EAGAIN;
        }
        Raw.putLong(out, 0, thread);
        return 0;
    }

    @CEntryPoint(name = "pthread_join", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int join(long thread, long out) {
        long result = Threads.join(thread);
        if (out != 0) {
            Raw.putLong(out, 0, result);
        }
        return 0;
    }

    @CEntryPoint(name = "pthread_self", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long self() {
        return Threads.current();
    }

    @CEntryPoint(name = "getThreadId", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long threadId() {
        return Raw.getLong(Threads.current(), ThreadBlock.ID);
    }

    @CEntryPoint(name = "pthread_setname_np", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int setName(long thread, long name) {
        return 0;
    }

    @CEntryPoint(name = "sched_yield", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int yield() {
        Scheduler.yieldNow();
        return 0;
    }

    @CEntryPoint(name = "nanosleep", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int nanosleep(long duration, long remaining) {
        Scheduler.sleepUntil(Clock.after(TimeFunctions.toNanos(duration)));
        return 0;
    }

    @CEntryPoint(name = "pthread_mutex_init", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int mutexInit(long mutex, long attribute) {
        Cpu.fill(mutex, 0, MUTEX_SIZE);
        return 0;
    }

    @CEntryPoint(name = "pthread_mutex_destroy", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int mutexDestroy(long mutex) {
        return 0;
    }

    @CEntryPoint(name = "pthread_mutex_lock", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int mutexLock(long mutex) {
        long flags = Scheduler.lock();
        lock(mutex);
        Scheduler.unlock(flags);
        return 0;
    }

    @CEntryPoint(name = "pthread_mutex_trylock", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int mutexTryLock(long mutex) {
        long flags = Scheduler.lock();
        boolean free = Raw.getLong(mutex, OWNER) == 0;
        if (free) {
            Raw.putLong(mutex, OWNER, Threads.current());
        }
        Scheduler.unlock(flags);
        return free ? 0 : LibcErrno.EBUSY;
    }

    @CEntryPoint(name = "pthread_mutex_unlock", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int mutexUnlock(long mutex) {
        long flags = Scheduler.lock();
        unlock(mutex);
        Scheduler.unlock(flags);
        return 0;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void lock(long mutex) {
        while (Raw.getLong(mutex, OWNER) != 0) {
            Scheduler.block(mutex + MUTEX_WAITERS, Clock.NEVER);
        }
        Raw.putLong(mutex, OWNER, Threads.current());
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void unlock(long mutex) {
        Raw.putLong(mutex, OWNER, 0);
        Scheduler.wakeOne(mutex + MUTEX_WAITERS);
    }

    @CEntryPoint(name = "pthread_condattr_init", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionAttrInit(long attribute) {
        Raw.putInt(attribute, 0, CLOCK_REALTIME);
        return 0;
    }

    @CEntryPoint(name = "pthread_condattr_destroy", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionAttrDestroy(long attribute) {
        return 0;
    }

    @CEntryPoint(name = "pthread_condattr_setclock", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionAttrSetClock(long attribute, int clock) {
        Raw.putInt(attribute, 0, clock);
        return 0;
    }

    @CEntryPoint(name = "pthread_cond_init", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionInit(long condition, long attribute) {
        Cpu.fill(condition, 0, CONDITION_SIZE);
        if (attribute != 0) {
            Raw.putInt(condition, CLOCK, Raw.getInt(attribute, 0));
        }
        return 0;
    }

    @CEntryPoint(name = "pthread_cond_destroy", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionDestroy(long condition) {
        return 0;
    }

    @CEntryPoint(name = "pthread_cond_wait", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionWait(long condition, long mutex) {
        return await(condition, mutex, Clock.NEVER);
    }

    /** Waits until an absolute time of the condition's clock. */
    @CEntryPoint(name = "pthread_cond_timedwait", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionTimedWait(long condition, long mutex, long time) {
        long until = TimeFunctions.toNanos(time);
        long now = Raw.getInt(condition, CLOCK) == CLOCK_MONOTONIC ? Clock.now() : Clock.wall();
        return await(condition, mutex, Clock.after(until - now));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int await(long condition, long mutex, long deadline) {
        long flags = Scheduler.lock();
        unlock(mutex);
        boolean woken = Scheduler.block(condition + CONDITION_WAITERS, deadline);
        lock(mutex);
        Scheduler.unlock(flags);
        return woken ? 0 : LibcErrno.ETIMEDOUT;
    }

    @CEntryPoint(name = "pthread_cond_signal", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionSignal(long condition) {
        long flags = Scheduler.lock();
        Scheduler.wakeOne(condition + CONDITION_WAITERS);
        Scheduler.unlock(flags);
        return 0;
    }

    @CEntryPoint(name = "pthread_cond_broadcast", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionBroadcast(long condition) {
        long flags = Scheduler.lock();
        while (Scheduler.wakeOne(condition + CONDITION_WAITERS)) {
            continue;
        }
        Scheduler.unlock(flags);
        return 0;
    }
}

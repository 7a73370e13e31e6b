package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.linux.ConditionAttributesPointer;
import dev.ristretto.kernel.machine.layout.linux.ConditionPointer;
import dev.ristretto.kernel.machine.layout.linux.MutexPointer;
import dev.ristretto.kernel.machine.layout.linux.Timespec;
import dev.ristretto.kernel.machine.threads.Scheduler;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.struct.SizeOf;
import org.graalvm.word.PointerBase;

/** POSIX condition variables. All-zero is an initialised one. */
final class ConditionFunctions {
    private ConditionFunctions() {}

    @CEntryPoint(name = "pthread_condattr_init", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionAttrInit(ConditionAttributesPointer attribute) {
        attribute.setClock(TimeFunctions.CLOCK_REALTIME);
        return 0;
    }

    @CEntryPoint(name = "pthread_condattr_setclock", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionAttrSetClock(ConditionAttributesPointer attribute, int clock) {
        attribute.setClock(clock);
        return 0;
    }

    @CEntryPoint(name = "pthread_cond_init", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionInit(ConditionPointer condition, ConditionAttributesPointer attribute) {
        Cpu.fill(condition.rawValue(), 0, SizeOf.get(ConditionPointer.class));
        if (attribute.isNonNull()) {
            condition.setClock(attribute.getClock());
        }
        return 0;
    }

    @CEntryPoint(name = "pthread_cond_wait", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionWait(ConditionPointer condition, MutexPointer mutex) {
        return await(condition, mutex, KernelClock.NEVER);
    }

    /** Waits until an absolute time of the condition's clock. */
    @CEntryPoint(name = "pthread_cond_timedwait", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionTimedWait(ConditionPointer condition, MutexPointer mutex, PointerBase time) {
        long until = Timespec.get(time);
        long now = TimeFunctions.nanos(condition.getClock());
        return await(condition, mutex, KernelClock.after(until - now));
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int await(ConditionPointer condition, MutexPointer mutex, long deadline) {
        long flags = Scheduler.lock();
        MutexFunctions.unlock(mutex);
        boolean woken = Scheduler.block(condition, deadline);
        MutexFunctions.lock(mutex);
        Scheduler.unlock(flags);
        return woken ? 0 : ErrorNumbers.ETIMEDOUT;
    }

    @CEntryPoint(name = "pthread_cond_signal", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionSignal(ConditionPointer condition) {
        long flags = Scheduler.lock();
        Scheduler.wakeOne(condition);
        Scheduler.unlock(flags);
        return 0;
    }

    @CEntryPoint(name = "pthread_cond_broadcast", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int conditionBroadcast(ConditionPointer condition) {
        long flags = Scheduler.lock();
        while (Scheduler.wakeOne(condition)) {
            continue;
        }
        Scheduler.unlock(flags);
        return 0;
    }
}

package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.ThreadPointer;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.linux.ThreadAttributesPointer;
import dev.ristretto.kernel.machine.layout.linux.Timespec;
import dev.ristretto.kernel.machine.threads.Scheduler;
import dev.ristretto.kernel.machine.threads.Threads;
import dev.ristretto.kernel.machine.time.KernelClock;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.struct.SizeOf;
import org.graalvm.word.PointerBase;

/** POSIX threads. */
final class ThreadFunctions {
    private ThreadFunctions() {}

    @CEntryPoint(name = "pthread_attr_init", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int attrInit(ThreadAttributesPointer attribute) {
        Cpu.fill(attribute.rawValue(), 0, SizeOf.get(ThreadAttributesPointer.class));
        attribute.setStackSize(Threads.DEFAULT_STACK);
        return 0;
    }

    @CEntryPoint(name = "pthread_attr_setstacksize", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int attrSetStackSize(ThreadAttributesPointer attribute, long bytes) {
        attribute.setStackSize(bytes);
        return 0;
    }

    /** The guard page lies below the stack, so none of the stack is guard. */
    @CEntryPoint(name = "pthread_attr_getguardsize", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int attrGetGuardSize(ThreadAttributesPointer attribute, long size) {
        Variable.set(size, 0);
        return 0;
    }

    @CEntryPoint(name = "pthread_attr_getstack", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int attrGetStack(ThreadAttributesPointer attribute, long base, long size) {
        Variable.set(base, attribute.getStackBase());
        Variable.set(size, attribute.getStackSize());
        return 0;
    }

    @CEntryPoint(name = "pthread_getattr_np", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int getAttributes(ThreadPointer thread, ThreadAttributesPointer attribute) {
        Cpu.fill(attribute.rawValue(), 0, SizeOf.get(ThreadAttributesPointer.class));
        attribute.setStackSize(thread.getStackSize());
        attribute.setStackBase(thread.getStackBase());
        return 0;
    }

    @CEntryPoint(name = "pthread_create", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int create(long out, ThreadAttributesPointer attribute, long function, long argument) {
        ThreadPointer thread = Threads.create(
                attribute.isNull() ? Threads.DEFAULT_STACK : attribute.getStackSize(), function, argument);
        if (thread.isNull()) {
            return ErrorNumbers.EAGAIN;
        }
        Variable.set(out, thread.rawValue());
        return 0;
    }

    @CEntryPoint(name = "pthread_join", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int join(ThreadPointer thread, long out) {
        long result = Threads.join(thread);
        if (out != 0) {
            Variable.set(out, result);
        }
        return 0;
    }

    @CEntryPoint(name = "pthread_self", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static ThreadPointer self() {
        return Threads.current();
    }

    @CEntryPoint(name = "getThreadId", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long threadId() {
        return Threads.current().getId();
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
    private static int nanosleep(PointerBase duration, PointerBase remaining) {
        Scheduler.sleepUntil(KernelClock.after(Timespec.get(duration)));
        return 0;
    }
}

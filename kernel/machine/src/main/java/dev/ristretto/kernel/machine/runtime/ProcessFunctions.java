package dev.ristretto.kernel.machine.runtime;

import com.oracle.svm.core.Uninterruptible;
import com.oracle.svm.core.c.CGlobalData;
import com.oracle.svm.core.c.CGlobalDataFactory;
import com.oracle.svm.core.c.function.CEntryPointOptions;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoEpilogue;
import com.oracle.svm.core.c.function.CEntryPointOptions.NoPrologue;
import dev.ristretto.abi.linux.ErrorNumbers;
import dev.ristretto.kernel.machine.boot.BootParameters;
import dev.ristretto.kernel.machine.cpu.Cpu;
import dev.ristretto.kernel.machine.layout.AddressSpace;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.SingleProcessor;
import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.layout.Variable;
import dev.ristretto.kernel.machine.layout.WordArray;
import dev.ristretto.kernel.machine.layout.linux.ResourceLimit;
import dev.ristretto.kernel.machine.layout.linux.UserEntry;
import dev.ristretto.kernel.machine.memory.CHeap;
import dev.ristretto.kernel.machine.memory.PhysicalPages;
import dev.ristretto.kernel.machine.power.Panic;
import dev.ristretto.kernel.machine.power.Power;
import dev.ristretto.kernel.machine.threads.Threads;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.c.function.CEntryPoint.Publish;
import org.graalvm.nativeimage.c.type.CCharPointer;
import org.graalvm.word.PointerBase;

/** The process that an instance is, and the system it runs on. */
final class ProcessFunctions {
    private static final int RLIMIT_STACK = 3;
    private static final long UNLIMITED = -1;

    /** LibC.EXIT_CODE_ABORT of SubstrateVM. */
    private static final int RUNTIME_FAILURE = 99;

    // sysconf(3) names.
    private static final int CLOCK_TICKS = 2;
    private static final int PAGE_SIZE = 30;
    private static final int PROCESSORS_CONFIGURED = 83;
    private static final int PROCESSORS_ONLINE = 84;
    private static final int PHYSICAL_PAGES = 85;
    private static final int FREE_PAGES = 86;

    @SingleProcessor("There is one.")
    private static final int PROCESSORS = 1;

    private static final int UTSNAME_FIELD = 65;
    private static final CGlobalData<CCharPointer> SYSTEM = CGlobalDataFactory.createCString("Linux");
    private static final CGlobalData<CCharPointer> NODE = CGlobalDataFactory.createCString("ristretto");
    private static final CGlobalData<CCharPointer> RELEASE = CGlobalDataFactory.createCString("6.0.0-ristretto");
    private static final CGlobalData<CCharPointer> HARDWARE = CGlobalDataFactory.createCString("x86_64");
    private static final CGlobalData<CCharPointer> ABORTED =
            CGlobalDataFactory.createCString("the Java runtime gave up (its report stands above)");
    private static final CGlobalData<CCharPointer> TIME_ZONE = CGlobalDataFactory.createCString("TZ");
    private static final CGlobalData<CCharPointer> USER = CGlobalDataFactory.createCString("root");
    private static final CGlobalData<CCharPointer> HOME = CGlobalDataFactory.createCString("/root");
    private static final CGlobalData<CCharPointer> UTC = CGlobalDataFactory.createCString("UTC");

    private ProcessFunctions() {}

    @CEntryPoint(name = "exit", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void exit(int status) {
        // Applications end by Shutdown.halt0; only the runtime, when it cannot go on, calls this with its own status.
        if (status == RUNTIME_FAILURE) {
            Panic.stop(ABORTED.get());
        }
        Power.off(status);
    }

    @CEntryPoint(name = "abort", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void abort() {
        Panic.stop(ABORTED.get());
    }

    @CEntryPoint(name = "getenv", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long getenv(long name) {
        return variable(name);
    }

    /** The value of the last variable of a name, so that what comes at start overrides what is baked in; 0 if none. */
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long variable(long name) {
        long found = 0;
        long variables = BootParameters.environment();
        for (int i = 0; WordArray.get(variables, i) != 0; i++) {
            long variable = WordArray.get(variables, i);
            long length = 0;
            while (Text.at(name + length) != 0 && Text.at(name + length) == Text.at(variable + length)) {
                length++;
            }
            if (Text.at(name + length) == 0 && Text.at(variable + length) == '=') {
                found = variable + length + 1;
            }
        }
        return found;
    }

    /** The Java name of the time zone: the variable TZ, else UTC. The caller frees it. */
    @CEntryPoint(name = "SVM_FindJavaTZmd", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long timeZone(long mappings, int length) {
        long value = variable(TIME_ZONE.get().rawValue());
        if (value == 0) {
            value = UTC.get().rawValue();
        }
        long bytes = Text.length(value) + 1;
        long copy = CHeap.allocate(bytes);
        if (copy != 0) {
            Cpu.copy(copy, value, bytes);
        }
        return copy;
    }

    @CEntryPoint(name = "getuid", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int getuid() {
        return 0;
    }

    /** The number that ProcessHandle tells, too. */
    @CEntryPoint(name = "getpid", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int getpid() {
        return 1;
    }

    /** The one user that an instance has, as in containers. */
    @CEntryPoint(name = "getpwuid_r", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int getpwuid(int user, PointerBase entry, long buffer, long size, long result) {
        if (user != 0) {
            Variable.set(result, 0);
            return 0;
        }
        UserEntry.set(entry, USER.get(), HOME.get());
        Variable.set(result, entry.rawValue());
        return 0;
    }

    @CEntryPoint(name = "getrlimit", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int getrlimit(int resource, PointerBase limits) {
        ResourceLimit.set(limits, resource == RLIMIT_STACK ? Threads.DEFAULT_STACK : UNLIMITED);
        return 0;
    }

    @CEntryPoint(name = "setrlimit", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int setrlimit(int resource, long limits) {
        return 0;
    }

    @CEntryPoint(name = "getpagesize", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int getpagesize() {
        return (int) AddressSpace.PAGE;
    }

    @CEntryPoint(name = "sysconf", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long sysconf(int name) {
        if (name == PAGE_SIZE) {
            return AddressSpace.PAGE;
        }
        if (name == PROCESSORS_CONFIGURED || name == PROCESSORS_ONLINE) {
            return PROCESSORS;
        }
        if (name == PHYSICAL_PAGES) {
            return PhysicalPages.size() >>> AddressSpace.PAGE_SHIFT;
        }
        if (name == FREE_PAGES) {
            return PhysicalPages.freeBytes() >>> AddressSpace.PAGE_SHIFT;
        }
        if (name == CLOCK_TICKS) {
            return 100;
        }
        LibcErrno.set(ErrorNumbers.EINVAL);
        return -1;
    }

    @CEntryPoint(name = "JVM_ActiveProcessorCount", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int activeProcessors() {
        return PROCESSORS;
    }

    /** Says Linux, as Java code that asks os.name expects of what the JDK was built for. */
    @CEntryPoint(name = "uname", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static int uname(long name) {
        Cpu.fill(name, 0, 6 * UTSNAME_FIELD);
        copy(SYSTEM.get(), name);
        copy(NODE.get(), name + UTSNAME_FIELD);
        copy(RELEASE.get(), name + 2 * UTSNAME_FIELD);
        copy(RELEASE.get(), name + 3 * UTSNAME_FIELD);
        copy(HARDWARE.get(), name + 4 * UTSNAME_FIELD);
        return 0;
    }

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static void copy(CCharPointer text, long target) {
        Cpu.copy(target, text.rawValue(), Text.length(text.rawValue()));
    }

    /** There are no shared libraries. */
    @CEntryPoint(name = "dlopen", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long dlopen(long name, int flags) {
        return 0;
    }

    @CEntryPoint(name = "dlsym", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long dlsym(long handle, long name) {
        return 0;
    }

    @CEntryPoint(name = "dlerror", publishAs = Publish.SymbolOnly)
    @CEntryPointOptions(prologue = NoPrologue.class, epilogue = NoEpilogue.class)
    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    private static long dlerror() {
        return 0;
    }
}

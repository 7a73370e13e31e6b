package dev.ristretto.build.linker;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * Functions that the Java runtime calls and that have nothing to do in an instance: all that is needed of each is a
 * result. So the kernel has no code for them.
 */
public final class ConstantFunctions {
    /**
     * Attributes, mutexes and conditions own nothing, threads are all joined and have names in Java alone; there are no
     * files at this level and no shared libraries; assembly has refused to boot on a processor that lacks what code is
     * compiled for; there is nothing to set up for libraries that are linked in, and no signal handler in C to be given
     * up. The runtime's main gets no options, so that no numbers are read.
     */
    private static final List<String> ZERO = List.of(
            "pthread_attr_destroy",
            "pthread_attr_setdetachstate",
            "pthread_cond_destroy",
            "pthread_condattr_destroy",
            "pthread_mutex_destroy",
            "pthread_setname_np",
            "close",
            "fsync",
            "dlopen",
            "dlsym",
            "dlerror",
            "checkCPUFeatures",
            "checkCPUFeaturesOrExit",
            "InitializeEncoding",
            "initialize",
            "cSunMiscSignal_close",
            "cSunMiscSignal_signalHandlerFunctionPointer",
            "isdigit",
            "strtoull");

    /** The process has the number that ProcessHandle tells too. */
    private static final List<String> ONE = List.of("getpid");

    /** There is no file to be opened or read, and nobody counts how many threads wait for the processor. */
    private static final List<String> MINUS_ONE = List.of("openSII", "read", "lseek", "getloadavg");

    private static final Map<String, Integer> RESULTS = new TreeMap<>();

    static {
        ZERO.forEach(name -> RESULTS.put(name, 0));
        ONE.forEach(name -> RESULTS.put(name, 1));
        MINUS_ONE.forEach(name -> RESULTS.put(name, -1));
        RESULTS.put("getpagesize", (int) Layout.PAGE);
    }

    private ConstantFunctions() {}

    /** Their names. */
    public static Set<String> names() {
        return Collections.unmodifiableSet(RESULTS.keySet());
    }

    /** What a function returns; empty if it is none of these. */
    static OptionalInt result(String name) {
        Integer result = RESULTS.get(name);
        return result == null ? OptionalInt.empty() : OptionalInt.of(result);
    }
}

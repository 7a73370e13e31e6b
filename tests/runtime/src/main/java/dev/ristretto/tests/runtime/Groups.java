package dev.ristretto.tests.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** All groups of checks by name. */
enum Groups {
    LANGUAGE(true, LanguageChecks::plan),
    COLLECTIONS(true, CollectionChecks::plan),
    TEXT(true, TextChecks::plan),
    NUMBERS(true, NumberChecks::plan),
    EXCEPTIONS(true, ExceptionChecks::plan),
    MESSAGES(true, MessageChecks::plan),
    THREADS(true, ThreadChecks::plan),
    VIRTUAL(true, VirtualThreadChecks::plan),
    TIME(true, TimeChecks::plan),
    SYSTEM(true, SystemChecks::plan),
    MANAGEMENT(true, ManagementChecks::plan),
    CRYPTO(true, CryptoChecks::plan),
    ZIP(true, ZipChecks::plan),
    MEMORY(true, MemoryChecks::plan),
    SEGMENTS(true, SegmentChecks::plan),
    FAILURES(true, AllocationFailureChecks::plan),
    FILES(false, FileChecks::plan),
    WATCHES(false, WatchChecks::plan),
    CHANNELS(false, ChannelChecks::plan),
    NET(false, NetworkChecks::plan),
    TLS(false, TlsChecks::plan),
    HTTP(false, HttpChecks::plan);

    private final boolean core;
    private final Consumer<Plan> planner;

    Groups(boolean core, Consumer<Plan> planner) {
        this.core = core;
        this.planner = planner;
    }

    /** The plans that {@code name} stands for; none where it is unknown. */
    static List<Plan> named(String name) {
        List<Plan> plans = new ArrayList<>();
        for (Groups group : values()) {
            if (name.equals("all") || name.equals("core") && group.core || name.equals(group.title())) {
                plans.add(group.plan());
            }
        }
        return plans;
    }

    /** The names of all groups, for a message. */
    static String names() {
        return String.join(", ", Arrays.stream(values()).map(Groups::title).toList());
    }

    private String title() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    private Plan plan() {
        Plan plan = new Plan(title());
        planner.accept(plan);
        return plan;
    }
}

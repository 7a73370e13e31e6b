package dev.ristretto.kernel.personality.linux.file.pseudo;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The texts of /proc/PID and of its tasks (proc(5)). */
final class ProcessTexts {
    private static final long PAGE = 4096;
    private static final long KIBIBYTE = 1024;
    private static final String ALL_CAPABILITIES = "000001ffffffffff";
    private static final String UNLIMITED = "unlimited";

    /** Fields of stat behind the start time, size and resident pages: limit of the latter, and 27 more. */
    private static final int LAST_FIELDS = 27;

    private ProcessTexts() {}

    /** Each text with a zero behind it. */
    static byte[] list(List<String> texts) {
        StringBuilder all = new StringBuilder();
        texts.forEach(text -> all.append(text).append('\0'));
        return all.toString().getBytes(StandardCharsets.UTF_8);
    }

    static String stat(ProcessFacts facts, int thread) {
        StringBuilder text = new StringBuilder();
        text.append(thread)
                .append(" (")
                .append(facts.threadName(thread))
                .append(") ")
                .append(facts.state(thread));
        text.append(' ').append(facts.parent());
        // Group, session, terminal and its group, flags, four counts of faults.
        text.append(' ')
                .append(facts.group())
                .append(' ')
                .append(facts.session())
                .append(" 0 -1 4194304 0 0 0 0");
        text.append(' ').append(facts.processorTime() / InstanceTexts.TICK).append(" 0 0 0 20 0 ");
        text.append(facts.threads().size()).append(" 0 ").append(facts.startTime() / InstanceTexts.TICK);
        text.append(' ').append(facts.virtualBytes()).append(' ').append(facts.residentBytes() / PAGE);
        text.append(" 18446744073709551615");
        return text.append(" 0".repeat(LAST_FIELDS)).append('\n').toString();
    }

    private static String meaning(char state) {
        return switch (state) {
            case 'R' -> " (running)\n";
            case 'Z' -> " (zombie)\n";
            default -> " (sleeping)\n";
        };
    }

    static String statm(ProcessFacts facts) {
        long resident = facts.residentBytes() / PAGE;
        return facts.virtualBytes() / PAGE + " " + resident + " 0 0 0 " + resident + " 0\n";
    }

    static String status(ProcessFacts facts, int thread) {
        char state = facts.state(thread);
        StringBuilder text = new StringBuilder();
        text.append("Name:\t").append(facts.threadName(thread)).append('\n');
        text.append(String.format("Umask:\t%04o\n", facts.process().umask()));
        text.append("State:\t").append(state).append(meaning(state));
        text.append("Tgid:\t")
                .append(facts.number())
                .append("\nNgid:\t0\nPid:\t")
                .append(thread);
        text.append("\nPPid:\t").append(facts.parent()).append("\nTracerPid:\t0\n");
        int user = facts.process().credentials().user();
        int group = facts.process().credentials().group();
        text.append("Uid:").append(("\t" + user).repeat(4)).append("\nGid:").append(("\t" + group).repeat(4));
        text.append("\nFDSize:\t")
                .append(Math.max(64, facts.process().descriptors().count()));
        text.append("\nGroups:\t\n");
        kibibytes(text, "VmPeak", facts.virtualBytes());
        kibibytes(text, "VmSize", facts.virtualBytes());
        kibibytes(text, "VmLck", 0);
        kibibytes(text, "VmHWM", facts.residentBytes());
        kibibytes(text, "VmRSS", facts.residentBytes());
        kibibytes(text, "VmSwap", 0);
        text.append("Threads:\t").append(facts.threads().size()).append('\n');
        for (String set : new String[] {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"}) {
            boolean none = set.equals("CapInh") || set.equals("CapAmb");
            text.append(set).append(":\t").append(none ? "0".repeat(ALL_CAPABILITIES.length()) : ALL_CAPABILITIES);
            text.append('\n');
        }
        text.append("NoNewPrivs:\t0\nSeccomp:\t0\n");
        return text.toString();
    }

    private static void kibibytes(StringBuilder text, String name, long bytes) {
        text.append(String.format("%s:\t%8d kB\n", name, bytes / KIBIBYTE));
    }

    static String limits(ProcessFacts facts) {
        StringBuilder text = new StringBuilder();
        limit(text, "Limit", "Soft Limit", "Hard Limit", "Units");
        limit(text, "Max cpu time", UNLIMITED, UNLIMITED, "seconds");
        limit(text, "Max file size", UNLIMITED, UNLIMITED, "bytes");
        limit(text, "Max data size", UNLIMITED, UNLIMITED, "bytes");
        limit(text, "Max stack size", Long.toString(facts.stackLimit()), UNLIMITED, "bytes");
        limit(text, "Max core file size", "0", "0", "bytes");
        limit(text, "Max resident set", UNLIMITED, UNLIMITED, "bytes");
        limit(text, "Max processes", UNLIMITED, UNLIMITED, "processes");
        String descriptors = Long.toString(facts.descriptorLimit());
        limit(text, "Max open files", descriptors, descriptors, "files");
        limit(text, "Max locked memory", UNLIMITED, UNLIMITED, "bytes");
        limit(text, "Max address space", UNLIMITED, UNLIMITED, "bytes");
        return text.toString();
    }

    private static void limit(StringBuilder text, String name, String soft, String hard, String unit) {
        text.append(String.format("%-25s %-20s %-20s %-10s\n", name, soft, hard, unit));
    }
}

package dev.ristretto.kernel.personality.linux.file.pseudo;

import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Mount;
import dev.ristretto.kernel.personality.linux.time.TimeValues;
import java.util.Locale;

/** The texts of /proc that are of the whole instance (proc(5)). */
final class InstanceTexts {
    private static final long KIBIBYTE = 1024;
    private static final long SECOND = TimeValues.SECOND;

    /** Nanoseconds of a tick, the unit of times of processors (USER_HZ is 100). */
    static final long TICK = 10_000_000;

    private final SystemFacts facts;

    InstanceTexts(SystemFacts facts) {
        this.facts = facts;
    }

    String memory() {
        long total = facts.memory() / KIBIBYTE;
        long free = facts.freeMemory() / KIBIBYTE;
        StringBuilder text = new StringBuilder();
        line(text, "MemTotal", total);
        line(text, "MemFree", free);
        line(text, "MemAvailable", free);
        for (String nothing : new String[] {
            "Buffers", "Cached", "SwapCached", "Active", "Inactive", "SwapTotal", "SwapFree", "Dirty", "Writeback"
        }) {
            line(text, nothing, 0);
        }
        line(text, "AnonPages", total - free);
        for (String nothing : new String[] {"Mapped", "Shmem", "Slab", "SReclaimable", "SUnreclaim", "PageTables"}) {
            line(text, nothing, 0);
        }
        line(text, "CommitLimit", total);
        line(text, "Committed_AS", total - free);
        text.append("HugePages_Total:       0\nHugePages_Free:        0\n");
        line(text, "Hugepagesize", 2048);
        return text.toString();
    }

    private static void line(StringBuilder text, String name, long kibibytes) {
        text.append(String.format(Locale.ROOT, "%-15s %8d kB\n", name + ":", kibibytes));
    }

    String processors() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < facts.processors(); i++) {
            text.append("processor\t: ").append(i).append('\n');
            text.append("model name\t: ").append(facts.processorModel()).append('\n');
            text.append("cpu MHz\t\t: ").append(facts.processorMegahertz()).append(".000\n");
            text.append("physical id\t: 0\nsiblings\t: ")
                    .append(facts.processors())
                    .append('\n');
            text.append("core id\t\t: ").append(i).append('\n');
            text.append("cpu cores\t: ").append(facts.processors()).append('\n');
            text.append("flags\t\t: ").append(facts.processorFlags()).append("\n\n");
        }
        return text.toString();
    }

    /** All processors are taken to have had the same to do. */
    String times() {
        int count = facts.processors();
        long idle = facts.idleTime() / TICK;
        long busy = Math.max(0, facts.uptime() / TICK * count - idle);
        StringBuilder text = new StringBuilder("cpu  " + times(busy, idle));
        for (int i = 0; i < count; i++) {
            text.append("cpu").append(i).append(' ').append(times(busy / count, idle / count));
        }
        text.append("intr 0\nctxt 0\nbtime ").append(facts.startSecond());
        text.append("\nprocesses ").append(facts.threadsMade());
        return text.append("\nprocs_running 1\nprocs_blocked 0\n").toString();
    }

    private static String times(long busy, long idle) {
        return busy + " 0 0 " + idle + " 0 0 0 0 0 0\n";
    }

    String load() {
        int threads = 0;
        for (int number : facts.processes()) {
            ProcessFacts process = facts.process(number);
            threads += process == null ? 0 : process.threads().size();
        }
        return "0.00 0.00 0.00 1/" + threads + " " + facts.currentThread() + "\n";
    }

    String uptime() {
        return seconds(facts.uptime()) + " " + seconds(facts.idleTime()) + "\n";
    }

    private static String seconds(long nanoseconds) {
        long hundredths = nanoseconds / TICK;
        return String.format(Locale.ROOT, "%d.%02d", hundredths / (SECOND / TICK), hundredths % (SECOND / TICK));
    }

    /** A random UUID (RFC 9562 section 5.4). */
    String identifier() {
        byte[] bytes = new byte[16];
        facts.fillRandom(bytes);
        bytes[6] = (byte) (bytes[6] & 0x0f | 0x40);
        bytes[8] = (byte) (bytes[8] & 0x3f | 0x80);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            text.append(i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "");
            text.append(String.format(Locale.ROOT, "%02x", bytes[i] & 0xff));
        }
        return text.append('\n').toString();
    }

    static String mounts(FileSystem tree) {
        StringBuilder text = new StringBuilder();
        for (Mount mount : tree.mounts()) {
            String type = mount.volume().status().type();
            text.append(type).append(' ').append(mount.path()).append(' ').append(type);
            text.append(mount.readOnly() ? " ro 0 0\n" : " rw 0 0\n");
        }
        return text.toString();
    }

    /** Numbers of mounts begin with 1; the root's parent is itself, as far as anybody asks. */
    static String mountDetails(FileSystem tree) {
        StringBuilder text = new StringBuilder();
        for (Mount mount : tree.mounts()) {
            String type = mount.volume().status().type();
            String access = mount.readOnly() ? "ro" : "rw";
            text.append(mount.number()).append(' ').append(Mount.ROOT_NUMBER);
            text.append(" 0:")
                    .append(mount.number())
                    .append(" / ")
                    .append(mount.path())
                    .append(' ')
                    .append(access);
            text.append(" - ")
                    .append(type)
                    .append(' ')
                    .append(type)
                    .append(' ')
                    .append(access)
                    .append('\n');
        }
        return text.toString();
    }
}

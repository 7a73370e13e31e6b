package dev.ristretto.run.vmm.qemu;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of QEMU.
 *
 * @param major first number
 * @param minor second number
 */
record QemuVersion(int major, int minor) implements Comparable<QemuVersion> {

    /** The microvm machine with ACPI, and its power button, in the form that is relied on here. */
    static final QemuVersion OLDEST = new QemuVersion(6, 2);

    /** The first whose emulated processor has AVX2, which compiled Java code needs (QEMU 7.2 change log, TCG). */
    static final QemuVersion OLDEST_FOR_EMULATION = new QemuVersion(7, 2);

    /** The first that exchanges frames with a program through a socket in the file system (-netdev stream). */
    static final QemuVersion OLDEST_WITH_STREAMS = new QemuVersion(7, 2);

    private static final Pattern FORM = Pattern.compile("version (\\d{1,4})\\.(\\d{1,4})");

    /** Finds the version in the output of {@code qemu-system-x86_64 --version}. */
    static Optional<QemuVersion> find(String output) {
        Matcher form = FORM.matcher(output);
        return form.find()
                ? Optional.of(new QemuVersion(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2))))
                : Optional.empty();
    }

    boolean isOlderThan(QemuVersion other) {
        return compareTo(other) < 0;
    }

    @Override
    public int compareTo(QemuVersion other) {
        return Comparator.comparingInt(QemuVersion::major)
                .thenComparingInt(QemuVersion::minor)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor;
    }
}

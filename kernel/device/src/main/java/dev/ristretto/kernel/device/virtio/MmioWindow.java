package dev.ristretto.kernel.device.virtio;

import dev.ristretto.abi.CommandLine;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a virtio-mmio device is, as a kernel command line says: {@code virtio_mmio.device=SIZE@ADDRESS:LINE}, for
 * example {@code virtio_mmio.device=512@0xfeb00e00:12} (virtio 1.2 section 4.2.1; QEMU appends it on microvm).
 *
 * @param address physical address of the registers
 * @param size their length in bytes, with the device's configuration
 * @param line the interrupt line at the IO-APIC
 */
record MmioWindow(long address, long size, int line) {
    private static final String TOKEN = CommandLine.VIRTIO_MMIO;
    private static final int SMALLEST = 0x100;
    private static final int LARGEST = 1 << 20;
    private static final int LAST_LINE = 239;

    /**
     * All windows a command line announces, in its order.
     *
     * @throws DeviceException if a token is malformed
     */
    static List<MmioWindow> parse(String commandLine) {
        List<MmioWindow> windows = new ArrayList<>();
        int from = 0;
        while (from < commandLine.length()) {
            int end = commandLine.indexOf(' ', from);
            if (end < 0) {
                end = commandLine.length();
            }
            if (commandLine.startsWith(TOKEN, from) && from + TOKEN.length() <= end) {
                windows.add(parseToken(commandLine.substring(from + TOKEN.length(), end)));
            }
            from = end + 1;
        }
        return windows;
    }

    private static MmioWindow parseToken(String value) {
        int at = value.indexOf('@');
        int colon = value.indexOf(':', at + 1);
        if (at > 0 && colon > 0) {
            int secondColon = value.indexOf(':', colon + 1); // an optional ":ID" that Linux uses and we need not
            int end = secondColon < 0 ? value.length() : secondColon;
            long size = parseSize(value.substring(0, at));
            long address = parseNumber(value.substring(at + 1, colon));
            long line = parseNumber(value.substring(colon + 1, end));
            if (size >= SMALLEST && size <= LARGEST && address > 0 && line >= 0 && line <= LAST_LINE) {
                return new MmioWindow(address, size, (int) line);
            }
        }
        throw new DeviceException("malformed kernel command line token " + TOKEN + value
                + "; expected SIZE@ADDRESS:LINE, for example 512@0xfeb00e00:12");
    }

    private static long parseSize(String text) {
        if (text.endsWith("K") || text.endsWith("k")) {
            long kibibytes = parseNumber(text.substring(0, text.length() - 1));
            return kibibytes > LARGEST ? -1 : kibibytes * 1024;
        }
        return parseNumber(text);
    }

    /** A number, decimal or with 0x; -1 if it is none. */
    private static long parseNumber(String text) {
        try {
            if (text.startsWith("0x") || text.startsWith("0X")) {
                return Long.parseLong(text.substring(2), 16);
            }
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    @Override
    public String toString() {
        return "MMIO address 0x" + Long.toHexString(address) + ", interrupt line " + line;
    }
}

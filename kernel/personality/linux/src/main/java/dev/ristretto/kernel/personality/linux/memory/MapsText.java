package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.machine.layout.PageAccess;

/** The text of /proc/self/maps (fs/proc/task_mmu.c, proc(5)). */
final class MapsText {
    /** The column at which names begin. */
    private static final int NAME = 73;

    private MapsText() {}

    /** The lines of all areas. */
    static String of(Iterable<MemoryArea> areas, ProgramBreak programBreak, long stackEnd) {
        StringBuilder text = new StringBuilder();
        for (MemoryArea area : areas) {
            MappedFile file = area.file();
            String name = "";
            if (file != null) {
                name = file.path();
            } else if (area.growsDown() && area.end() == stackEnd) {
                name = "[stack]";
            } else if (programBreak.has(area)) {
                name = "[heap]";
            }
            append(text, area, name);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, MemoryArea area, String name) {
        int lineStart = text.length();
        appendHex(text, area.start(), 8);
        text.append('-');
        appendHex(text, area.end(), 8);
        text.append(' ')
                .append(letter(area, PageAccess.READ, 'r'))
                .append(letter(area, PageAccess.WRITE, 'w'))
                .append(letter(area, PageAccess.EXECUTE, 'x'))
                .append(area.isShared() ? 's' : 'p')
                .append(' ');
        appendHex(text, area.offset(), 8);
        MappedFile file = area.file();
        text.append(' ');
        appendHex(text, file == null ? 0 : file.device() >>> 8 & 0xfff, 2);
        text.append(':');
        appendHex(text, file == null ? 0 : file.device() & 0xff, 2);
        text.append(' ').append(file == null ? 0 : file.number()).append(' ');
        if (!name.isEmpty()) {
            while (text.length() - lineStart < NAME) {
                text.append(' ');
            }
            text.append(name.replace("\n", "\\012"));
        }
        text.append('\n');
    }

    private static char letter(MemoryArea area, int access, char letter) {
        return (area.protection() & access) != 0 ? letter : '-';
    }

    private static void appendHex(StringBuilder text, long value, int digits) {
        String hex = Long.toHexString(value);
        text.append("0".repeat(Math.max(0, digits - hex.length()))).append(hex);
    }
}

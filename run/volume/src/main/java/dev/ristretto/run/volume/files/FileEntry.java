package dev.ristretto.run.volume.files;

import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileKind;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.SymbolicLink;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A file as a list shows it. Name and target are whatever somebody has written there.
 *
 * @param name its name; empty for a root
 * @param kind in a word: {@code directory}, {@code regular}, {@code symbolic_link}, {@code device}, {@code
 *     block_device}, {@code pipe}, {@code socket}
 * @param permissions the twelve bits of POSIX
 * @param links how many names it has
 * @param user the number of its owner
 * @param group the number of its group
 * @param bytes its length
 * @param modified when its contents last changed
 * @param target of a symbolic link; null for all else
 */
public record FileEntry(
        String name,
        String kind,
        int permissions,
        int links,
        int user,
        int group,
        long bytes,
        Instant modified,
        @Nullable String target) {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final String LETTERS = "rwxrwxrwx";

    static FileEntry of(String name, Inode inode) throws FileFault {
        return new FileEntry(
                name,
                inode.kind().name().toLowerCase(Locale.ROOT),
                inode.permissions(),
                inode.links(),
                inode.user(),
                inode.group(),
                inode.size(),
                instant(inode.modified()),
                inode instanceof SymbolicLink link ? link.target() : null);
    }

    static Instant instant(long nanoseconds) {
        return Instant.ofEpochSecond(
                Math.floorDiv(nanoseconds, NANOS_PER_SECOND), Math.floorMod(nanoseconds, NANOS_PER_SECOND));
    }

    /** Kind and permissions as ls(1) writes them, such as {@code drwxr-xr-x}. */
    public String mode() {
        StringBuilder mode = new StringBuilder();
        mode.append(letter());
        for (int i = 0; i < LETTERS.length(); i++) {
            mode.append((permissions >> LETTERS.length() - 1 - i & 1) == 0 ? '-' : LETTERS.charAt(i));
        }
        special(mode, 3, 04000, 's');
        special(mode, 6, 02000, 's');
        special(mode, 9, 01000, 't');
        return mode.toString();
    }

    private char letter() {
        return switch (FileKind.valueOf(kind.toUpperCase(Locale.ROOT))) {
            case DIRECTORY -> 'd';
            case REGULAR -> '-';
            case SYMBOLIC_LINK -> 'l';
            case DEVICE -> 'c';
            case BLOCK_DEVICE -> 'b';
            case PIPE -> 'p';
            case SOCKET -> 's';
        };
    }

    private void special(StringBuilder mode, int place, int bit, char letter) {
        if ((permissions & bit) != 0) {
            mode.setCharAt(place, mode.charAt(place) == 'x' ? letter : Character.toUpperCase(letter));
        }
    }
}

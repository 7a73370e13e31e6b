package dev.ristretto.abi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes this interface for the GNU assembler, so that the kernel's assembly has no number of its own. A step of the
 * build.
 */
public final class AssemblerInclude {

    private AssemblerInclude() {}

    /** Writes the file that the only argument names; its folder is made. */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text());
    }

    static String text() {
        return String.format(
                Locale.ROOT,
                """
                # Generated from dev.ristretto.abi.
                    .set LOAD_ADDRESS, %#x
                    .set IMAGE_BASE, %#x
                    .set DIRECT_MAP, %#x
                    .set REPORT_PORT, %#x
                    .set EXIT_PORT, %#x
                    .set PANIC_STATUS, %d

                # The lines of a report that say why the kernel could not go on.
                    .macro report_of_panic reason:vararg
                    .ascii "%s", \\reason, "\\n%s%d\\n"
                    .endm

                # The note that tells which version of the interface this is.
                    .macro boot_note
                    .section .note.ristretto, "a", @note
                    .align 4
                    .long %d, 4, %d
                    .asciz "%s"
                    .align 4
                    .long %d
                    .endm
                """,
                AddressBases.LOAD,
                AddressBases.IMAGE,
                AddressBases.DIRECT_MAP,
                Ports.REPORT,
                Ports.EXIT,
                Report.PANIC_STATUS,
                Report.PANIC,
                Report.EXIT,
                Report.PANIC_STATUS,
                BootNote.NAME.length() + 1,
                BootNote.TYPE,
                BootNote.NAME,
                BootNote.VERSION);
    }
}

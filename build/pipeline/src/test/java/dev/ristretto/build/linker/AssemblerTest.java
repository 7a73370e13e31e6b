package dev.ristretto.build.linker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links what the GNU assembler writes, where it is installed. */
class AssemblerTest {
    @TempDir
    Path folder;

    private static final String KERNEL = """
                .section .note.pvh,"a",@note
                .align 4
                .long 4, 8, 18
                .asciz "Xen"
                .quad start32
                .section .boot,"ax"
                .code32
                .globl start32
            start32:
                movl $tables, %esp
                .code64
                movabsq $high, %rax
                jmp *%rax
                .section .boot.bss,"aw",@nobits
                .align 4096
            tables: .skip 4096
                .text
            high: call 1f
            1:  lea __heap_start(%rip), %rdi
                call outside
                .globl start_linux, missing_native, missing_symbol
            start_linux: ret
            missing_native: ret
            missing_symbol: ret
                .section .note.GNU-stack,"",@progbits
            """;

    @Test
    void linksAssembledCodeWithCallsAndAddresses() throws Exception {
        Path as = Path.of("/usr/bin/as");
        assumeThat(as).isExecutable();
        Path source = Files.writeString(folder.resolve("boot.s"), KERNEL);
        Path object = folder.resolve("boot.o");
        Process process = new ProcessBuilder(as.toString(), "--64", "-o", object.toString(), source.toString())
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();

        Executable executable = Linker.link(List.of(RelocatableObject.read(object)), List.of());
        LoadedImage image = new LoadedImage(executable.bytes());

        long start = image.symbol("start32");
        assertThat(image.int32(start + 1)).isEqualTo((int) image.symbol("tables"));
        assertThat(image.int64(start + 7)).isEqualTo(image.symbol("high"));
        long high = image.symbol("high");
        assertThat(image.int32(high + 1)).isZero();
        assertThat(high + 12 + image.int32(high + 8)).isEqualTo(image.symbol("__heap_start"));
        assertThat(high + 17 + image.int32(high + 13)).isEqualTo(image.symbol("outside"));
        assertThat(executable.missingFunctions()).containsExactly("outside");
    }
}

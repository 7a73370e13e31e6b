package dev.ristretto.build.program.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.linker.Elf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkedFileTest {
    private static final long SEED = 20;
    private static final int MUTATIONS = 2_000;

    @TempDir
    Path folder;

    private Path write(CraftedElf elf) throws Exception {
        return elf.write(folder.resolve("file"));
    }

    @Test
    void loaderNeedsAndFoldersAreRead() throws Exception {
        LinkedFile file = LinkedFile.read(write(new CraftedElf()
                .interpreter("/lib64/ld-linux-x86-64.so.2")
                .needs("libb.so.1", "libc.so.6")
                .rpath("/one:/two")
                .runpath("$ORIGIN/../lib::/three")));
        assertThat(file.interpreter()).contains("/lib64/ld-linux-x86-64.so.2");
        assertThat(file.needed()).containsExactly("libb.so.1", "libc.so.6");
        assertThat(file.rpath()).containsExactly("/one", "/two");
        assertThat(file.runpath()).containsExactly("$ORIGIN/../lib", "/three");
        assertThat(file.isProgram()).isTrue();
    }

    @Test
    void aLibraryIsNoProgramAndAFixedAddressIsOne() throws Exception {
        assertThat(LinkedFile.read(write(new CraftedElf())).isProgram()).isFalse();
        assertThat(LinkedFile.read(write(new CraftedElf().type(Elf.TYPE_EXECUTABLE)))
                        .isProgram())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"183,ARM64", "3,i386", "4711,another processor (number 4711"})
    void whatIsForAnotherProcessorIsRefusedByName(int machine, String name) throws Exception {
        Path file = write(new CraftedElf().machine(machine));
        assertThatThrownBy(() -> LinkedFile.read(file))
                .isInstanceOf(BuildException.class)
                .hasMessageContainingAll(file.toString(), name, "x86-64");
    }

    @Test
    void whatIsForAnotherSystemOrNoProgramIsRefused() throws Exception {
        Path freeBsd = write(new CraftedElf().system(9));
        assertThatThrownBy(() -> LinkedFile.read(freeBsd)).hasMessageContaining("another system than Linux");
        Path object = write(new CraftedElf().type(1));
        assertThatThrownBy(() -> LinkedFile.read(object)).hasMessageContaining("for the linker");
    }

    @Test
    void otherFilesAreNoElf() throws Exception {
        assertThat(LinkedFile.isElf(folder)).isFalse();
        assertThat(LinkedFile.isElf(folder.resolve("none"))).isFalse();
        assertThat(LinkedFile.isElf(Files.writeString(folder.resolve("text"), "#!/bin/sh")))
                .isFalse();
        assertThat(LinkedFile.isElf(Files.writeString(folder.resolve("short"), "\u007fEL")))
                .isFalse();
        assertThat(LinkedFile.isElf(write(new CraftedElf()))).isTrue();
    }

    @Test
    void whateverIsInAFileEndsInARefusalOrAResult() throws Exception {
        byte[] good = new CraftedElf()
                .interpreter("/lib/ld.so")
                .needs("liba.so", "libb.so")
                .runpath("$ORIGIN")
                .bytes();
        Random random = new Random(SEED);
        Path file = folder.resolve("mutated");
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] bytes = good.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                int at = random.nextInt(bytes.length);
                bytes[at] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
            }
            Files.write(file, random.nextInt(5) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes);
            try {
                assertThat(LinkedFile.read(file))
                        .as("seed %d, mutation %d", SEED, i)
                        .isNotNull();
            } catch (BuildException e) {
                assertThat(e).hasMessageContaining(file.toString());
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void programsOfThisHostAreRead() throws Exception {
        Path program = Path.of("/bin/true");
        Assumptions.assumeTrue(LinkedFile.isElf(program));
        assertThat(LinkedFile.read(program).isProgram()).isTrue();
    }
}

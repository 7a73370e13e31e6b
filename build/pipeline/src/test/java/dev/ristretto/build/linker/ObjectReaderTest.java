package dev.ristretto.build.linker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ObjectReaderTest {
    @Test
    void readsSectionsSymbolsAndRelocations() {
        ObjectBuilder builder = new ObjectBuilder();
        int data = builder.section(".data", ObjectBuilder.WA, 8, 1, 2, 3, 4, 5, 6, 7, 8);
        builder.local("l", data, 4).global("g", data, 2).relocation(data, 0, 1, "g", -7);
        RelocatableObject object = builder.object("a.o");

        assertThat(object.sections().get(data).content()).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
        assertThat(object.sections().get(data).relocations()).containsExactly(new Relocation(0, 1, 2, -7));
        assertThat(object.symbols().get(2)).isEqualTo(new Symbol("g", 1, 2, data, 2, 0));
    }

    @Test
    void fileOfAnotherKindIsRefusedByName() {
        assertThatThrownBy(() -> RelocatableObject.read("x.o", new byte[100]))
                .isInstanceOf(LinkException.class)
                .hasMessage("x.o is not an ELF file");
    }

    @Test
    void executableIsNotAnObject() {
        byte[] bytes = ObjectBuilder.kernel().bytes();
        bytes[16] = 2;
        assertThatThrownBy(() -> RelocatableObject.read("x.o", bytes))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("not a relocatable 64-bit x86-64 object");
    }

    @Test
    void anyCutOrFlippedFileGivesLinkExceptionOrAnObjectNeverAnotherFailure() {
        byte[] good = ObjectBuilder.kernel().bytes();
        long seed = 20261123;
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = good.clone();
            if (round % 3 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                for (int flips = 0; flips < 3; flips++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
            }
            try {
                RelocatableObject.read("x.o", bytes);
            } catch (LinkException e) {
                assertThat(e).hasMessageStartingWith("x.o ");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
    }
}

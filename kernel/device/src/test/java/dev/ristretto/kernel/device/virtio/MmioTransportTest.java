package dev.ristretto.kernel.device.virtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.kernel.machine.memory.RawMemory;
import java.lang.foreign.Arena;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MmioTransportTest {
    private static final MmioWindow WINDOW = new MmioWindow(0xfeb00e00L, 512, 12);

    private final RawMemory registers =
            RawMemory.at(Arena.global().allocate(512, 4096).address(), 512);

    @BeforeEach
    void aNetworkCard() {
        registers.putInt(0, 0x74726976);
        registers.putInt(4, 2);
        registers.putInt(8, 1);
    }

    @Test
    void aSlotWithAnotherDeviceOrNoneIsPassedOver() {
        assertThat(MmioTransport.open(WINDOW, registers, 4)).isNull();
        registers.putInt(8, 0);
        assertThat(MmioTransport.open(WINDOW, registers, 4)).isNull();
    }

    @Test
    void aLegacyDeviceIsRefusedWithTheRemedy() {
        registers.putInt(4, 1);
        assertThatThrownBy(() -> MmioTransport.open(WINDOW, registers, 1))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("0xfeb00e00")
                .hasMessageContaining("-global virtio-mmio.force-legacy=false");
    }

    @Test
    void aVersionFromTheFutureIsRefused() {
        registers.putInt(4, 3);
        assertThatThrownBy(() -> MmioTransport.open(WINDOW, registers, 1)).hasMessageContaining("version 3");
    }

    @Test
    void memoryThatIsNoVirtioDeviceIsRefused() {
        registers.putInt(0, 0);
        assertThatThrownBy(() -> MmioTransport.open(WINDOW, registers, 1)).hasMessageContaining("no virtio device");
    }

    @Test
    void theCommandLineSaysWhereDevicesAre() {
        assertThat(MmioWindow.parse("")).isEmpty();
        assertThat(MmioWindow.parse("arg=virtio_mmio.device=1 xvirtio_mmio.device=2"))
                .isEmpty();
        assertThat(MmioWindow.parse(
                        "env=A=b virtio_mmio.device=512@0xfeb00e00:12  virtio_mmio.device=4K@4272947200:5:1 arg=x"))
                .containsExactly(WINDOW, new MmioWindow(0xfeb00000L, 4096, 5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "512",
                "512@0xfeb00e00",
                "512@:12",
                "@0xfeb00e00:12",
                "512@0xfeb00e00:",
                "512@0xfeb00e00:x",
                "512@0xfeb00e00:-1",
                "512@0xfeb00e00:240",
                "16@0xfeb00e00:12",
                "9999999K@0xfeb00e00:12",
                "512@0xffffffffffffffffff:12",
                "512@-5:12"
            })
    void aMalformedTokenIsAnErrorThatQuotesIt(String token) {
        assertThatThrownBy(() -> MmioWindow.parse("virtio_mmio.device=" + token))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("virtio_mmio.device=" + token + ";")
                .hasMessageContaining("SIZE@ADDRESS:LINE");
    }
}

package dev.ristretto.kernel.device.virtio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PciTest {
    private static final int NETWORK = 1;

    /** The number of a disk as PCI has it. */
    private static final int DISK = 0x1042;

    private final SimulatedPci pci = new SimulatedPci();

    @Test
    void aMachineWithoutPciHasNoDevices() {
        assertThat(PciBus.findVirtio(pci, NETWORK, 1)).isEmpty();
    }

    @Test
    void aModernDeviceIsFoundByItsDeviceNumber() {
        pci.add(0, 1, 0, 0x1af4, 0x1044);
        int card = pci.add(0, 2, 0, 0x1af4, 0x1041);
        assertThat(PciBus.findVirtio(pci, NETWORK, 1)).containsExactly(card);
        assertThat(PciBus.name(card)).isEqualTo("PCI function 00:02.0");
    }

    @Test
    void aTransitionalDeviceIsFoundByItsSubsystem() {
        int other = pci.add(0, 1, 0, 0x1af4, 0x1000);
        pci.set16(other, 0x2e, 4);
        int card = pci.add(0, 5, 0, 0x1af4, 0x1000);
        pci.set16(card, 0x2e, NETWORK);
        assertThat(PciBus.findVirtio(pci, NETWORK, 1)).containsExactly(card);
    }

    @Test
    void anotherVendorsDeviceOfTheSameNumberIsNotOurs() {
        pci.add(0, 1, 0, 0x8086, 0x1041);
        assertThat(PciBus.findVirtio(pci, NETWORK, 1)).isEmpty();
    }

    @Test
    void furtherFunctionsAreLookedAtOnlyWhereTheDeviceHasThem() {
        int host = pci.add(0, 3, 0, 0x8086, 1);
        int card = pci.add(0, 3, 5, 0x1af4, 0x1041);
        assertThat(PciBus.findVirtio(pci, NETWORK, 1)).isEmpty();
        pci.set8(host, 0x0e, 0x80);
        assertThat(PciBus.findVirtio(pci, NETWORK, 1)).containsExactly(card);
    }

    @Test
    void devicesBehindBridgesAreFound() {
        pci.addBridge(0, 4, 1);
        pci.addBridge(1, 0, 2);
        int card = pci.add(2, 31, 0, 0x1af4, 0x1041);
        assertThat(PciBus.findVirtio(pci, NETWORK, 1)).containsExactly(card);
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void bridgesInACircleEndTheSearch() {
        pci.addBridge(0, 4, 1);
        pci.addBridge(1, 0, 0);
        pci.addBridge(1, 1, 1);
        assertThat(PciBus.findVirtio(pci, NETWORK, 1)).isEmpty();
    }

    @Test
    void allFunctionsOfATypeAreFoundInTheOrderOfTheBuses() {
        int first = pci.add(0, 1, 0, 0x1af4, DISK);
        pci.set8(first, 0x0e, 0x80);
        int second = pci.add(0, 1, 3, 0x1af4, DISK);
        pci.add(0, 2, 0, 0x1af4, 0x1041);
        pci.addBridge(0, 4, 1);
        int behind = pci.add(1, 7, 0, 0x1af4, DISK);
        int last = pci.add(0, 31, 0, 0x1af4, DISK);
        assertThat(PciBus.findVirtio(pci, 2, Integer.MAX_VALUE)).containsExactly(first, second, behind, last);
        assertThat(PciBus.findVirtio(pci, 2, 3)).containsExactly(first, second, behind);
        assertThat(PciBus.findVirtio(pci, 2, 1)).containsExactly(first);
    }

    @Test
    void aFunctionIsFoundOnceThoughTwoBridgesLeadToItsBus() {
        pci.addBridge(0, 4, 1);
        pci.addBridge(0, 5, 1);
        int disk = pci.add(1, 0, 0, 0x1af4, DISK);
        pci.addBridge(1, 1, 0);
        int root = pci.add(0, 6, 0, 0x1af4, DISK);
        assertThat(PciBus.findVirtio(pci, 2, Integer.MAX_VALUE)).containsExactly(disk, root);
    }

    private int card() {
        int card = pci.add(0, 2, 0, 0x1af4, 0x1041);
        pci.set16(card, 6, 0x10);
        pci.set8(card, 0x34, 0x40);
        return card;
    }

    private void virtio(int card, int at, int next, int type, int bar, int offset, int length) {
        pci.set8(card, at, 9);
        pci.set8(card, at + 1, next);
        pci.set8(card, at + 3, type);
        pci.set8(card, at + 4, bar);
        pci.set32(card, at + 8, offset);
        pci.set32(card, at + 12, length);
    }

    @Test
    void capabilitiesLeadToRegionsOf32And64BitRegisters() {
        int card = card();
        pci.set32(card, 0x10 + 4 * 1, 0xfebc0000);
        pci.set32(card, 0x10 + 4 * 4, 0xfebf800c); // 64 bits, prefetchable
        pci.set32(card, 0x10 + 4 * 5, 0x12);
        pci.set8(card, 0x40, 0x11);
        pci.set8(card, 0x41, 0x50);
        virtio(card, 0x50, 0x60, 1, 4, 0x1000, 56);
        virtio(card, 0x60, 0, 2, 1, 0x3000, 0x1000);
        PciCapabilities capabilities = new PciCapabilities(pci, card);
        assertThat(capabilities.find(PciCapabilities.MSI_X)).isEqualTo(0x40);
        assertThat(capabilities.findVirtio(1)).isEqualTo(0x50);
        assertThat(capabilities.virtioRegion(0x50, 56)).isEqualTo(new PciCapabilities.Region(0x12_febf_9000L, 56));
        assertThat(capabilities.virtioRegion(0x60, 2)).isEqualTo(new PciCapabilities.Region(0xfebc_3000L, 0x1000));
        assertThat(capabilities.findVirtio(3)).isEqualTo(PciCapabilities.NONE);
    }

    @Test
    void ofTwoCapabilitiesTheFirstUsableCounts() {
        int card = card();
        pci.set32(card, 0x10, 0xc001); // I/O ports
        pci.set32(card, 0x10 + 4, 0xfebc0000);
        virtio(card, 0x40, 0x50, 1, 0, 0, 56);
        virtio(card, 0x50, 0x60, 1, 7, 0, 56); // reserved register number
        virtio(card, 0x60, 0x70, 1, 1, 0, 56);
        virtio(card, 0x70, 0, 1, 1, 0x100, 56);
        assertThat(new PciCapabilities(pci, card).findVirtio(1)).isEqualTo(0x60);
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aListThatLoopsOrLeavesItsSpaceEnds() {
        int card = card();
        virtio(card, 0x40, 0x50, 1, 1, 0, 56);
        virtio(card, 0x50, 0x40, 2, 1, 0, 56);
        PciCapabilities capabilities = new PciCapabilities(pci, card);
        assertThat(capabilities.find(PciCapabilities.MSI_X)).isEqualTo(PciCapabilities.NONE);
        assertThat(capabilities.findVirtio(4)).isEqualTo(PciCapabilities.NONE);
        pci.set8(card, 0x34, 0x08);
        assertThat(capabilities.findVirtio(1)).isEqualTo(PciCapabilities.NONE);
    }

    @Test
    void withoutTheStatusBitThereIsNoList() {
        int card = card();
        virtio(card, 0x40, 0, 1, 1, 0, 56);
        pci.set16(card, 6, 0);
        assertThat(new PciCapabilities(pci, card).findVirtio(1)).isEqualTo(PciCapabilities.NONE);
    }

    @Test
    void aRegionThatIsTooShortIsRefused() {
        int card = card();
        pci.set32(card, 0x10 + 4, 0xfebc0000);
        virtio(card, 0x40, 0, 1, 1, 0, 55);
        assertThatThrownBy(() -> new PciCapabilities(pci, card).virtioRegion(0x40, 56))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("PCI function 00:02.0")
                .hasMessageContaining("55 bytes");
    }

    @Test
    void aRegisterWithoutAnAddressIsRefusedWithTheRemedy() {
        int card = card();
        virtio(card, 0x40, 0, 1, 1, 0, 56);
        assertThatThrownBy(() -> new PciCapabilities(pci, card).virtioRegion(0x40, 56))
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("SeaBIOS");
        pci.set32(card, 0x10 + 4, 4);
        pci.set32(card, 0x10 + 8, 0xffff_ffff);
        assertThatThrownBy(() -> new PciCapabilities(pci, card).barAddress(1)).isInstanceOf(DeviceException.class);
        assertThatThrownBy(() -> new PciCapabilities(pci, card).barAddress(6)).isInstanceOf(DeviceException.class);
    }
}

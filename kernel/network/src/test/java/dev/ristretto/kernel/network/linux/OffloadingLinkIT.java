package dev.ristretto.kernel.network.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Linux as the peer over a link that leaves checksums and segmentation to it, as virtio cards do. */
class OffloadingLinkIT extends LinuxPeerCases {
    OffloadingLinkIT() {
        super(2, true);
    }

    @Test
    void longSegmentsAreLeftToTheLink() throws Exception {
        aConnectionFromUsCarriesDataBothWays();
        assertThat(tap.largest).isGreaterThan(20_000);
    }
}

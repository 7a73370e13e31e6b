package dev.ristretto.tools.cli.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.run.vmm.ProcessorCount;
import org.junit.jupiter.api.Test;

class ProcessorNoticeTest {

    @Test
    void moreThanThereAreIsSaidInOneLine() {
        assertThat(ProcessorNotice.text(4, 2))
                .contains("note: --cpus 4: this computer has 2 processors, which they share");
        assertThat(ProcessorNotice.text(2, 1))
                .contains("note: --cpus 2: this computer has 1 processor, which they share");
    }

    @Test
    void nothingIsSaidOfThoseThatThereAre() {
        assertThat(ProcessorNotice.text(1, 1)).isEmpty();
        assertThat(ProcessorNotice.text(2, 2)).isEmpty();
        assertThat(ProcessorNotice.text(ProcessorCount.AUTO, 1)).isEmpty();
    }
}

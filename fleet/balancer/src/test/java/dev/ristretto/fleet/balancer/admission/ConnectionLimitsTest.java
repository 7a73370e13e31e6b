package dev.ristretto.fleet.balancer.admission;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From heap and open files to connections. */
class ConnectionLimitsTest {

    @ParameterizedTest
    @CsvSource({
        "96, 1048576, 4096",
        "192, 1048576, 8192",
        "96, 4096, 1984",
        "96, 1024, 448",
        "1, 1048576, 42",
        "96, 64, 16",
    })
    void connectionsFollowFromHeapAndFiles(long mebibytes, long files, int connections) {
        ConnectionLimits limits = ConnectionLimits.of(mebibytes << 20, files);
        assertThat(limits.connections()).isEqualTo(connections);
        assertThat(limits.bytes()).as("half of the heap").isEqualTo(mebibytes << 19);
        assertThat((long) limits.connections() * ConnectionLimits.BYTES_PER_CONNECTION)
                .as("all of them fit")
                .isLessThanOrEqualTo(limits.bytes());
        assertThat(limits.perPeer()).isLessThan(connections).isGreaterThanOrEqualTo(connections / 2);
        assertThat(limits.perService()).isLessThan(connections).isGreaterThanOrEqualTo(connections / 2);
    }

    @ParameterizedTest
    @CsvSource({"0, 16", "9223372036854775807, 4096"})
    void filesWithoutASensibleLimitDoNoHarm(long files, int connections) {
        assertThat(ConnectionLimits.of(96 << 20, files).connections()).isEqualTo(connections);
    }
}

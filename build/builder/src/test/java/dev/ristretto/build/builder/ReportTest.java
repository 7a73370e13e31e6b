package dev.ristretto.build.builder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void sumsUpByPackageAndSortsByShare() {
        Report report = new Report();
        report.type(String.class);
        report.type(java.util.List.class);
        report.method(String.class, 10);
        report.method(String.class, 20);
        report.method(java.util.List.class, 100);
        report.object(String[].class, 24);

        assertThat(report.json())
                .contains("\"classes\":2", "\"methods\":3")
                .containsSubsequence(
                        "{\"name\":\"java.util\",\"classes\":1,\"methods\":1,\"codeBytes\":100,\"heapBytes\":0}",
                        "{\"name\":\"java.lang\",\"classes\":1,\"methods\":2,\"codeBytes\":30,\"heapBytes\":24}");
    }

    @Test
    void knownByteArraysAreTakenOutOfTheirSum() {
        Report report = new Report();
        report.object(byte[].class, 100);
        report.object(byte[].class, 50);
        report.relabelBytes("code metadata", 100);

        assertThat(report.json())
                .contains(
                        "{\"className\":\"byte[] (code metadata)\",\"objects\":1,\"bytes\":100}",
                        "{\"className\":\"byte[]\",\"objects\":1,\"bytes\":50}",
                        "{\"name\":\"primitive arrays\",\"classes\":0,\"methods\":0,\"codeBytes\":0,\"heapBytes\":150}");
    }
}

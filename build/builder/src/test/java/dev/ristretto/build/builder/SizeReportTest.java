package dev.ristretto.build.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import jdk.graal.compiler.util.json.JsonWriter;
import org.junit.jupiter.api.Test;

class SizeReportTest {
    private static String json(SizeReport report) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            report.write(json);
        }
        return text.toString();
    }

    @Test
    void sumsUpByPackageAndSortsByShare() throws Exception {
        SizeReport report = new SizeReport();
        report.type(String.class);
        report.type(java.util.List.class);
        report.method(String.class, 10);
        report.method(String.class, 20);
        report.method(java.util.List.class, 100);
        report.object(String[].class, 24);

        assertThat(json(report))
                .contains("\"classes\":2", "\"methods\":3")
                .containsSubsequence(
                        "{\"name\":\"java.util\",\"classes\":1,\"methods\":1,\"codeBytes\":100,\"heapBytes\":0}",
                        "{\"name\":\"java.lang\",\"classes\":1,\"methods\":2,\"codeBytes\":30,\"heapBytes\":24}");
    }

    @Test
    void knownByteArraysAreTakenOutOfTheirSum() throws Exception {
        SizeReport report = new SizeReport();
        report.object(byte[].class, 100);
        report.object(byte[].class, 50);
        report.relabelBytes("code metadata", 100);

        assertThat(json(report))
                .contains(
                        "{\"className\":\"byte[] (code metadata)\",\"objects\":1,\"bytes\":100}",
                        "{\"className\":\"byte[]\",\"objects\":1,\"bytes\":50}",
                        "{\"name\":\"primitive arrays\",\"classes\":0,\"methods\":0,\"codeBytes\":0,\"heapBytes\":150}");
    }

    @Test
    void namesAreQuoted() throws Exception {
        SizeReport report = new SizeReport();
        report.object(byte[].class, 1);
        report.relabelBytes("a \"b\" \\ \n", 1);

        assertThat(json(report)).contains("{\"className\":\"byte[] (a \\\"b\\\" \\\\ \\n)\",\"objects\":1");
    }
}

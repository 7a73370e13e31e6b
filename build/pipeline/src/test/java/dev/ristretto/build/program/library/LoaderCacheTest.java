package dev.ristretto.build.program.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoaderCacheTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "liba.so.2,liba.so.10",
        "liba.so,liba.so.1",
        "liba.so,liba1.so",
        "libA.so,liba.so",
        "liba.so.1.9,liba.so.1.10",
        "liba,libb"
    })
    void numbersInNamesCountByTheirValueAndComeLast(String smaller, String larger) {
        assertThat(LoaderCache.compare(smaller, larger)).isNegative();
        assertThat(LoaderCache.compare(larger, smaller)).isPositive();
        assertThat(LoaderCache.compare(larger, larger)).isZero();
    }

    @Test
    void ldconfigReadsIt() throws Exception {
        Path ldconfig = Path.of("/sbin/ldconfig");
        Assumptions.assumeTrue(Files.isExecutable(ldconfig));
        Path file = folder.resolve("ld.so.cache");
        Files.write(file, LoaderCache.of(Map.of("libb.so.1", "/opt/libb.so.1", "liba.so.10", "/usr/lib/liba.so.10")));
        Process process = new ProcessBuilder(ldconfig.toString(), "-p", "-C", file.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed)
                .contains(
                        "2 libs found",
                        "libb.so.1 (libc6,x86-64) => /opt/libb.so.1",
                        "liba.so.10 (libc6,x86-64) => /usr/lib/liba.so.10");
    }
}

package dev.ristretto.run.volume.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that get their names when they are complete. */
@Timeout(60)
class FreshFileTest {

    @TempDir
    Path folder;

    /** Begins a file and waits to be ended. */
    public static void main(String[] arguments) throws IOException {
        try (FreshFile fresh = new FreshFile(Path.of(arguments[0]))) {
            int unused = fresh.channel().write(ByteBuffer.allocate(1000));
            System.out.println("begun");
            unused = System.in.read();
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void whateverEndsTheProcessLeavesNothing(String signal, int status) throws Exception {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FreshFileTest.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.inputReader().readLine()).isEqualTo("begun");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
        assertThat(process.waitFor()).isEqualTo(status);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatIsThereIsReplacedIfThatIsAsked() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "old");
        try (FreshFile fresh = new FreshFile(folder)) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh.path())))
                    .isEqualTo("rw-------");
            assertThatThrownBy(() -> fresh.moveTo(file)).isInstanceOf(FileAlreadyExistsException.class);
            fresh.moveTo(file, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(file).isEmptyFile();
        assertThat(folder.toFile().list()).containsExactly("file");
    }
}

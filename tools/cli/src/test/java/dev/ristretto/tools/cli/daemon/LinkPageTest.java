package dev.ristretto.tools.cli.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a browser is told of a link that lets in whoever has it. */
class LinkPageTest {

    private static final String LINK = "http://127.0.0.1:4711/#code=rsc_secret";

    @TempDir
    Path folder;

    @Test
    void onlyTheUserCanReadThePageAndItLeadsToTheLink() throws Exception {
        Path file = folder.resolve("console.html");
        Files.writeString(file, "an earlier one, which others may read");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        LinkPage.write(file, LINK);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).content().contains("content=\"0; url=" + LINK + "\"").doesNotContain("an earlier one");
    }

    @Test
    void theCommandLineOfTheBrowserDoesNotShowTheCode() throws Exception {
        List<String> command = ConsoleCommand.browser(LinkPage.write(folder.resolve("console.html"), LINK));
        assertThat(String.join(" ", command)).contains("console.html").doesNotContain("rsc_");
    }
}

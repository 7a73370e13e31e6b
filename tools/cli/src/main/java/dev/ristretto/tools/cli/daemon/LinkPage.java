package dev.ristretto.tools.cli.daemon;

import dev.ristretto.run.host.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A page that leads a browser to a link. Browsers are told what to open on their command line, which every user of the
 * computer can read, so that has the page's file on it and not the link, whose code lets in whoever is first to use it.
 */
final class LinkPage {

    private LinkPage() {}

    /** Writes the page where only the user can read it, in place of an earlier one. */
    static Path write(Path file, String url) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file, PrivateFiles.FILE);
        return Files.writeString(file, """
                <!doctype html>
                <meta charset="utf-8">
                <meta name="referrer" content="no-referrer">
                <meta http-equiv="refresh" content="0; url=%1$s">
                <title>Ristretto</title>
                <a href="%1$s">Open the dashboard</a>
                """.formatted(url.replace("&", "&amp;").replace("\"", "&quot;")));
    }
}

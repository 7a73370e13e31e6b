package dev.ristretto.tools.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints versions. */
@Command(
        name = "version",
        description = "Print the versions of ristretto, its compiler and the JDK.",
        footer = {"", "Example: ristretto version --format json"})
final class VersionCommand implements Runnable {

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    VersionCommand(Host host) {
        this.host = host;
    }

    @Override
    public void run() {
        Properties build = buildProperties();
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("ristretto", build.getProperty("version"));
        versions.put("compiler", build.getProperty("compiler"));
        versions.put("jdk", Runtime.version().toString());
        Table table = new Table("", "");
        versions.forEach(table::row);
        format.print(host.output(), versions, table);
    }

    /** Written by Maven when the command line was built. */
    static Properties buildProperties() {
        Properties properties = new Properties();
        try (InputStream file = VersionCommand.class.getResourceAsStream("build.properties")) {
            if (file == null) {
                throw new IllegalStateException("build.properties is not in the command line's jar");
            }
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}

package dev.ristretto.tools.cli;

import dev.ristretto.tools.cli.host.BuildProperties;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Table;
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
        Properties build = BuildProperties.read();
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("ristretto", build.getProperty("version"));
        versions.put("compiler", build.getProperty("compiler"));
        versions.put("jdk", Runtime.version().toString());
        Table table = new Table("", "");
        versions.forEach(table::row);
        format.print(host.output(), versions, table);
    }
}

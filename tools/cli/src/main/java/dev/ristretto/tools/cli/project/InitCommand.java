package dev.ristretto.tools.cli.project;

import dev.ristretto.run.host.FolderEntries;
import dev.ristretto.tools.cli.host.BuildProperties;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Table;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.lang.model.SourceVersion;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a project to start from. */
@Command(
        name = "init",
        description = {
            "Write a Maven project to start from: a service with a health check, the",
            "plugin that makes its image, and a test that runs the image. The folder must",
            "be new or empty; its name becomes the project's."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  ristretto init shop",
            "  cd shop && mvn verify     make the image, run it, ask it whether it is well",
            "  mvn ristretto:run         run it on port 8080 until Ctrl-C"
        })
public final class InitCommand implements Callable<Integer> {

    private static final String COMMAND = "ristretto";

    @Parameters(index = "0", arity = "0..1", paramLabel = "FOLDER", description = "Where to; by default this folder.")
    Path folder = Path.of("");

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;

    InitCommand(Host host) {
        this.host = host;
    }

    @Override
    public Integer call() {
        Path target = folder.toAbsolutePath().normalize();
        String name = name(target);
        String type = packageName(name);
        Map<String, String> files = new LinkedHashMap<>();
        files.put("pom.xml", "pom.xml");
        files.put(".gitignore", "gitignore.txt");
        files.put("src/main/java/" + type + "/Service.java", "Service.java.txt");
        files.put("src/test/java/" + type + "/ServiceIT.java", "ServiceIT.java.txt");
        List<String> written = new ArrayList<>();
        try {
            requireEmpty(target);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = target.resolve(file.getKey());
                Files.createDirectories(path.resolveSibling(""));
                Files.writeString(path, filled(file.getValue(), name, type), StandardCharsets.UTF_8);
                written.add(path.toString());
            }
        } catch (IOException e) {
            throw new Failure("Cannot write to " + target + ": " + e.getMessage(), e);
        }
        Table table = new Table("WRITTEN");
        written.forEach(table::row);
        format.print(host.output(), Map.of("written", written), table);
        String where = target.equals(Path.of("").toAbsolutePath()) ? "" : "cd " + folder + " && ";
        host.errors().println("ristretto: next: " + where + "mvn verify" + commandOption());
        return 0;
    }

    /** How the plugin finds this command, if it does not by itself. */
    private String commandOption() {
        boolean found = Stream.of(host.environment().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(search -> !search.isEmpty() && Files.isExecutable(Path.of(search, COMMAND)));
        return found
                ? ""
                : " -Dristretto.command=" + System.getProperty("ristretto.script", "SCRIPT") + "  (or put " + COMMAND
                        + " into a folder of PATH)";
    }

    private static void requireEmpty(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new Failure(folder + " is a file\nName a folder that is new or empty");
        }
        if (Files.isDirectory(folder)) {
            FolderEntries.of(folder).stream()
                    .filter(file -> !file.endsWith(".git"))
                    .findAny()
                    .ifPresent(file -> {
                        throw new Failure(folder + " is not empty: it has " + file.getFileName()
                                + "\nName a folder that is new or empty");
                    });
        }
    }

    /** A name that Maven and images take. */
    private static String name(Path folder) {
        String name = String.valueOf(folder.getFileName())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return name.isEmpty() ? "app" : name;
    }

    /** A name for the package that Java takes, as which it has its own and some of its words. */
    private static String packageName(String name) {
        String letters = name.replace("-", "");
        boolean taken =
                Character.isDigit(letters.charAt(0)) || letters.startsWith("java") || SourceVersion.isKeyword(letters);
        return taken ? "app" + letters : letters;
    }

    private static String filled(String resource, String name, String type) throws IOException {
        Properties properties = BuildProperties.read();
        try (InputStream in = InitCommand.class.getResourceAsStream("init/" + resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("@NAME@", name)
                    .replace("@PACKAGE@", type)
                    .replace("@JUNIT@", properties.getProperty("junit"))
                    .replace("@VERSION@", properties.getProperty("version"));
        }
    }
}

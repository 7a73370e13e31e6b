package dev.ristretto.tools.cli.files;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ristretto.run.volume.files.FileEntry;
import dev.ristretto.tools.cli.host.Candidates;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.ExitStatus;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.terminal.Table;
import dev.ristretto.tools.cli.terminal.Visible;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists files without starting anything. */
@Command(
        name = "ls",
        description = {
            "List the files of a volume, an image or an instance. Nothing is started for it and nothing" + " changed.",
            "What an instance writes to just then cannot be read."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  ristretto ls -l data:/logs", "  ristretto ls -R instance:web:/var/lib/app --format json"})
public final class LsCommand implements Callable<Integer> {

    /** What one JSON value may hold, which is in memory as a whole. */
    private static final int MOST_FILES = 1_000_000;

    @Parameters(
            completionCandidates = Candidates.OfPlaces.class,
            paramLabel = "PLACE",
            description =
                    "NAME:/PATH of a volume, an image or an instance; volume:NAME:/PATH and so on if several are called"
                            + " so.")
    String place = "";

    @Option(names = "-l", description = "With permissions, names, owner, group, size, time and what links lead to.")
    boolean details;

    @Option(
            names = {"-a", "--all"},
            description = "Also names that begin with a dot.")
    boolean all;

    @Option(
            names = {"-R", "--recursive"},
            description = "Also what is in the folders below.")
    boolean recursively;

    @Mixin
    FormatOption format = new FormatOption();

    private final Host host;
    private boolean incomplete;
    private boolean begun;

    LsCommand(Host host) {
        this.host = host;
    }

    /**
     * A file. The names of the components are those of the JSON form.
     *
     * @param path all of it
     * @param kind in a word
     * @param permissions in octal digits
     * @param links how many names it has
     * @param user number of the owner
     * @param group number of the group
     * @param bytes its length
     * @param modified ISO 8601 in UTC
     * @param target of a symbolic link
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record ListedFile(
            String path,
            String kind,
            String permissions,
            int links,
            int user,
            int group,
            long bytes,
            String modified,
            @Nullable String target) {}

    @Override
    public Integer call() throws InterruptedException {
        Place where = Place.parse(place);
        List<ListedFile> listed = new ArrayList<>();
        boolean unused = new Places(host).source(where).read(where + " cannot be listed", files -> {
            files.list(
                    where.path(),
                    recursively,
                    (folder, entries) -> {
                        List<FileEntry> shown = entries.stream()
                                .filter(entry -> all || !entry.name().startsWith("."))
                                .toList();
                        if (format.isJson()) {
                            shown.forEach(entry -> listed.add(listed(folder, entry)));
                            requireRoom(listed.size());
                        } else {
                            print(folder, shown);
                        }
                    },
                    problem -> {
                        incomplete = true;
                        host.errors().println("ristretto: " + Visible.line(problem));
                    });
            return true;
        });
        if (format.isJson()) {
            Json.print(host.output(), listed);
        }
        return incomplete ? ExitStatus.FAILURE : 0;
    }

    private void requireRoom(int count) {
        if (count > MOST_FILES) {
            throw new Failure(place + " has more than " + MOST_FILES + " files\nList a folder of it, or without JSON");
        }
    }

    private static ListedFile listed(String folder, FileEntry entry) {
        String path =
                entry.name().startsWith("/") ? entry.name() : (folder.equals("/") ? "" : folder) + "/" + entry.name();
        return new ListedFile(
                path,
                entry.kind(),
                String.format("%04o", entry.permissions()),
                entry.links(),
                entry.user(),
                entry.group(),
                entry.bytes(),
                entry.modified().toString(),
                entry.target());
    }

    private void print(String folder, List<FileEntry> entries) {
        if (recursively) {
            host.output().println((begun ? "\n" : "") + Visible.line(folder) + ":");
            begun = true;
        }
        Table table = new Table("", "", "", "", "", "", "");
        for (FileEntry entry : entries) {
            if (details) {
                table.row(
                        entry.mode(),
                        String.valueOf(entry.links()),
                        String.valueOf(entry.user()),
                        String.valueOf(entry.group()),
                        String.valueOf(entry.bytes()),
                        entry.modified().toString(),
                        entry.name() + (entry.target() == null ? "" : " -> " + entry.target()));
            } else {
                host.output().println(Visible.line(entry.name()));
            }
        }
        table.print(host.output());
    }
}

package dev.ristretto.tools.cli.project;

import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.Failure;
import dev.ristretto.tools.cli.terminal.FormatOption;
import dev.ristretto.tools.cli.terminal.Json;
import dev.ristretto.tools.cli.terminal.Table;
import dev.ristretto.tools.project.DesiredPart;
import dev.ristretto.tools.project.ProjectDefinition;
import dev.ristretto.tools.project.ProjectFile;
import dev.ristretto.tools.project.ProjectPart;
import dev.ristretto.tools.project.Step;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which project a command is about. */
final class ProjectOptions {

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "The file that describes the project (default: ristretto.yaml).")
    Path file = Path.of(ProjectFile.NAME);

    /** What the file says. */
    ProjectDefinition read(Host host) {
        try {
            Path folder = file.toAbsolutePath().normalize().getParent();
            Path name = folder == null ? null : folder.getFileName();
            return ProjectFile.parse(
                    file.toString(), Files.readString(file), name == null ? "" : name.toString(), host.environment());
        } catch (NoSuchFileException e) {
            throw new Failure("There is no " + file + "\nWrite one (docs/fleet.md, Projects), or name it: -f FILE", e);
        } catch (CharacterCodingException e) {
            throw new Failure(file + " is not text in UTF-8: save it as such", e);
        } catch (IOException e) {
            throw new Failure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Tells mistakes in what is to be built and run, before anything is. */
    void check(Host host, ProjectDefinition project) {
        images(host).check(project.parts());
    }

    private ProjectImages images(Host host) {
        return new ProjectImages(host, file.toAbsolutePath().normalize().resolveSibling(""));
    }

    /** The parts of a project with their images, which are built where that is asked for. */
    List<DesiredPart> wanted(Host host, ProjectDefinition project) throws InterruptedException {
        ProjectImages images = images(host);
        List<DesiredPart> wanted = new ArrayList<>();
        for (ProjectPart part : project.parts()) {
            wanted.add(images.find(part));
        }
        return wanted;
    }

    /** Prints steps: what, and why. */
    static void print(Host host, FormatOption format, List<Step> steps) {
        if (format.isJson()) {
            Json.print(host.output(), steps);
            return;
        }
        Table table = new Table("ACTION", "KIND", "NAME", "CHANGES");
        steps.forEach(step -> table.row(
                step.action().toString(),
                step.kind(),
                step.name(),
                step.changes().stream().map(Object::toString).collect(Collectors.joining(", "))));
        table.print(host.output());
    }
}

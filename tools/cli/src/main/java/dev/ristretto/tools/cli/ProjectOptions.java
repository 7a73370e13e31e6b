package dev.ristretto.tools.cli;

import dev.ristretto.fleet.project.Part;
import dev.ristretto.fleet.project.Project;
import dev.ristretto.fleet.project.ProjectFile;
import dev.ristretto.fleet.project.Step;
import dev.ristretto.fleet.project.Wanted;
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
    Project read(Host host) {
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

    /** The parts of a project with their images, which are built where that is asked for. */
    List<Wanted> wanted(Host host, Project project) throws InterruptedException {
        Path folder = file.toAbsolutePath().normalize().resolveSibling("");
        ProjectImages images = new ProjectImages(host, folder);
        List<Wanted> wanted = new ArrayList<>();
        for (Part part : project.parts()) {
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

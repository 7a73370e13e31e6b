package dev.ristretto.build.pipeline;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ristretto.build.application.Application;
import dev.ristretto.build.metadata.TracedMetadata;
import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.StableJson;
import dev.ristretto.run.host.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What building a project of Maven or Gradle gave last time, so that an unchanged project is not built again. A project
 * is unchanged if no file in it, and no pom.xml above it, differs in name, size or time of last change.
 */
final class ProjectCache {
    private static final Set<String> OUTPUTS =
            Set.of("target", "build", ".git", ".gradle", ".idea", ".vscode", "node_modules", TracedMetadata.IN_PROJECT);

    private final Path folder;

    /** @param folder where results are remembered */
    ProjectCache(Path folder) {
        this.folder = folder;
    }

    private record Entry(
            @JsonProperty("state") String state,
            @JsonProperty("name") String name,
            @JsonProperty("mainClass") String mainClass,
            @JsonProperty("classPath") List<String> classPath) {
        Entry {
            classPath = List.copyOf(classPath);
        }
    }

    /** The state of a project's sources; to be taken before the project is built. */
    String state(Path project, Optional<String> module, Optional<String> mainClass) throws IOException {
        MessageDigest digest = Digest.algorithm();
        String chosen = module.orElse("") + "\0" + mainClass.orElse("") + "\0";
        digest.update(chosen.getBytes(StandardCharsets.UTF_8));
        List<String> lines = new ArrayList<>();
        Files.walkFileTree(project, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                boolean output =
                        !directory.equals(project) && OUTPUTS.contains(String.valueOf(directory.getFileName()));
                return output ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                lines.add(line(file, attributes));
                return FileVisitResult.CONTINUE;
            }
        });
        for (Path above = project.getParent(); above != null; above = above.getParent()) {
            Path pom = above.resolve("pom.xml");
            if (!Files.exists(pom)) {
                break;
            }
            lines.add(line(pom, Files.readAttributes(pom, BasicFileAttributes.class)));
        }
        lines.stream().sorted().forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
        return Digest.format(digest.digest());
    }

    private static String line(Path file, BasicFileAttributes attributes) {
        return file + "\0" + attributes.size() + "\0" + attributes.lastModifiedTime() + "\n";
    }

    /** The result of the last build if it was of the same state and all its files are still there. */
    Optional<Application> find(Path project, String state) {
        try {
            Entry entry = StableJson.read(Files.readAllBytes(file(project)), Entry.class);
            List<Path> classPath = entry.classPath().stream().map(Path::of).toList();
            boolean valid = entry.state().equals(state) && classPath.stream().allMatch(Files::exists);
            return valid ? Optional.of(new Application(entry.name(), entry.mainClass(), classPath)) : Optional.empty();
        } catch (IOException e) {
            // Never built, or unreadable: build again.
            return Optional.empty();
        }
    }

    void remember(Path project, String state, Application application) throws IOException {
        Files.createDirectories(folder);
        List<String> classPath =
                application.classPath().stream().map(Path::toString).toList();
        AtomicFile.writeSoon(
                file(project),
                StableJson.write(new Entry(state, application.name(), application.mainClass(), classPath)));
    }

    private Path file(Path project) {
        return folder.resolve(Digest.hex(Digest.of(project.toString())) + ".json");
    }
}

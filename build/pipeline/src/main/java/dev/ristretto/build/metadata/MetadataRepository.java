package dev.ristretto.build.metadata;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ristretto.build.BuildException;
import dev.ristretto.image.model.StableJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The public reachability metadata repository (org.graalvm.buildtools:graalvm-reachability-metadata) as a zip file:
 * metadata for libraries that carry none, by Maven coordinates.
 */
public final class MetadataRepository {
    private static final Pattern JAR = Pattern.compile("(?<artifact>.+?)-(?<version>\\d.*)\\.jar");

    private final Path zip;

    /** A repository in a zip file. */
    public MetadataRepository(Path zip) {
        this.zip = zip;
    }

    /**
     * Extracts what the libraries of a class path need.
     *
     * @param target an existing folder to extract to
     * @return one {@code -H:ConfigurationFileDirectories} option, or nothing
     * @throws BuildException if the repository or a jar cannot be read
     */
    public MetadataArguments extract(List<Path> classPath, Path target) {
        List<String> folders = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            for (Path jar : classPath) {
                List<Coordinates> libraries = Coordinates.of(jar);
                for (Coordinates library : libraries.isEmpty() ? byName(file, jar) : libraries) {
                    Optional<String> folder = find(file, library);
                    if (folder.isPresent()) {
                        Path extracted = extract(file, folder.get(), target);
                        folders.add(extracted.toString());
                        notes.add("metadata repository: " + folder.get() + " for " + library.group() + ":"
                                + library.artifact() + ":" + library.version());
                    }
                }
            }
        } catch (IOException e) {
            throw new BuildException("Cannot read the metadata repository " + zip + ": " + e.getMessage(), e);
        }
        List<String> options = folders.isEmpty()
                ? List.of()
                : List.of("-H:ConfigurationFileDirectories=" + String.join(",", new TreeSet<>(folders)));
        return new MetadataArguments(options, List.of(), Set.of(), notes);
    }

    /** A jar that says nothing of where it is from, told by its file's name if one group alone has such an artifact. */
    private static List<Coordinates> byName(ZipFile file, Path jar) {
        Matcher name = JAR.matcher(String.valueOf(jar.getFileName()));
        if (!name.matches()) {
            return List.of();
        }
        Pattern index = Pattern.compile("([^/]+)/" + Pattern.quote(name.group("artifact")) + "/index\\.json");
        List<Coordinates> found = file.stream()
                .map(entry -> index.matcher(entry.getName()))
                .filter(Matcher::matches)
                .map(match -> new Coordinates(match.group(1), name.group("artifact"), name.group("version")))
                .toList();
        return found.size() == 1 ? found : List.of();
    }

    /** The folder for a library's version: one tested with it, one declared for it, or the latest. */
    private static Optional<String> find(ZipFile file, Coordinates library) throws IOException {
        String module = library.group() + "/" + library.artifact();
        ZipEntry index = file.getEntry(module + "/index.json");
        if (index == null) {
            return Optional.empty();
        }
        JsonNode entries;
        try (InputStream in = file.getInputStream(index)) {
            entries = StableJson.read(in.readAllBytes(), JsonNode.class);
        }
        String declared = null;
        String latest = null;
        for (JsonNode entry : entries) {
            String version = entry.path("metadata-version").asText();
            for (JsonNode tested : entry.path("tested-versions")) {
                if (tested.asText().equals(library.version())) {
                    return Optional.of(module + "/" + version);
                }
            }
            if (matches(entry.path("default-for").asText(), library.version())) {
                declared = version;
            }
            if (entry.path("latest").asBoolean()) {
                latest = version;
            }
        }
        return Optional.ofNullable(declared != null ? declared : latest).map(version -> module + "/" + version);
    }

    private static boolean matches(String regex, String version) {
        try {
            return !regex.isEmpty() && Pattern.matches(regex, version);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    private static Path extract(ZipFile file, String folder, Path target) throws IOException {
        Path extracted = target.resolve(folder).normalize();
        for (Enumeration<? extends ZipEntry> e = file.entries(); e.hasMoreElements(); ) {
            ZipEntry entry = e.nextElement();
            String name = entry.getName();
            // The repository's own index says which files there are; the compiler knows them by name.
            boolean wanted = name.startsWith(folder + "/")
                    && name.endsWith(".json")
                    && !name.endsWith("/index.json")
                    && !entry.isDirectory();
            Path path = target.resolve(name).normalize();
            if (wanted && path.startsWith(extracted)) {
                Files.createDirectories(extracted);
                try (InputStream in = file.getInputStream(entry)) {
                    Files.createDirectories(path.resolveSibling("."));
                    Files.write(path, in.readAllBytes());
                }
            }
        }
        return extracted;
    }
}

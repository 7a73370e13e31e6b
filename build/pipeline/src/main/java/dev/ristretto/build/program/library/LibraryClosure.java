package dev.ristretto.build.program.library;

import dev.ristretto.build.BuildException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All libraries of the files of a process, found as the loader of Linux does (ld.so(8)): a name once, for whoever asks
 * first; DT_RPATH of a file and of those that have brought it, DT_RUNPATH of the file, then the folders of all
 * programs. What is there for another processor is passed over. Not thread-safe.
 */
public final class LibraryClosure {
    private static final String LIBRARIES_OF_DEBIAN = "lib/x86_64-linux-gnu";

    private final Path system;
    private final List<String> folders;
    private final Map<String, Library> found = new LinkedHashMap<>();
    private final List<String> missing = new ArrayList<>();
    /** Why files of a name were passed over. */
    private final Map<String, String> unfit = new HashMap<>();

    /** A file that has been loaded, and who has brought it. */
    private record Loaded(
            Path path,
            LinkedFile file,
            boolean beside,
            @Nullable Loaded by) {
        String name() {
            return String.valueOf(path.getFileName());
        }
    }

    /**
     * Nothing yet.
     *
     * @param system where the host's files are, {@code /} but in tests
     * @param folders of all programs
     */
    public LibraryClosure(Path system, List<String> folders) {
        this.system = system;
        this.folders = List.copyOf(folders);
    }

    /** Finds what a program needs. */
    public void addProgram(Path path, LinkedFile file) throws IOException {
        add(new Loaded(path, file, true, null));
    }

    /** Finds what a library needs that a program loads by itself, and that keeps its place. */
    public void addModule(Path path, LinkedFile file) throws IOException {
        add(new Loaded(path, file, false, null));
    }

    private void add(Loaded first) throws IOException {
        Deque<Loaded> waiting = new ArrayDeque<>();
        waiting.add(first);
        while (!waiting.isEmpty()) {
            Loaded loaded = waiting.remove();
            for (String name : loaded.file().needed()) {
                if (!found.containsKey(name)) {
                    find(name, loaded).ifPresentOrElse(waiting::add, () -> missing.add(complaint(name, loaded)));
                }
            }
        }
    }

    /** Adds a library that nobody names but that is loaded by name, if there is one. */
    public void addIfPresent(String name, Path by) throws IOException {
        LinkedFile asking = new LinkedFile(Optional.empty(), List.of(), List.of(), List.of(), false);
        if (!found.containsKey(name)) {
            Optional<Loaded> library = find(name, new Loaded(by, asking, false, null));
            if (library.isPresent()) {
                add(library.get());
            }
        }
    }

    /** What has been found, in the order of the loader. */
    public Collection<Library> libraries() {
        return List.copyOf(found.values());
    }

    /** What has not been found, a line each. */
    public List<String> missing() {
        return List.copyOf(missing);
    }

    /**
     * Refuses a program without its libraries.
     *
     * @throws BuildException that names what is missing, and who needs it
     */
    public void requireAll() {
        if (!missing.isEmpty()) {
            throw new BuildException(String.join(System.lineSeparator(), missing) + System.lineSeparator()
                    + "Install what is missing, or link the program with -Wl,-rpath,FOLDER. These folders were looked in: "
                    + String.join(", ", folders) + ".");
        }
    }

    private String complaint(String name, Loaded loaded) {
        String reason = unfit.containsKey(name) ? " (" + unfit.get(name) + ")" : "";
        return loaded.path() + " needs the library " + name + ", which is not here." + reason;
    }

    private Optional<Loaded> find(String name, Loaded asking) throws IOException {
        if (name.contains("/")) {
            // Another one would depend on the working directory.
            return name.startsWith("/") ? candidate(name, onHost(name), false, false, asking) : Optional.empty();
        }
        Optional<Loaded> result = Optional.empty();
        if (asking.file().runpath().isEmpty()) {
            for (Loaded each = asking; each != null && result.isEmpty(); each = each.by()) {
                if (each.file().runpath().isEmpty()) {
                    result = in(each.file().rpath(), each, name, asking);
                }
            }
        }
        if (result.isEmpty()) {
            result = in(asking.file().runpath(), asking, name, asking);
        }
        for (String folder : folders) {
            if (result.isPresent()) {
                break;
            }
            result = candidate(name, onHost(folder).resolve(name), false, true, asking);
        }
        return result;
    }

    /** In folders that a file names, in which some words stand for others. */
    private Optional<Loaded> in(List<String> named, Loaded naming, String name, Loaded asking) throws IOException {
        for (String folder : named) {
            boolean origin = folder.startsWith("$ORIGIN") || folder.startsWith("${ORIGIN}");
            String rest = folder.replaceFirst("^\\$(ORIGIN|\\{ORIGIN})", "")
                    .replaceAll("\\$(LIB\\b|\\{LIB})", LIBRARIES_OF_DEBIAN)
                    .replaceAll("\\$(PLATFORM\\b|\\{PLATFORM})", "x86_64");
            if (rest.contains("$") || (!origin && !rest.startsWith("/"))) {
                continue;
            }
            Path parent = naming.path().toAbsolutePath().getParent();
            Path place = origin && parent != null ? parent.resolve("." + rest).normalize() : onHost(rest);
            Optional<Loaded> result = candidate(name, place.resolve(name), origin && naming.beside(), false, asking);
            if (result.isPresent()) {
                return result;
            }
        }
        return Optional.empty();
    }

    private Optional<Loaded> candidate(String name, Path path, boolean beside, boolean known, Loaded asking)
            throws IOException {
        if (!Files.isReadable(path) || !LinkedFile.isElf(path)) {
            return Optional.empty();
        }
        LinkedFile file;
        try {
            file = LinkedFile.read(path);
        } catch (BuildException e) {
            unfit.putIfAbsent(name, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
        found.put(name, new Library(name, path, beside, known, asking.name()));
        return Optional.of(new Loaded(path, file, beside, asking));
    }

    private Path onHost(String absolute) {
        return system.resolve(absolute.substring(1)).normalize();
    }
}

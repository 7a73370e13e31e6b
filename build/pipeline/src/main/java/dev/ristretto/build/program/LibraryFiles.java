package dev.ristretto.build.program;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.program.library.Library;
import dev.ristretto.build.program.library.LibraryClosure;
import dev.ristretto.build.program.library.LibraryFolders;
import dev.ristretto.build.program.library.LinkedFile;
import dev.ristretto.build.program.library.LoaderCache;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Puts the loader and the libraries of a program into an image. For one program. */
final class LibraryFiles {
    /** The folder of what is the user's. */
    static final String APPLICATION = "/app";

    private static final String MUSL = "ld-musl-";

    /**
     * What glibc loads by name when it is needed: to end a thread, and (before glibc 2.34 at least) to look up users
     * and names of hosts.
     */
    private static final List<String> BY_NAME = List.of("libgcc_s.so.1", "libnss_files.so.2", "libnss_dns.so.2");

    private final ProgramSource source;
    private final ProgramFiles files;
    private final Optional<String> interpreter;
    private final LibraryClosure closure;

    /**
     * For a program.
     *
     * @param program on this host, with whatever links lead there
     */
    LibraryFiles(ProgramSource source, ProgramFiles files, Path program) throws IOException {
        this.source = source;
        this.files = files;
        LinkedFile file = LinkedFile.read(program);
        this.interpreter = file.interpreter();
        closure = new LibraryClosure(source.system(), LibraryFolders.of(source.system(), isMusl()));
        closure.addProgram(program.toRealPath(), file);
        closure.requireAll();
    }

    private boolean isMusl() {
        return interpreter.filter(path -> path.contains(MUSL)).isPresent();
    }

    /** Whether it brings all its code itself. */
    boolean isStatic() {
        return interpreter.isEmpty();
    }

    /** Everything that was found. */
    List<Library> libraries() {
        return List.copyOf(closure.libraries());
    }

    /**
     * What libraries that came with a folder of the application need, if this host has it: such folders hold files for
     * other systems too.
     */
    void addModules() throws IOException {
        for (Path module :
                files.inTrees(name -> name.endsWith(".so") || name.endsWith(".node") || name.contains(".so."))) {
            Optional<LinkedFile> file = forThisProcessor(module);
            if (file.isPresent()
                    && !(file.get().needed().stream().anyMatch(name -> name.contains("musl")) && !isMusl())) {
                closure.addModule(module.toRealPath(), file.get());
            }
        }
        closure.missing().forEach(source.warnings());
    }

    private static Optional<LinkedFile> forThisProcessor(Path file) throws IOException {
        try {
            return LinkedFile.isElf(file) ? Optional.of(LinkedFile.read(file)) : Optional.empty();
        } catch (BuildException e) {
            // Not ours, so never loaded.
            return Optional.empty();
        }
    }

    /**
     * Adds all that was found.
     *
     * @param program of the host, whose libraries of {@code $ORIGIN} are at the same places beside it
     * @param target where the program is in the image
     */
    void addTo(Path program, String target) throws IOException {
        if (interpreter.isEmpty()) {
            return;
        }
        Path loader = source.system().resolve(interpreter.get().replaceFirst("^/+", ""));
        files.addSystem(loader, "loads programs");
        Optional<Library> libc = libraries().stream()
                .filter(library -> library.name().equals("libc.so.6"))
                .findFirst();
        if (libc.isPresent()) {
            for (String name : BY_NAME) {
                closure.addIfPresent(name, libc.get().path());
            }
        }
        Path here = program.toRealPath().getParent();
        for (Library library : libraries()) {
            String reason = "needed by " + library.by();
            if (files.placeOf(library.path()).isPresent()) {
                continue;
            }
            if (library.beside() && here != null && !isOfSystem(library.path())) {
                String place = Path.of(target)
                        .resolveSibling(here.relativize(library.path().toAbsolutePath()))
                        .normalize()
                        .toString();
                files.add(library.path(), place, reason);
            } else {
                files.addSystem(library.path(), reason);
            }
        }
        if (!isMusl()) {
            TreeMap<String, String> places = new TreeMap<>();
            LoaderCache.places(libraries())
                    .forEach((name, path) ->
                            places.put(name, "/" + source.system().relativize(Path.of(path))));
            files.addText("/etc/ld.so.cache", LoaderCache.of(places), "tells the loader where libraries are");
        }
    }

    /**
     * Where a program is to be in an image so that its libraries can be at the same places beside it: under
     * {@code /app}, unless it is a distribution's.
     */
    String target(Path program) throws IOException {
        Path real = program.toRealPath();
        if (isOfSystem(real)) {
            return "/" + source.system().relativize(real);
        }
        Path top = real.getParent();
        for (Library library : libraries()) {
            while (library.beside()
                    && top != null
                    && !isOfSystem(library.path())
                    && !library.path().startsWith(top)) {
                top = top.getParent();
            }
        }
        return APPLICATION + "/" + (top == null ? real.getFileName() : top.relativize(real));
    }

    /** Whether a file is where a distribution has files, so that it keeps its path. */
    boolean isOfSystem(Path file) {
        Path path = source.system().relativize(file.toAbsolutePath());
        return List.of("usr", "lib", "lib64", "bin", "sbin", "opt")
                .contains(path.getName(0).toString());
    }
}

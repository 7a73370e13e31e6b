package dev.ristretto.build.program.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of a folder. Links that lead out of it are not followed. */
record FolderContents(Path shownPath, Path folder) implements ArchiveContents {
    @Override
    public boolean has(String name) {
        return Files.exists(folder.resolve(name));
    }

    @Override
    public InputStream open(String name) throws IOException {
        Path file = folder.resolve(String.join("/", ArchiveNames.parts(name)));
        if (!Files.exists(file)) {
            throw refused(name + " is missing; what there is of the image is not complete. Save it again");
        }
        if (!file.toRealPath().startsWith(folder.toRealPath()) || !Files.isRegularFile(file)) {
            throw refused(name + " is no file of this folder");
        }
        return Files.newInputStream(file);
    }

    @Override
    public String shown() {
        return shownPath.toString();
    }

    @Override
    public void close() {}
}

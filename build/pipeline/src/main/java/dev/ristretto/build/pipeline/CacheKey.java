package dev.ristretto.build.pipeline;

import dev.ristretto.build.Installation;
import dev.ristretto.build.application.Application;
import dev.ristretto.build.metadata.TracedMetadata;
import dev.ristretto.image.model.Digest;
import dev.ristretto.image.model.ImageReport;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/** The digest of everything that decides what an image contains: two builds with the same one give the same image. */
final class CacheKey {
    private final MessageDigest digest = Digest.algorithm();
    private final FileDigests files;

    private CacheKey(FileDigests files) {
        this.files = files;
    }

    /** Names of folders and jars do not count, their content and order do. */
    static String of(
            Installation installation,
            Application application,
            Optional<TracedMetadata> traced,
            BuildOptions options,
            FileDigests files)
            throws IOException {
        CacheKey input = new CacheKey(files);
        input.add("main", application.mainClass());
        input.add("application", application.classPath());
        input.add("traced", traced.map(TracedMetadata::file).stream().toList());
        input.add("generated", traced.flatMap(TracedMetadata::classes).stream().toList());
        input.add("kernel", installation.kernel());
        input.add("compiler", installation.builderModules());
        input.add("patch", installation.patch());
        input.add("metadata", installation.metadata().stream().toList());
        input.add("java", Files.readString(installation.javaHome().resolve("release"), StandardCharsets.UTF_8));
        // The linker and everything around it, and how reports are stored.
        input.add("builder", List.of(code(CacheKey.class), code(ImageReport.class)));
        for (String option : options.compiledAsText(application.isLinux())) {
            input.add("option", option);
        }
        for (String folder : options.all(OptionKey.METADATA)) {
            input.add("metadata", List.of(Path.of(folder)));
        }
        return Digest.format(input.digest.digest());
    }

    private void add(String what, List<Path> paths) throws IOException {
        for (Path path : paths) {
            add(what, files.of(path));
        }
    }

    private void add(String what, String value) {
        digest.update((what + "\0" + value + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** The jar or folder that a class of ours is in. */
    private static Path code(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException(type + " has no location");
        }
        try {
            return Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}

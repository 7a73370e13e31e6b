package dev.ristretto.build.program.archive;

import dev.ristretto.build.BuildException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** The files of a tar archive, which may be compressed by gzip. */
final class TarContents implements ArchiveContents {
    private static final int HEADER = 512;
    private static final int MAGIC_AT = 257;
    private static final byte[] MAGIC = "ustar".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_LINKS = 8;
    private static final int MOST_FILES = 100_000;

    private final Path shown;
    private final TarFile file;
    private final Map<String, TarArchiveEntry> entries = new HashMap<>();
    private final Set<String> twice = new HashSet<>();

    private TarContents(Path shown, TarFile file) {
        this.shown = shown;
        this.file = file;
        List<TarArchiveEntry> all = file.getEntries();
        if (all.size() > MOST_FILES) {
            throw refused("it holds " + all.size() + " files, and no image of containers more than " + MOST_FILES);
        }
        for (TarArchiveEntry entry : all) {
            String name = String.join("/", ArchiveNames.parts(entry.getName()));
            if (!entry.isDirectory() && entries.put(name, entry) != null) {
                twice.add(name);
            }
        }
    }

    /** Whether a file is a tar archive, by how it begins. */
    static boolean isTar(Path path) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
            in.mark(2);
            boolean zipped = isGzip(in.readNBytes(2));
            in.reset();
            byte[] header = (zipped ? new GzipCompressorInputStream(in) : in).readNBytes(HEADER);
            return header.length == HEADER
                    && new String(header, MAGIC_AT, MAGIC.length, StandardCharsets.ISO_8859_1)
                            .equals(new String(MAGIC, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return false;
        }
    }

    static boolean isGzip(byte[] beginning) {
        return beginning.length >= 2 && beginning[0] == 0x1F && beginning[1] == (byte) 0x8B;
    }

    /**
     * Reads what is in an archive, but not yet the contents.
     *
     * @param work an existing folder for the archive without its compression
     */
    static TarContents open(Path shown, Path path, Path work, UnpackedBytes limit)
            throws IOException, InterruptedException {
        Path plain = path;
        try (InputStream in = Files.newInputStream(path)) {
            if (isGzip(in.readNBytes(2))) {
                plain = work.resolve("archive.tar");
                unzip(path, plain, limit);
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw damaged(shown, e);
        }
        try {
            TarFile file = new TarFile(plain.toFile(), StandardCharsets.UTF_8.name());
            try {
                return new TarContents(shown, file);
            } catch (BuildException e) {
                file.close();
                throw e;
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(shown, e);
        }
    }

    private static BuildException damaged(Path shown, Exception e) {
        return new BuildException(
                shown + " cannot be unpacked (" + ArchiveNames.shown(String.valueOf(e.getMessage()))
                        + "). If no disk is full, save the image again.",
                e);
    }

    private static void unzip(Path path, Path plain, UnpackedBytes limit) throws IOException, InterruptedException {
        try (InputStream in = new GzipCompressorInputStream(new BufferedInputStream(Files.newInputStream(path)), true);
                OutputStream out = Files.newOutputStream(plain)) {
            limit.copy(in, out);
        }
    }

    @Override
    public boolean has(String name) {
        return entries.containsKey(name);
    }

    @Override
    public InputStream open(String name) throws IOException {
        TarArchiveEntry entry = found(name, String.join("/", ArchiveNames.parts(name)), 0);
        return file.getInputStream(entry);
    }

    /** Older archives have a layer of several images once, and links to it. */
    private TarArchiveEntry found(String name, String place, int links) {
        TarArchiveEntry entry = entries.get(place);
        if (entry == null) {
            throw refused(name + " is missing; what there is of the image is not complete. Save it again");
        }
        if (twice.contains(place)) {
            throw refused(name + " is in it twice; which one counts nobody can tell. Save the image again");
        }
        if (entry.isSymbolicLink() || entry.isLink()) {
            if (links == MOST_LINKS) {
                throw refused("links lead from " + name + " to each other");
            }
            Path above = Path.of("/" + place).getParent();
            Path leads = entry.isLink() || above == null ? Path.of("/") : above;
            Path target = Path.of(entry.getLinkName());
            // The root has nothing above it, so that counting is the way to find out what would lead out.
            if (target.isAbsolute() || leadsOut(leads.getNameCount(), target)) {
                throw refused(name + " is a link that leads out of the archive, to " + entry.getLinkName());
            }
            return found(name, leads.resolve(target).normalize().toString().substring(1), links + 1);
        }
        if (!entry.isFile()) {
            throw refused(name + " is no regular file");
        }
        return entry;
    }

    private static boolean leadsOut(int depth, Path target) {
        int above = depth;
        for (Path part : target) {
            above += part.toString().equals("..") ? -1 : 1;
            if (above < 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String shown() {
        return shown.toString();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

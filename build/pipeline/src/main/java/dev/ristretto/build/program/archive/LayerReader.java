package dev.ristretto.build.program.archive;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.root.PreparedFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/** Puts layers into a tree, and the contents of all their files into one file. Not thread-safe. */
final class LayerReader {
    private static final int PERMISSIONS = 07777;
    private static final long LARGEST_NUMBER = 0xFFFF_FFFFL;
    /** In nanoseconds: the year 2200, before which all that a file can be from is. */
    private static final long LATEST = TimeUnit.DAYS.toNanos(84_000);

    private final ArchiveContents contents;
    private final LayerTree tree;
    private final OutputStream out;
    private final UnpackedBytes limit;
    private final List<String> left = new ArrayList<>();
    private long written;

    /** @param out where contents of files go, one behind the other */
    LayerReader(ArchiveContents contents, LayerTree tree, OutputStream out, UnpackedBytes limit) {
        this.contents = contents;
        this.tree = tree;
        this.out = out;
        this.limit = limit;
    }

    /** The devices and pipes that no image can have. */
    List<String> left() {
        return left;
    }

    /**
     * Reads a layer.
     *
     * @param unpacked the digest that it has without its compression, if that is known
     * @throws BuildException if it is not what it should be
     */
    void read(LayerBlob layer, Optional<String> unpacked) throws IOException, InterruptedException {
        int number = tree.nextLayer();
        CheckedDigest packedDigest = new CheckedDigest(layer.digest());
        CheckedDigest plainDigest = new CheckedDigest(unpacked);
        try (InputStream packed = packedDigest.of(contents.open(layer.file()));
                InputStream plain = plainDigest.of(limit.counted(unpacked(layer, new BufferedInputStream(packed))))) {
            entries(layer, plain, number);
            long unused = UnpackedBytes.copyAll(plain, OutputStream.nullOutputStream());
            unused += UnpackedBytes.copyAll(packed, OutputStream.nullOutputStream());
            if (!packedDigest.matches() || !plainDigest.matches()) {
                throw contents.refused("layer " + layer.shown() + " has another digest; it is damaged. Save it again");
            }
        }
    }

    private InputStream unpacked(LayerBlob layer, BufferedInputStream in) throws IOException {
        in.mark(4);
        byte[] first = in.readNBytes(4);
        in.reset();
        boolean zstd = first.length == 4 && first[0] == 0x28 && first[1] == (byte) 0xB5 && first[2] == 0x2F;
        if (zstd || layer.mediaType().endsWith("+zstd")) {
            throw contents.refused("layer " + layer.shown() + " is compressed by zstd, which cannot be read here. Make"
                    + " a copy with gzip: skopeo copy --dest-compress-format gzip --dest-force-compress-format"
                    + " oci:FOLDER oci:NEW-FOLDER");
        }
        if (layer.mediaType().endsWith("+encrypted")) {
            throw contents.refused("layer " + layer.shown() + " is encrypted. Save the image without that");
        }
        return TarContents.isGzip(first) ? new GzipCompressorInputStream(in, true) : in;
    }

    private void entries(LayerBlob layer, InputStream plain, int number) throws IOException, InterruptedException {
        BoundedHeaders bounded = new BoundedHeaders(plain);
        try {
            TarArchiveInputStream tar = new TarArchiveInputStream(bounded, "UTF-8");
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                bounded.contents();
                add(entry, tar, number);
                long unused = UnpackedBytes.copyAll(tar, OutputStream.nullOutputStream());
                bounded.header();
            }
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new BuildException(
                    contents.shown() + ": layer " + layer.shown() + " cannot be unpacked ("
                            + ArchiveNames.shown(String.valueOf(e.getMessage()))
                            + "). If no disk is full, save the image again.",
                    e);
        }
    }

    private void add(TarArchiveEntry entry, InputStream data, int layer) throws IOException, InterruptedException {
        List<String> names = ArchiveNames.parts(entry.getName());
        if (tree.isWhiteout(names)) {
            return;
        }
        if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
            if (!names.isEmpty() && !LayerRoot.KERNEL.contains(names.getFirst())) {
                left.add("/" + String.join("/", names));
            }
        } else if (entry.isLink()) {
            tree.link(names, ArchiveNames.parts(entry.getLinkName()));
        } else if (entry.isSymbolicLink()) {
            tree.put(names, LayerNode.link(properties(entry), layer, target(entry)));
        } else if (entry.isDirectory()) {
            tree.put(names, LayerNode.folder(properties(entry), layer));
        } else {
            long size = UnpackedBytes.copyAll(data, out);
            tree.put(names, LayerNode.file(properties(entry), layer, written, size));
            written += size;
        }
    }

    private static String target(TarArchiveEntry entry) {
        String target = entry.getLinkName();
        if (target.isEmpty() || target.length() > 4095 || target.indexOf(0) >= 0) {
            throw new BuildException("The link " + ArchiveNames.shown(entry.getName())
                    + " of a layer leads to what can be no path. Whatever has made it, do not use it.");
        }
        return target;
    }

    private static PreparedFile.Properties properties(TarArchiveEntry entry) {
        long modified = entry.getLastModifiedTime().to(TimeUnit.NANOSECONDS);
        return new PreparedFile.Properties(
                entry.getMode() & PERMISSIONS,
                (int) Math.clamp(entry.getLongUserId(), 0, LARGEST_NUMBER),
                (int) Math.clamp(entry.getLongGroupId(), 0, LARGEST_NUMBER),
                Math.clamp(modified, 0, LATEST));
    }
}

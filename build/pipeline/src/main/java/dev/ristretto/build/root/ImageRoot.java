package dev.ristretto.build.root;

import dev.ristretto.build.BuildException;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileNames;
import dev.ristretto.kernel.filesystem.Inode;
import dev.ristretto.kernel.filesystem.block.ChannelBlockDevice;
import dev.ristretto.kernel.filesystem.erofs.ErofsWriter;
import dev.ristretto.run.host.PermissionBits;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * The file system with an image's own files (EROFS). The same files, with the same names, permissions, times and
 * contents, give the same bytes. Those of this host belong to root; links stay links, and lead where they say inside
 * the image. For one thread.
 */
public final class ImageRoot {
    /** The time of all files where the same image is to come of another checkout: a second, as 0 means none to some. */
    public static final long REPRODUCIBLE_SECONDS = 1;

    private static final int FOLDER = 0755;
    private static final int LINK = 0777;
    private static final int UUID_BYTES = 16;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final OptionalLong time;
    private final HostDirectory root;
    private final Map<PreparedFile, Inode> names = new IdentityHashMap<>();
    private long files = 1;
    private long latest;

    /** @param time of all files, in nanoseconds since 1970; otherwise each keeps its own */
    private ImageRoot(OptionalLong time, Optional<PreparedFile.Folder> base) {
        this.time = time;
        this.latest = time.orElse(0);
        this.root = new HostDirectory(
                0, base.map(folder -> timed(folder.properties())).orElse(ofRoot(FOLDER, latest)), null);
    }

    /**
     * Writes one.
     *
     * @param added what is in it; what comes later stands in place of what has the same path
     * @param seconds the time of all files, in seconds since 1970; otherwise each keeps its own
     * @param target a file, which is made
     * @throws BuildException if one of the files cannot be in an image
     * @throws IOException if one cannot be read, or the target not written
     */
    public static void write(List<AddedFiles> added, OptionalLong seconds, Path target) throws IOException {
        write(Optional.empty(), added, seconds, target);
    }

    /**
     * Writes one that begins with prepared files.
     *
     * @param base the root as it is before anything is added
     * @param added as above
     * @param seconds as above
     * @param target as above
     * @throws BuildException if one of the files cannot be in an image
     * @throws IOException if one cannot be read, or the target not written
     */
    public static void write(
            Optional<PreparedFile.Folder> base, List<AddedFiles> added, OptionalLong seconds, Path target)
            throws IOException {
        ImageRoot made = new ImageRoot(
                seconds.isPresent() ? OptionalLong.of(seconds.getAsLong() * NANOS_PER_SECOND) : seconds, base);
        base.ifPresent(folder -> made.addPrepared(folder, made.root));
        for (AddedFiles each : added) {
            made.add(each);
        }
        made.requireFoldersOfTheKernel();
        made.writeTo(target);
    }

    /** The kernel puts files of its own beside those of the image. */
    private void requireFoldersOfTheKernel() {
        for (String name : List.of("etc", "tmp", "root")) {
            Inode found = root.find(name);
            if (found != null && !(found instanceof HostDirectory)) {
                throw new BuildException("Cannot add a file at /" + name + ": it is a folder in every image.");
            }
        }
    }

    private void addPrepared(PreparedFile.Folder folder, HostDirectory made) {
        folder.entries().forEach((name, file) -> {
            Inode inode = names.get(file);
            if (inode == null) {
                inode = prepared(file, made);
                names.put(file, inode);
            }
            put(made, name, inode, Path.of(name));
        });
    }

    private Inode prepared(PreparedFile file, HostDirectory above) {
        PreparedFile.Properties properties = timed(file.properties());
        latest = Math.max(latest, properties.modified());
        return switch (file) {
            case PreparedFile.Contents contents ->
                new HostFile(files++, properties, contents.file(), contents.offset(), contents.size());
            case PreparedFile.Link link -> new HostLink(files++, properties, link.target());
            case PreparedFile.Folder folder -> {
                HostDirectory made = new HostDirectory(files++, properties, above);
                addPrepared(folder, made);
                yield made;
            }
        };
    }

    private PreparedFile.Properties timed(PreparedFile.Properties own) {
        return time.isEmpty()
                ? own
                : new PreparedFile.Properties(own.permissions(), own.user(), own.group(), time.getAsLong());
    }

    private static PreparedFile.Properties ofRoot(int permissions, long modified) {
        return new PreparedFile.Properties(permissions, 0, 0, modified);
    }

    private void writeTo(Path target) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(target.toFile(), "rw")) {
            ErofsWriter writer = new ErofsWriter(root, new byte[UUID_BYTES], latest);
            file.setLength(writer.size());
            writer.write(new ChannelBlockDevice(file.getChannel(), false));
        } catch (FileFault e) {
            throw new BuildException("The files of the image cannot be packed: " + e.getMessage(), e);
        }
    }

    private void add(AddedFiles added) throws IOException {
        HostDirectory folder = root;
        String[] names =
                added.target().substring(Math.min(1, added.target().length())).split("/");
        for (int i = 0; i < names.length - 1; i++) {
            folder = folder(folder, names[i], added.target());
        }
        String name = names[names.length - 1];
        // A link that the user names is followed, those inside are not.
        Path source = added.followed() ? added.source().toRealPath() : added.source();
        if (name.isEmpty()) {
            addEntries(source, folder);
        } else {
            add(source, folder, name);
        }
    }

    /** A folder of a target's path, made if no added folder has brought it. */
    private HostDirectory folder(HostDirectory above, String name, String target) throws IOException {
        Inode existing = above.find(name);
        if (existing == null) {
            return makeFolder(above, name, FOLDER, time.orElse(0), Path.of(target));
        }
        if (existing instanceof HostDirectory folder) {
            return folder;
        }
        throw new BuildException("Cannot add files at " + target + ": " + name + " is no folder in the image.");
    }

    private void add(Path source, HostDirectory folder, String name) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(source, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        int permissions = PermissionBits.of(attributes.permissions());
        long modified = time.orElse(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
        Inode existing = folder.find(name);
        if (existing != null && existing instanceof HostDirectory != attributes.isDirectory()) {
            throw new BuildException(
                    "Cannot add " + source + " to the image: what else is added with the path of it is "
                            + (attributes.isDirectory() ? "no folder." : "a folder."));
        }
        if (attributes.isDirectory()) {
            addEntries(
                    source,
                    existing instanceof HostDirectory present
                            ? present
                            : makeFolder(folder, name, permissions, modified, source));
            return;
        }
        latest = Math.max(latest, modified);
        if (attributes.isSymbolicLink()) {
            put(
                    folder,
                    name,
                    new HostLink(
                            files++,
                            ofRoot(LINK, modified),
                            Files.readSymbolicLink(source).toString()),
                    source);
        } else if (attributes.isRegularFile()) {
            if (!Files.isReadable(source)) {
                throw new BuildException("Cannot add " + source + " to the image: you may not read it.");
            }
            put(
                    folder,
                    name,
                    new HostFile(files++, ofRoot(permissions, modified), source, 0, attributes.size()),
                    source);
        } else {
            throw new BuildException(
                    "Cannot add " + source + " to the image: it is neither a file, a folder nor a link. Remove it.");
        }
    }

    private void addEntries(Path source, HostDirectory folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(source)) {
            for (Path entry : entries) {
                add(entry, folder, entry.getFileName().toString());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private HostDirectory makeFolder(HostDirectory above, String name, int permissions, long modified, Path source) {
        latest = Math.max(latest, modified);
        HostDirectory made = new HostDirectory(files++, ofRoot(permissions, modified), above);
        put(above, name, made, source);
        return made;
    }

    private static void put(HostDirectory folder, String name, Inode inode, Path source) {
        try {
            byte[] unused = FileNames.check(name);
        } catch (FileFault e) {
            throw new BuildException(
                    "Cannot add " + source + " to the image: no file can be called so there (" + e.reason() + ").", e);
        }
        folder.put(name, inode);
    }
}

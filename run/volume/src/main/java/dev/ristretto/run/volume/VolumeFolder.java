package dev.ristretto.run.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.run.host.AtomicFile;
import dev.ristretto.run.host.FolderEntries;
import dev.ristretto.run.host.FolderLock;
import dev.ristretto.run.host.PrivateFiles;
import dev.ristretto.run.host.RestrictedName;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The folder of a store: a folder for each volume, and one for those that are not finished or on their way out, whose
 * lock whoever changes names has.
 */
final class VolumeFolder {
    /** Who uses a volume without saying so. */
    static final String UNKNOWN_HOLDER = "another program";

    private static final String DISK = "disk";
    private static final String DESCRIPTION = "volume.json";
    private static final String HOLDER = "holder";
    private static final String START = "start";
    private static final String STAGING = ".staging";
    private static final String CLAIMS = ".claims.json";
    private static final String CREATED = "created";
    private static final int LONGEST_HOLDER = 1024;

    private final Path root;
    private final Path staging;
    private final ObjectMapper json = new ObjectMapper();

    VolumeFolder(Path root) {
        this.root = root;
        this.staging = root.resolve(STAGING);
    }

    /** Refuses what cannot be a name. */
    static void checkName(String name) {
        if (!RestrictedName.isValid(name)) {
            throw new VolumeException(RestrictedName.refusal(name, "a volume"));
        }
    }

    /** All volumes by name. */
    List<StoredVolume> all() throws IOException {
        List<StoredVolume> volumes = new ArrayList<>();
        for (Path folder : entries(root)) {
            String name = folder.getFileName().toString();
            if (RestrictedName.isValid(name)) {
                find(name).ifPresent(volumes::add);
            }
        }
        volumes.sort(Comparator.comparing(StoredVolume::name));
        return volumes;
    }

    /** The volume of a name, if there is one. */
    Optional<StoredVolume> find(String name) throws IOException {
        Path disk = root.resolve(name).resolve(DISK);
        try {
            return Optional.of(new StoredVolume(name, disk, Files.size(disk), created(name, disk)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The volume of a name; an error that names those that there are if there is none. */
    StoredVolume get(String name) throws IOException {
        checkName(name);
        Optional<StoredVolume> found = find(name);
        if (found.isEmpty()) {
            String known = all().stream().map(StoredVolume::name).collect(Collectors.joining(", "));
            throw new VolumeException("No volume is called " + name + ". "
                    + (known.isEmpty()
                            ? "There are none yet; make one with: ristretto volume create " + name
                            : "There are " + known + "."));
        }
        return found.get();
    }

    /** Refuses a name that a volume has. */
    void requireFree(String name) throws IOException {
        checkName(name);
        if (find(name).isPresent()) {
            throw new VolumeException("There is a volume " + name
                    + " already\nChoose another name, or remove it with its contents: ristretto volume rm " + name);
        }
    }

    /** A description that is damaged hides no volume: then the time of the disk's last change has to do. */
    private Instant created(String name, Path disk) throws IOException {
        try {
            JsonNode described =
                    json.readTree(root.resolve(name).resolve(DESCRIPTION).toFile());
            return Instant.parse(described.path(CREATED).asText());
        } catch (IOException | DateTimeParseException e) {
            return Files.getLastModifiedTime(disk).toInstant();
        }
    }

    /** Begins a volume out of sight. */
    StagedFiles stage(String name) throws IOException {
        requireFree(name);
        try (FolderLock lock = lock()) {
            return StagedFiles.folder(staging.resolve(StagedFiles.unique(name)), DISK);
        }
    }

    /** Makes a volume of one that was begun, whose disk is complete. */
    StoredVolume publish(StagedFiles staged, String name) throws IOException {
        FileChannel disk = staged.disk();
        disk.force(true);
        Map<String, Object> description = new LinkedHashMap<>();
        description.put("name", name);
        description.put(CREATED, Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        description.put("size", disk.size());
        byte[] text = json.writerWithDefaultPrettyPrinter().writeValueAsBytes(description);
        AtomicFile.write(staged.path().resolve(DESCRIPTION), text, PrivateFiles.FILE);
        try (FolderLock lock = lock()) {
            requireFree(name);
            staged.moveTo(root.resolve(name));
            force(root);
        }
        return get(name);
    }

    /** Takes a volume that this process has locked out of sight; it is a leftover once the lock is released. */
    void retire(StoredVolume volume) throws IOException {
        try (FolderLock lock = lock()) {
            Path folder = root.resolve(volume.name());
            Files.move(folder, staging.resolve(StagedFiles.unique(volume.name())));
            force(root);
        }
    }

    /** Who has last said that it uses a volume, which it may do no more. */
    Optional<String> lastHolder(String name) throws IOException {
        Path file = root.resolve(name).resolve(HOLDER);
        try (InputStream text = Files.newInputStream(file)) {
            String holder = new String(text.readNBytes(LONGEST_HOLDER), StandardCharsets.UTF_8);
            return holder.lines().findFirst().filter(line -> !line.isBlank());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Says that somebody else uses a volume, and who it is. */
    VolumeException inUse(String name) {
        Optional<String> instance;
        try {
            instance = lastHolder(name);
        } catch (IOException e) {
            // Who it is would help, but is not the point.
            instance = Optional.empty();
        }
        String remedy = instance.map(
                        holder -> "Stop it: ristretto stop " + holder + ", or Ctrl-C if it runs in the foreground")
                .orElse("Wait until it has ended");
        return new VolumeException("Volume " + name + " is in use by "
                + instance.map(holder -> "instance " + holder).orElse(UNKNOWN_HOLDER)
                + ": a volume has one writer at a time, or none and many readers\n" + remedy);
    }

    /** Writes down who uses a volume from now on. */
    void setHolder(String name, String holder) throws IOException {
        AtomicFile.write(root.resolve(name).resolve(HOLDER), holder + "\n", PrivateFiles.FILE);
    }

    /** The file whose lock has whoever starts an instance with a volume. */
    Path startMark(String name) {
        return root.resolve(name).resolve(START);
    }

    /** Nobody uses a volume any more. */
    void clearHolder(String name) throws IOException {
        Files.deleteIfExists(root.resolve(name).resolve(HOLDER));
    }

    /** Those that were last written down. */
    List<VolumeClaim> claims() throws IOException {
        try {
            return List.of(json.readValue(root.resolve(CLAIMS).toFile(), VolumeClaim[].class));
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    /** See {@link VolumeStore#keptFor}. */
    Map<String, String> keptFor(List<StoredVolume> volumes) throws IOException {
        Map<String, String> owners = new TreeMap<>();
        for (VolumeClaim claim : claims()) {
            for (StoredVolume volume : volumes) {
                claim.keeps(volume.name()).ifPresent(owner -> owners.putIfAbsent(volume.name(), owner));
            }
        }
        return owners;
    }

    /** Writes claims down in the place of all others. */
    void keep(List<VolumeClaim> claims) throws IOException {
        if (claims.isEmpty() && !Files.exists(root.resolve(CLAIMS))) {
            // A store that nobody has needed yet is not made for that.
            return;
        }
        byte[] text = json.writerWithDefaultPrettyPrinter().writeValueAsBytes(claims);
        try (FolderLock lock = lock()) {
            AtomicFile.write(root.resolve(CLAIMS), text, PrivateFiles.FILE);
        }
    }

    /** Refuses a volume that is kept for somebody. */
    void requireUnclaimed(String name) throws IOException {
        for (VolumeClaim claim : claims()) {
            if (claim.keeps(name).isPresent()) {
                throw new VolumeException("Volume " + name + " is kept for service " + claim.owner()
                        + ", one of whose revisions names it\nRemove the service first: ristretto service rm "
                        + claim.owner());
            }
        }
    }

    /** Waits for the lock of names, and deletes what killed processes have left, as far as that can be done. */
    FolderLock lock() throws IOException {
        FolderLock lock = FolderLock.acquire(staging);
        try {
            for (Path leftover : entries(staging)) {
                if (Files.isDirectory(leftover)) {
                    StagedFiles.deleteIfDead(leftover, leftover.resolve(DISK));
                }
            }
        } catch (IOException e) {
            // It takes space and does no other harm, and the next command tries again.
        }
        return lock;
    }

    /** The name is content of the folder. */
    private static void force(Path folder) throws IOException {
        try (FileChannel names = FileChannel.open(folder)) {
            names.force(true);
        }
    }

    private static List<Path> entries(Path folder) throws IOException {
        try {
            return FolderEntries.of(folder);
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }
}

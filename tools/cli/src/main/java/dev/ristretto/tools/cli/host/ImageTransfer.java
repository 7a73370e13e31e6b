package dev.ristretto.tools.cli.host;

import dev.ristretto.fleet.api.NewImage;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.client.FleetClient;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.tools.cli.terminal.ProgressLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Brings images to the store of a daemon on another host, so that it can run what this one has. */
public final class ImageTransfer {

    /** What has been sent may be deleted before all is there, if somebody else changes the store. */
    private static final int ATTEMPTS = 3;

    private final Host host;
    private final ImageStore store;

    public ImageTransfer(Host host) {
        this.host = host;
        this.store = new Images(host).store();
    }

    /**
     * Sends what the daemon lacks of what is to run, as far as it is here; the user's own daemon has the same store and
     * lacks nothing.
     */
    public void bring(FleetClient fleet, Collection<Specification> wanted) {
        Map<String, String> names = new LinkedHashMap<>();
        wanted.forEach(specification -> names.putIfAbsent(specification.digest(), specification.image()));
        bring(fleet, names);
    }

    /**
     * The same.
     *
     * @param names what each image is called, by its digest
     */
    public void bring(FleetClient fleet, Map<String, String> names) {
        if (new FleetAccess(host).remoteUrl().isEmpty()) {
            return;
        }
        names.forEach((digest, name) -> {
            if (store.contains(digest) && !has(fleet, digest)) {
                send(fleet, store.resolve(digest), name);
            }
        });
    }

    private static boolean has(FleetClient fleet, String digest) {
        try {
            return fleet.getImageContents(digest.substring(digest.indexOf(':') + 1))
                    .image()
                    .digest()
                    .equals(digest);
        } catch (FleetException e) {
            if (e.kind() == Kind.UNKNOWN) {
                return false;
            }
            throw e;
        }
    }

    private void send(FleetClient fleet, Image image, String name) {
        NewImage added = new NewImage(freeName(fleet, image, name), image.digest());
        for (int i = 0; i < ATTEMPTS; i++) {
            try {
                // Whoever may not do this learns it before anything is sent.
                fleet.addImage(added);
                return;
            } catch (FleetException e) {
                if (e.kind() != Kind.CONFLICT) {
                    throw e;
                }
            }
            sendFiles(fleet, image, name);
        }
        fleet.addImage(added);
    }

    /** A name that another image has over there stays that one's; then the digest is the name. */
    private static String freeName(FleetClient fleet, Image image, String name) {
        ImageName wanted = ImageName.parse(name);
        boolean taken = fleet.images().stream()
                .anyMatch(other ->
                        !other.digest().equals(image.digest()) && other.names().contains(wanted.toString()));
        return taken
                ? new ImageName(wanted.host(), wanted.path(), Optional.empty(), Optional.of(image.digest())).toString()
                : name;
    }

    private void sendFiles(FleetClient fleet, Image image, String name) {
        Map<String, Path> files = store.files(image);
        String size = MemorySize.format(
                files.values().stream().mapToLong(ImageTransfer::size).sum());
        try (ProgressLine progress = new ProgressLine(host.streams())) {
            progress.begin("Sending " + name + ", " + size);
            files.forEach((digest, file) -> fleet.putImageFile(digest.substring(digest.indexOf(':') + 1), file));
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

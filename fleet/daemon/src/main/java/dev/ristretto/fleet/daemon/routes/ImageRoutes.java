package dev.ristretto.fleet.daemon.routes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ristretto.fleet.api.ImageContents;
import dev.ristretto.fleet.api.ImageContents.PackageSize;
import dev.ristretto.fleet.api.ImageView;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewImage;
import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.syntax.PlainText;
import dev.ristretto.fleet.daemon.control.Fleet;
import dev.ristretto.fleet.daemon.http.Answer;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import dev.ristretto.fleet.daemon.http.Exchange;
import dev.ristretto.fleet.daemon.http.Paging;
import dev.ristretto.fleet.daemon.http.Parameter;
import dev.ristretto.fleet.daemon.instance.StorageFailures;
import dev.ristretto.fleet.daemon.model.FleetJson;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageConfiguration;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.model.Provenance;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.image.store.NameTakenException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;

/** What is in the store that instances are made from. */
final class ImageRoutes {

    private static final long LARGEST_FILE = 1L << 30;
    private static final long MOST_LEFT_OVER = 4L << 30;
    private static final int LONGEST_TEXT = 1000;
    private static final int MOST_NAMES = 1000;

    /** Of an image that is sent; those of large applications have a quarter of it. */
    private static final long LARGEST_REPORT = 512L << 10;

    /** What is made of such a report. */
    private static final long REPORT_BYTES = 4L << 20;

    private ImageRoutes() {}

    static List<ApiRoute> of(Fleet fleet, InstantSource clock) {
        return List.of(
                ApiRoute.get("listImages", "/v1/images", Role.VIEWER, "All images in the daemon's store, by digest")
                        .with(Paging.LIMIT, Paging.CURSOR)
                        .answers(Answer.page(ImageView.class), exchange -> all(fleet, exchange)),
                ApiRoute.get("getImageContents", "/v1/images/{digest}", Role.VIEWER, "What is inside an image")
                        .with(Parameter.digest(
                                "digest", "Hexadecimal digits of the image's digest, at least four of the first"))
                        .answers(Answer.one(200, ImageContents.class), exchange -> {
                            exchange.reserve(REPORT_BYTES);
                            return contents(fleet, exchange.text("digest"));
                        }),
                ApiRoute.put(
                                "putImageFile",
                                "/v1/files/{digest}",
                                Role.OPERATOR,
                                "Send a file of an image that is to be added")
                        .lasting()
                        .with(Parameter.digest("digest", "All hexadecimal digits of the file's digest"))
                        .body(InputStream.class)
                        .handledBy(
                                exchange -> receive(fleet.images(), exchange),
                                Answer.nothing(HttpStatus.NO_CONTENT_204)),
                ApiRoute.post("addImage", "/v1/images", Role.OPERATOR, "Add an image whose files have been sent")
                        .body(NewImage.class)
                        .answers(Answer.one(201, ImageView.class), exchange -> add(fleet, exchange, clock)));
    }

    private static void receive(ImageStore store, Exchange exchange) throws IOException {
        String digest = "sha256:" + exchange.text("digest");
        requireRoom(store);
        try (InputStream content = exchange.content(LARGEST_FILE)) {
            store.receive(digest, content);
        } catch (ImageException e) {
            throw StorageFailures.ofStore(e);
        }
        exchange.answerNothing(HttpStatus.NO_CONTENT_204);
    }

    /** Whoever sends files and never adds an image of them must not fill the disk. */
    private static void requireRoom(ImageStore store) {
        try {
            if (store.usage().leftOverBytes() > MOST_LEFT_OVER) {
                throw new FleetException(
                        Kind.CONFLICT,
                        "Files that no image needs take more than " + MOST_LEFT_OVER
                                + " bytes\nAdd the image that they belong to, or delete them: ristretto system prune");
            }
        } catch (ImageException e) {
            throw StorageFailures.ofStore(e);
        }
    }

    private static ImageView add(Fleet fleet, Exchange exchange, InstantSource clock) throws IOException {
        NewImage image = exchange.body(NewImage.class);
        boolean moving = Boolean.TRUE.equals(image.moving());
        PlainText.require("The name of an image", image.name(), LONGEST_TEXT);
        PlainText.require("The digest of an image", image.digest(), LONGEST_TEXT);
        exchange.setDetail(image.name() + " " + image.digest() + (moving ? ", moving the name" : ""));
        exchange.reserve(REPORT_BYTES);
        try {
            ImageStore store = fleet.images();
            ImageName name = ImageName.parse(image.name());
            requireFewNames(store);
            List<String> missing = store.missing(image.digest());
            if (!missing.isEmpty()) {
                throw new FleetException(
                        Kind.CONFLICT,
                        name + " is not complete: send " + String.join(", ", missing)
                                + " first (PUT /v1/files/DIGEST)");
            }
            Image candidate = store.ofDigest(image.digest());
            requireSmallReport(store, candidate);
            checkTexts(candidate.configuration(), store.report(candidate));
            Provenance origin = new Provenance(exchange.caller().name(), clock.instant());
            return view(store.adopt(name, image.digest(), origin, moving), uses(fleet));
        } catch (NameTakenException e) {
            throw new FleetException(
                    Kind.CONFLICT,
                    e.getMessage() + "\nSend it by another name, or say that this one is to move (\"moving\": true)",
                    e);
        } catch (ImageException e) {
            throw StorageFailures.ofStore(e);
        }
    }

    private static void requireSmallReport(ImageStore store, Image image) throws IOException {
        for (Path file : store.files(image).values()) {
            boolean large = file.equals(image.kernel())
                    || image.debug().filter(file::equals).isPresent()
                    || image.root().filter(file::equals).isPresent();
            if (!large && Files.size(file) > LARGEST_REPORT) {
                throw new FleetException(
                        Kind.INVALID,
                        "The manifest, configuration and report of an image have at most " + LARGEST_REPORT
                                + " bytes each, not " + Files.size(file));
            }
        }
    }

    /** Whoever adds images and names without end must not fill the daemon's memory, where they are listed. */
    private static void requireFewNames(ImageStore store) {
        int names = store.list().images().stream()
                .mapToInt(image -> Math.max(1, image.names().size()))
                .sum();
        if (names >= MOST_NAMES) {
            throw new FleetException(
                    Kind.CONFLICT,
                    "The store has " + names + " names of images already, and lets nobody add more than " + MOST_NAMES
                            + " over the API\nRemove some first: ristretto rmi, ristretto system prune");
        }
    }

    /** Whoever has made the image has chosen these, and they are listed beside those of others. */
    private static void checkTexts(ImageConfiguration configuration, ImageReport report) {
        PlainText.require("The main class of the image", configuration.mainClass(), LONGEST_TEXT);
        configuration
                .entrypoint()
                .forEach(word -> PlainText.require("The entry point of the image", word, LONGEST_TEXT));
        PlainText.require("The processor of the image", configuration.architecture(), LONGEST_TEXT);
        checkTexts(FleetJson.MAPPER.valueToTree(report));
    }

    private static void checkTexts(JsonNode node) {
        if (node.isTextual()) {
            PlainText.require("A text in the image's report", node.textValue(), LONGEST_TEXT);
        }
        node.fieldNames().forEachRemaining(name -> PlainText.require("A name in the report", name, LONGEST_TEXT));
        node.elements().forEachRemaining(ImageRoutes::checkTexts);
    }

    private static Object all(Fleet fleet, Exchange exchange) throws IOException {
        Map<String, Long> uses = uses(fleet);
        String after = Paging.cursor(exchange).orElse("");
        return Paging.page(
                exchange,
                fleet.images().list().images().stream()
                        .filter(image -> image.digest().compareTo(after) > 0)
                        .sorted(Comparator.comparing(Image::digest))
                        .map(image -> view(image, uses)),
                ImageView::digest);
    }

    private static ImageContents contents(Fleet fleet, String digest) {
        try {
            ImageStore store = fleet.images();
            Image image = store.resolve("sha256:" + digest);
            ImageReport report = store.report(image);
            return new ImageContents(
                    view(image, uses(fleet)),
                    report.loadedBytes(),
                    report.classes(),
                    report.methods(),
                    report.parts(),
                    report.packages().stream()
                            .map(share -> new PackageSize(share.name(), share.codeBytes(), share.heapBytes()))
                            .toList(),
                    report.versions());
        } catch (ImageException e) {
            throw new FleetException(Kind.UNKNOWN, StorageFailures.describe(e), e);
        }
    }

    private static Map<String, Long> uses(Fleet fleet) {
        return fleet.instances().list().stream()
                .map(InstanceView::specification)
                .collect(Collectors.groupingBy(specification -> specification.digest(), Collectors.counting()));
    }

    private static ImageView view(Image image, Map<String, Long> uses) {
        Optional<Provenance> origin = image.origin();
        return new ImageView(
                image.names().stream().map(ImageName::toString).toList(),
                image.digest(),
                image.kernelBytes(),
                image.configuration().memoryFloorBytes(),
                image.configuration().mainClass(),
                uses.getOrDefault(image.digest(), 0L).intValue(),
                origin.map(Provenance::sender).orElse(null),
                origin.map(from -> from.time().toString()).orElse(null));
    }
}

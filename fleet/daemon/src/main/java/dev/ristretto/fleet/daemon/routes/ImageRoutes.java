package dev.ristretto.fleet.daemon.routes;

import dev.ristretto.fleet.api.ImageContents;
import dev.ristretto.fleet.api.ImageContents.PackageSize;
import dev.ristretto.fleet.api.ImageView;
import dev.ristretto.fleet.api.InstanceView;
import dev.ristretto.fleet.api.NewImage;
import dev.ristretto.fleet.api.Role;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.daemon.control.Fleet;
import dev.ristretto.fleet.daemon.http.Answer;
import dev.ristretto.fleet.daemon.http.ApiRoute;
import dev.ristretto.fleet.daemon.http.Exchange;
import dev.ristretto.fleet.daemon.http.Parameter;
import dev.ristretto.fleet.daemon.instance.StorageFailures;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageException;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpStatus;

/** What is in the store that instances are made from. */
final class ImageRoutes {

    private static final long LARGEST_FILE = 1L << 30;

    private ImageRoutes() {}

    static List<ApiRoute> of(Fleet fleet) {
        return List.of(
                ApiRoute.get("listImages", "/v1/images", Role.VIEWER, "All images in the daemon's store")
                        .answers(Answer.list(ImageView.class), exchange -> all(fleet)),
                ApiRoute.get("getImageContents", "/v1/images/{digest}", Role.VIEWER, "What is inside an image")
                        .with(Parameter.digest(
                                "digest", "Hexadecimal digits of the image's digest, at least four of the first"))
                        .answers(
                                Answer.one(200, ImageContents.class),
                                exchange -> contents(fleet, exchange.text("digest"))),
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
                        .answers(
                                Answer.one(201, ImageView.class),
                                exchange -> add(fleet, exchange.body(NewImage.class))));
    }

    private static void receive(ImageStore store, Exchange exchange) throws IOException {
        String digest = "sha256:" + exchange.text("digest");
        try (InputStream content = exchange.content(LARGEST_FILE)) {
            store.receive(digest, content);
        } catch (ImageException e) {
            throw StorageFailures.ofStore(e);
        }
        exchange.answerNothing(HttpStatus.NO_CONTENT_204);
    }

    private static ImageView add(Fleet fleet, NewImage image) {
        try {
            ImageStore store = fleet.images();
            ImageName name = ImageName.parse(image.name());
            List<String> missing = store.missing(image.digest());
            if (!missing.isEmpty()) {
                throw new FleetException(
                        Kind.CONFLICT,
                        name + " is not complete: send " + String.join(", ", missing)
                                + " first (PUT /v1/files/DIGEST)");
            }
            return view(store.adopt(name, image.digest()), uses(fleet));
        } catch (ImageException e) {
            throw StorageFailures.ofStore(e);
        }
    }

    private static List<ImageView> all(Fleet fleet) {
        Map<String, Long> uses = uses(fleet);
        return fleet.images().list().images().stream()
                .map(image -> view(image, uses))
                .toList();
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
        return new ImageView(
                image.names().stream().map(ImageName::toString).toList(),
                image.digest(),
                image.kernelBytes(),
                image.configuration().memoryFloorBytes(),
                image.configuration().mainClass(),
                uses.getOrDefault(image.digest(), 0L).intValue());
    }
}

package dev.ristretto.tools.cli.image;

import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.tools.cli.terminal.Table;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An image in one line. The names of the components are those of the JSON form.
 *
 * @param names by which it is known
 * @param digest its identity
 * @param kernelBytes size of the bootable file
 * @param memoryFloorBytes the least memory that it boots with
 * @param mainClass the class whose main method runs
 * @param origin who has brought it and when; null if it was built here
 */
public record ImageSummary(
        List<String> names,
        String digest,
        long kernelBytes,
        long memoryFloorBytes,
        String mainClass,
        @Nullable Origin origin) {

    private static final int SHORT_DIGEST = 12;

    /** For JSON: the sender, and a time in the form of ISO 8601. */
    public record Origin(String sender, String time) {
        /** Of an image. */
        public static @Nullable Origin of(Image image) {
            return image.origin()
                    .map(origin -> new Origin(origin.sender(), origin.time().toString()))
                    .orElse(null);
        }
    }

    static ImageSummary of(Image image) {
        return new ImageSummary(
                image.names().stream().map(ImageName::toString).toList(),
                image.digest(),
                image.kernelBytes(),
                image.configuration().memoryFloorBytes(),
                image.configuration().mainClass(),
                Origin.of(image));
    }

    static Table table(List<ImageSummary> images) {
        Table table = new Table("NAME", "DIGEST", "SIZE", "NEEDS", "MAIN CLASS", "FROM");
        for (ImageSummary image : images) {
            String digest = image.digest().substring(image.digest().indexOf(':') + 1);
            for (String name : image.names()) {
                table.row(
                        name,
                        digest.substring(0, SHORT_DIGEST),
                        MemorySize.format(image.kernelBytes()),
                        MemorySize.format(image.memoryFloorBytes()),
                        image.mainClass(),
                        image.origin() == null ? "" : image.origin().sender());
            }
        }
        return table;
    }
}

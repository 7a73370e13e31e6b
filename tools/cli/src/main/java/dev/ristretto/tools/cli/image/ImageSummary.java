package dev.ristretto.tools.cli.image;

import dev.ristretto.image.model.Image;
import dev.ristretto.image.model.ImageName;
import dev.ristretto.run.vmm.MemorySize;
import dev.ristretto.tools.cli.terminal.Table;
import java.util.List;

/**
 * An image in one line. The names of the components are those of the JSON form.
 *
 * @param names by which it is known
 * @param digest its identity
 * @param kernelBytes size of the bootable file
 * @param memoryFloorBytes the least memory that it boots with
 * @param mainClass the class whose main method runs
 */
record ImageSummary(List<String> names, String digest, long kernelBytes, long memoryFloorBytes, String mainClass) {

    private static final int SHORT_DIGEST = 12;

    static ImageSummary of(Image image) {
        return new ImageSummary(
                image.names().stream().map(ImageName::toString).toList(),
                image.digest(),
                image.kernelBytes(),
                image.configuration().memoryFloorBytes(),
                image.configuration().mainClass());
    }

    static Table table(List<ImageSummary> images) {
        Table table = new Table("NAME", "DIGEST", "SIZE", "NEEDS", "MAIN CLASS");
        for (ImageSummary image : images) {
            String digest = image.digest().substring(image.digest().indexOf(':') + 1);
            for (String name : image.names()) {
                table.row(
                        name,
                        digest.substring(0, SHORT_DIGEST),
                        MemorySize.format(image.kernelBytes()),
                        MemorySize.format(image.memoryFloorBytes()),
                        image.mainClass());
            }
        }
        return table;
    }
}

package dev.ristretto.build.program.archive;

import dev.ristretto.build.root.PreparedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads crafted images. */
final class ArchiveFixture {
    final List<String> notes = new ArrayList<>();
    private final Path folder;
    private int count;

    ArchiveFixture(Path folder) {
        this.folder = folder;
    }

    ArchivedImage saved(CraftedImage image, String... main) throws IOException, InterruptedException {
        return tar(image.saved(), main);
    }

    ArchivedImage tar(Map<String, byte[]> files, String... main) throws IOException, InterruptedException {
        return read(CraftedImage.tar(folder.resolve("shop.tar"), files), main);
    }

    ArchivedImage folder(Map<String, byte[]> files) throws IOException, InterruptedException {
        return read(CraftedImage.folder(folder.resolve("layout"), files));
    }

    ArchivedImage read(Path path, String... main) throws IOException, InterruptedException {
        Path work = Files.createDirectories(folder.resolve("work-" + count++));
        return ArchivedImage.read(
                path.getFileName(),
                path,
                main.length == 0 ? Optional.empty() : Optional.of(main[0]),
                work,
                phase -> {},
                notes::add);
    }

    /** An image with a program and then these layers. */
    static CraftedImage layers(CraftedLayer... layers) {
        CraftedImage image = new CraftedImage().layer(new CraftedLayer().program("start"));
        for (CraftedLayer layer : layers) {
            image.layer(layer);
        }
        return image;
    }

    /** Contents by paths; links behind an arrow, folders with nothing in them as a slash. */
    static Map<String, String> files(ArchivedImage image) throws IOException {
        Map<String, String> files = new TreeMap<>();
        collect("", image.root(), files);
        // In every image.
        files.keySet().removeAll(List.of("/start", "/proc", "/sys"));
        return files;
    }

    private static void collect(String path, PreparedFile file, Map<String, String> files) throws IOException {
        switch (file) {
            case PreparedFile.Link link -> files.put(path, "-> " + link.target());
            case PreparedFile.Contents contents -> files.put(path, text(contents));
            case PreparedFile.Folder inside -> {
                if (inside.entries().isEmpty()) {
                    files.put(path, "/");
                }
                for (Map.Entry<String, PreparedFile> entry : inside.entries().entrySet()) {
                    collect(path + "/" + entry.getKey(), entry.getValue(), files);
                }
            }
        }
    }

    private static String text(PreparedFile.Contents contents) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) contents.size());
        try (FileChannel channel = FileChannel.open(contents.file())) {
            int unused = channel.read(bytes, contents.offset());
        }
        return new String(bytes.array(), StandardCharsets.UTF_8);
    }
}

package dev.ristretto.tools.project;

import java.util.List;
import java.util.Optional;

/** Reads what a file says of where an image comes from. */
final class OriginReader {
    private OriginReader() {}

    static ImageOrigin origin(Fields fields) {
        Optional<String> image = fields.text("image").filter(name -> !name.isEmpty());
        Optional<ImageOrigin.Build> build = fields.value("build").map(OriginReader::build);
        if (image.isEmpty() && build.isEmpty()) {
            throw fields.at("image")
                    .error("nothing to run\nAdd image: NAME, or build: PATH of a jar, classes or a project");
        }
        return new ImageOrigin(fields.at(build.isPresent() ? "build" : "image"), image, build);
    }

    private static ImageOrigin.Build build(Value value) {
        if (value instanceof Value.Text text) {
            return new ImageOrigin.Build(path(text), Optional.empty(), Optional.empty(), List.of());
        }
        Fields fields = Fields.of(value, "build", "path", "module", "main", "options");
        Value path = fields.value("path").orElseThrow(() -> fields.at().error("path is missing: what is to be built?"));
        return new ImageOrigin.Build(
                path(Fields.text(path, "path")),
                fields.text("module"),
                fields.text("main"),
                fields.texts("options").orElse(List.of()).stream()
                        .map(Value.Text::text)
                        .toList());
    }

    private static String path(Value.Text text) {
        if (text.text().isEmpty()) {
            throw text.at().error("a path is missing: what is to be built?");
        }
        return text.text();
    }
}

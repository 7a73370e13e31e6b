package dev.ristretto.build.metadata.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.build.application.Application;
import dev.ristretto.build.metadata.MetadataArguments;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A class path of an application's own classes and of a library's, and what is inferred from it. */
abstract class InferenceFixture {
    @TempDir
    Path folder;

    Path own;
    Path library;

    @BeforeEach
    void makeClassPath() throws Exception {
        own = Files.createDirectories(folder.resolve("own"));
        library = Files.createDirectories(folder.resolve("library"));
    }

    final JsonNode infer(String mainClass) throws IOException {
        arguments(mainClass);
        return json();
    }

    final MetadataArguments arguments(String mainClass) throws IOException {
        return arguments(mainClass, List.of());
    }

    final MetadataArguments arguments(String mainClass, List<String> declared) throws IOException {
        return InferredMetadata.addTo(
                new MetadataArguments(declared, List.of(), Set.of(), List.of()),
                new Application("shop", mainClass, List.of(own, library)),
                folder);
    }

    final JsonNode json() throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve("reachability-metadata.json").toFile());
    }

    final JsonNode ifReachable() throws IOException {
        return new ObjectMapper().readTree(folder.resolve("reflect-config.json").toFile());
    }

    final List<String> namesIfReachable() throws IOException {
        return ifReachable().findValuesAsText("name");
    }
}

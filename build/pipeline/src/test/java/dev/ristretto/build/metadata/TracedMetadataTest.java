package dev.ristretto.build.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.build.BuildException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TracedMetadataTest {
    @TempDir
    Path folder;

    private ReachabilityMetadata metadata(String json) throws Exception {
        return ReachabilityMetadata.read(Files.writeString(Files.createTempFile(folder, "a", ".json"), json));
    }

    @Test
    void twoRunsAreMergedEntryByEntry() throws Exception {
        ReachabilityMetadata first = metadata("""
                {"reflection": [
                   {"type": "a.A", "allDeclaredFields": true, "methods": [{"name": "m", "parameterTypes": ["int"]}]},
                   {"type": {"proxy": ["a.I", "a.J"]}}],
                 "resources": [{"glob": "x"}, {"bundle": "b"}]}""");
        ReachabilityMetadata second = metadata("""
                {"resources": [{"glob": "w"}, {"glob": "x"}],
                 "reflection": [
                   {"type": {"proxy": ["a.I", "a.J"]}},
                   {"type": {"proxy": ["a.J", "a.I"]}},
                   {"type": "a.B"},
                   {"type": "a.A", "serializable": true, "allDeclaredFields": false,
                    "methods": [{"name": "l", "parameterTypes": []}, {"name": "m", "parameterTypes": ["int"]}]}]}""");

        ReachabilityMetadata both = first.and(second);

        assertThat(both.json())
                .isEqualTo(second.and(first).json())
                .isEqualTo(both.and(first).json());
        assertThat(both.json()).isEqualTo(metadata("""
                {"reflection": [
                   {"type": "a.A", "allDeclaredFields": true, "serializable": true,
                    "methods": [{"name": "l", "parameterTypes": []}, {"name": "m", "parameterTypes": ["int"]}]},
                   {"type": "a.B"}, {"type": {"proxy": ["a.I", "a.J"]}}, {"type": {"proxy": ["a.J", "a.I"]}}],
                 "resources": [{"bundle": "b"}, {"glob": "w"}, {"glob": "x"}]}""").json());
        assertThat(both.count()).isEqualTo(new ReachabilityMetadata.Count(2, 2, 1, 2));
    }

    @Test
    void whatIsNoMetadataIsTold() {
        for (String json : new String[] {"", "[]", "{\"reflection\": 1}", "{"}) {
            assertThatThrownBy(() -> metadata(json))
                    .as(json)
                    .isInstanceOf(BuildException.class)
                    .hasMessageContaining("is no reachability metadata: ")
                    .hasMessageEndingWith("Mend it, or delete it and trace again.");
        }
    }

    @Test
    void itIsInAProjectAndBesideAnythingElse() throws Exception {
        Path project = Files.createDirectories(folder.resolve("shop"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        assertThat(TracedMetadata.folder(project)).isEqualTo(project.resolve("ristretto-metadata"));
        assertThat(TracedMetadata.folder(Files.createDirectories(project.resolve("target/classes"))))
                .isEqualTo(project.resolve("target/classes.metadata"));
        Path jar = Files.writeString(folder.resolve("shop.jar"), "");
        assertThat(TracedMetadata.of(jar)).isEmpty();
        Path beside = Files.createDirectories(folder.resolve("shop.jar.metadata"));
        Files.writeString(TracedMetadata.file(beside), "{}");
        TracedMetadata traced = new TracedMetadata(TracedMetadata.file(beside));
        assertThat(TracedMetadata.of(jar)).contains(traced);
        assertThat(traced.classes()).isEmpty();
        Path made = Files.createDirectories(TracedMetadata.classes(beside));
        assertThat(traced.classes()).contains(made);
    }

    @Test
    void theCompilerGetsACopy() throws Exception {
        Path file = Files.writeString(folder.resolve("found.json"), "{\"resources\": [{\"glob\": \"x\"}]}");
        Path target = Files.createDirectories(folder.resolve("work"));

        MetadataArguments arguments = new TracedMetadata(file).copyTo(target);

        assertThat(arguments.options()).containsExactly("-H:ConfigurationFileDirectories=" + target);
        assertThat(arguments.notes()).containsExactly("traced: 1 resources, 0 bundles, 0 types, 0 proxies of " + file);
        assertThat(Files.readAllBytes(TracedMetadata.file(target)))
                .isEqualTo(ReachabilityMetadata.read(file).json());
    }
}

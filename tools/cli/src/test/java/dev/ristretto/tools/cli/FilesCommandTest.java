package dev.ristretto.tools.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ristretto.build.root.AddedFiles;
import dev.ristretto.build.root.ImageRoot;
import dev.ristretto.fleet.api.NewInstance;
import dev.ristretto.fleet.daemon.SimulatedDaemon;
import dev.ristretto.fleet.daemon.simulation.SimulatedImages;
import dev.ristretto.image.model.Image;
import dev.ristretto.image.store.ImageStore;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.block.ChannelBlockDevice;
import dev.ristretto.kernel.filesystem.ext4.Ext4Volume;
import dev.ristretto.tools.cli.terminal.HostileText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What ls, cat and cp print and do. */
@Timeout(120)
class FilesCommandTest {

    @TempDir
    Path folder;

    private TestHost host;
    private Path config;

    @BeforeEach
    void begin() throws Exception {
        host = new TestHost(folder);
        succeed("volume", "create", "data", "--size", "16M");
        config = Files.writeString(folder.resolve("app.conf"), "port=80\n");
    }

    @Test
    void aDayWithFiles() throws Exception {
        Path etc = Files.createDirectories(folder.resolve("etc/sub"));
        Files.writeString(etc.resolveSibling(".hidden"), "x");
        Files.createSymbolicLink(etc.resolve("link"), Path.of("../../../secret"));
        succeed("cp", "-r", folder.resolve("etc").toString(), config.toString(), "data:/");
        assertThat(host.output()).isEqualTo("copied 3 files and 2 folders, 9 B\n");
        succeed("ls", "data:/");
        assertThat(host.output()).isEqualTo("app.conf\netc\nlost+found\n");
        succeed("ls", "-R", "data:/etc");
        assertThat(host.output()).isEqualTo("/etc:\nsub\n\n/etc/sub:\nlink\n");
        succeed("ls", "-a", "data:/etc/.");
        assertThat(host.output()).isEqualTo(".hidden\nsub\n");
        succeed("ls", "-l", "data:/etc/sub");
        assertThat(host.output()).matches("lrwxrwxrwx +1 +0 +0 +15 +\\d{4}-\\S+ +link -> ../../../secret\n");
        succeed("cat", "data:/app.conf", "data:/etc/../app.conf");
        assertThat(host.output()).isEqualTo("port=80\nport=80\n");
        Path copy = folder.resolve("copy");
        succeed("cp", "-r", "volume:data:/etc", copy.toString());
        assertThat(copy.resolve(".hidden")).hasContent("x");
        assertThat(copy.resolve("sub/link")).isSymbolicLink();
        Path here = Files.createDirectory(folder.resolve("here"));
        succeed("cp", "data:/app.conf", "data:/etc/.hidden", here.toString());
        assertThat(here.toFile().list()).containsExactlyInAnyOrder("app.conf", ".hidden");
    }

    @Test
    void whatIsKnownIsToldAsJson() throws Exception {
        assertThat(json("cp", config.toString(), "data:/a").toString())
                .isEqualTo("{\"files\":1,\"folders\":0,\"bytes\":8,\"skipped\":0,\"failed\":0}");
        JsonNode file = json("ls", "data:/a").get(0);
        assertThat(file.path("path").asText()).isEqualTo("/a");
        assertThat(file.path("kind").asText()).isEqualTo("regular");
        assertThat(file.path("permissions").asText()).matches("0[0-7]{3}");
        assertThat(file.path("bytes").asLong()).isEqualTo(8);
        assertThat(file.path("modified").asText())
                .isEqualTo(Files.getLastModifiedTime(config).toInstant().toString());
        assertThat(file.has("target")).isFalse();
        assertThat(json("ls", "-R", "data:/").findValuesAsText("path")).containsExactly("/a", "/lost+found");
    }

    @Test
    void mistakesAreToldWithWhatToDo() {
        fails("'data' is no NAME:/PATH, for example data:/logs", "ls", "data");
        fails("No volume, instance or image is called nothing\nThere is what 'ristretto volume ls'", "ls", "nothing:/");
        fails("No instance is called data\n", "ls", "instance:data:/");
        fails("No volume is called nothing. There are data.", "ls", "volume:nothing:/");
        fails("data:/nothing cannot be listed: /nothing: there is no such file", "ls", "data:/nothing");
        fails("data:/ cannot be read: /: is a folder", "cat", "data:/");
        fails("data:/lost+found cannot be copied: /lost+found: is a folder\nAdd -r", "cp", "data:/lost+found", "x");
        fails("Files are copied from a NAME:/PATH", "cp", "data:/a", "data:/b");
        fails("Files are copied from a NAME:/PATH", "cp", "a", "b");
        fails("Files are copied from a NAME:/PATH", "cp", "a", "./data:/b");
        fails("is no folder, and several files", "cp", "data:/a", "data:/b", config.toString());
        fails("there is a folder " + folder + " already", "cp", "-r", "data:/", folder.toString());
        fails("Not all could be copied to data:/: " + folder + ": is a folder\n", "cp", folder.toString(), "data:/");
    }

    @Test
    void ofSeveralFilesOneThatFailsHindersNone() {
        succeed("cp", config.toString(), "data:/a");
        assertThat(host.run("cat", "data:/none", "data:/a", "none:/a")).isEqualTo(125);
        assertThat(host.output()).isEqualTo("port=80\n");
        assertThat(host.errors())
                .startsWith("ristretto: data:/none cannot be read: ")
                .contains("none");
    }

    @Test
    void whatWasCopiedBeforeSomethingFailedStaysAndIsTold() {
        fails(
                "1 file and 0 folders were copied and stay\nristretto: Not all could be copied to data:/: " + folder
                        + "/none is missing\n",
                "cp",
                config.toString(),
                folder + "/none",
                "data:/");
        succeed("cat", "data:/app.conf");
        assertThat(host.output()).isEqualTo("port=80\n");
    }

    @Test
    void anInstanceHasTheFilesOfItsVolumes() throws Exception {
        succeed("volume", "create", "logs", "--size", "16M");
        succeed("cp", config.toString(), "data:/a");
        succeed("cp", config.toString(), "logs:/b");
        try (SimulatedDaemon daemon = SimulatedDaemon.ofUser(folder.resolve("ristretto"))) {
            Image image = SimulatedImages.put(
                    new ImageStore(folder.resolve("ristretto/images")),
                    "keeper",
                    SimulatedImages.configuration("/v", "/v/logs"));
            NewInstance wish = SimulatedImages.instance("web", image, "no");
            daemon.client()
                    .createInstance(new NewInstance(
                            "web",
                            wish.specification().toBuilder()
                                    .volumes(List.of("data:/v", "logs:/v/logs"))
                                    .build()));
            succeed("cat", "web:/v/a", "web:/v/logs/b", "instance:web:/v/logs/../a");
            assertThat(host.output()).isEqualTo("port=80\nport=80\nport=80\n");
            succeed("__names", "places");
            assertThat(host.output()).isEqualTo("data:/\nlogs:/\nweb:/\n");
            fails(
                    "At /etc the instance web has no volume, only at /v, /v/logs, and its image has no files of its"
                            + " own",
                    "ls",
                    "web:/etc");
            fails("The image keeper has no files of its own", "ls", "keeper:/");
            fails("web:/v: files can be copied to volumes only", "cp", config.toString(), "web:/v");
            succeed("volume", "create", "web", "--size", "8M");
            fails(
                    "web is a volume and an instance\nSay which is meant: volume:web:/v or instance:web:/v\n",
                    "ls",
                    "web:/v");
            succeed("ls", "volume:web:/");
            succeed("ls", "instance:web:/v");
            assertThat(host.output()).isEqualTo("a\nlost+found\n");
        }
    }

    @Test
    void theFilesOfAnImageAreSeenInItAndInItsInstances() throws Exception {
        Path root = folder.resolve("root.erofs");
        ImageRoot.write(List.of(new AddedFiles(config, "/srv/app.conf")), OptionalLong.empty(), root);
        try (SimulatedDaemon daemon = SimulatedDaemon.ofUser(folder.resolve("ristretto"))) {
            Image image = SimulatedImages.put(
                    new ImageStore(folder.resolve("ristretto/images")),
                    "site",
                    Optional.of(root),
                    SimulatedImages.configuration());
            daemon.client().createInstance(SimulatedImages.instance("web", image, "no"));
            for (String place : List.of("site:/", "web:/")) {
                succeed("ls", "-R", place);
                assertThat(host.output()).isEqualTo("/:\nsrv\n\n/srv:\napp.conf\n");
                succeed("cat", place + "srv/app.conf");
                assertThat(host.output()).isEqualTo("port=80\n");
            }
            Path copy = folder.resolve("copy");
            succeed("cp", "-r", "site:/srv", copy.toString());
            assertThat(copy.resolve("app.conf")).hasContent("port=80");
            fails("site:/: files can be copied to volumes only", "cp", config.toString(), "site:/");
            fails("site:/etc cannot be listed: /etc: there is no such file", "ls", "site:/etc");
        }
    }

    @Test
    void otherHostsAreNotLookedInto() {
        succeed("context", "add", "far", "--url", "https://far:1", "--token", "t");
        succeed("context", "use", "far");
        for (List<String> words : List.of(
                List.of("ls", "data:/"), List.of("cat", "data:/a"), List.of("cp", config.toString(), "data:/"))) {
            fails(
                    "This command looks into what is on this computer, and commands are for https://far:1\n",
                    words.toArray(String[]::new));
        }
        host.set("RISTRETTO_CONTEXT", "local");
        succeed("ls", "data:/");
    }

    @Test
    void whatIsInAVolumeIsShownAndHasATerminalDoNothing() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        try (FileChannel channel = FileChannel.open(
                folder.resolve("ristretto/volumes/data/disk"), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Ext4Volume volume = Ext4Volume.mount(new ChannelBlockDevice(channel, false), () -> 0, false, 1 << 20);
            for (int i = 0; i < 50; i++) {
                String name = i + "\n" + HostileText.of(random, 8).replaceAll("[/\0]", "");
                if (i % 2 == 0) {
                    RegularFile file = volume.root().createFile(name, 0644);
                    int unused = file.write(0, ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
                } else {
                    volume.root().createSymbolicLink(name, name);
                }
            }
            volume.root().createFile("\udc9b2J", 0644);
            volume.close();
        }
        host.beTerminal();
        for (List<String> words : List.of(
                List.of("ls", "data:/"),
                List.of("ls", "-alR", "data:/"),
                List.of("ls", "-R", "data:/", "--format", "json"),
                List.of("cp", "-r", "data:/", folder.resolve("copy").toString()))) {
            int status = host.run(words.toArray(String[]::new));
            HostileText.assertHarmless(host.output(), words + ", seed " + seed);
            HostileText.assertHarmless(host.errors(), words + ", seed " + seed);
            assertThat(status).as(words + host.errors()).isIn(0, words.contains("cp") ? 125 : 0);
            if (words.size() == 2) {
                assertThat(host.output().lines()).as("seed %d", seed).hasSize(52);
            }
        }
    }

    /** Ctrl-C in the middle of a large file. */
    @Test
    void anInterruptedCopyLeavesWhatIsWhole() throws Exception {
        Path large = folder.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(4L << 40);
        }
        try (CommandProcesses processes = new CommandProcesses(folder)) {
            Process process = processes.start(
                    ProcessBuilder.Redirect.PIPE, List.of("cp", config.toString(), large.toString(), "data:/"));
            assertThat(process.errorReader().readLine()).startsWith("Copying to data:/: ");
            assertThat(new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                            .start()
                            .waitFor())
                    .isZero();
            assertThat(process.waitFor()).isEqualTo(130);
            assertThat(process.errorReader().lines())
                    .contains("ristretto: interrupted; what was copied as a whole stays in data")
                    .noneMatch(line -> line.contains("defect"));
        }
        succeed("ls", "-a", "data:/");
        assertThat(host.output()).isEqualTo("app.conf\nlost+found\n");
        succeed("volume", "check", "data");
    }

    private void succeed(String... words) {
        assertThat(host.run(words)).as("%s: %s", List.of(words), host.errors()).isZero();
    }

    private void fails(String message, String... words) {
        assertThat(host.run(words)).as("%s: %s", List.of(words), host.output()).isEqualTo(125);
        assertThat(host.errors()).startsWith("ristretto: ").contains(message);
        assertThat(host.errors().lines()).hasSizeLessThan(3);
    }

    private JsonNode json(String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--format", "json"));
        succeed(all.toArray(String[]::new));
        return host.json();
    }
}

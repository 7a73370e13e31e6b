package dev.ristretto.build.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.build.application.BuildTool;
import dev.ristretto.build.program.library.CraftedElf;
import dev.ristretto.build.root.AddedFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A host of crafted files, with scripts in the place of its tools. */
final class ProgramFixture {
    static final String LOADER = "/lib64/ld-linux-x86-64.so.2";

    final Path folder;
    final Path system;
    final Path home;
    final List<String> warnings = new ArrayList<>();
    private final Path tools;
    private final Path log;

    /** A host whose /lib and /lib64 are links, as Debian's are. */
    ProgramFixture(Path temporary) throws IOException {
        folder = temporary.toRealPath();
        system = Files.createDirectories(folder.resolve("system"));
        home = Files.createDirectories(folder.resolve("home"));
        tools = Files.createDirectories(folder.resolve("tools"));
        log = folder.resolve("log");
        Files.createDirectories(system.resolve("usr/lib64"));
        Files.createSymbolicLink(system.resolve("lib"), Path.of("usr/lib"));
        Files.createSymbolicLink(system.resolve("lib64"), Path.of("/usr/lib64"));
        new CraftedElf().write(system.resolve("usr/lib/x86_64-linux-gnu/ld-2.36.so"));
        Files.createSymbolicLink(
                system.resolve("usr/lib64/ld-linux-x86-64.so.2"), Path.of("../lib/x86_64-linux-gnu/ld-2.36.so"));
        library("usr/lib/x86_64-linux-gnu/libc.so.6");
        library("usr/lib/x86_64-linux-gnu/libgcc_s.so.1", "libc.so.6");
    }

    static CraftedElf program(String... libraries) {
        return new CraftedElf().interpreter(LOADER).needs(libraries).needs("libc.so.6");
    }

    void library(String path, String... needs) throws IOException {
        new CraftedElf().needs(needs).write(system.resolve(path));
    }

    /** A shell script in the place of a tool. */
    void tool(String name, String script) throws IOException {
        Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\nset -e\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    Path file(String path, String text) throws IOException {
        Path file = home.resolve(path);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, text);
    }

    /** The tools of the host are the scripts and, for these, the few of any system. */
    Map<String, String> environment() {
        return Map.of("PATH", tools + ":/usr/bin:/bin");
    }

    HostTools hostTools() {
        return new HostTools(
                Map.of("PATH", tools.toString()),
                new BuildTool(environment(), Path.of(System.getProperty("java.home")), log, phase -> {}),
                log,
                phase -> {});
    }

    ProgramSource source(String path, String... main) throws IOException {
        return new ProgramSource(
                Path.of(path),
                home.resolve(path),
                main.length == 0 ? Optional.empty() : Optional.of(main[0]),
                hostTools(),
                system,
                Files.createDirectories(folder.resolve("kept")),
                Files.createDirectories(folder.resolve("work")),
                warnings::add);
    }

    /** What is where in an image: contents of texts, targets of links behind an arrow. */
    static Map<String, String> contents(ProgramFiles files) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (AddedFiles added : files.added()) {
            Path source = added.source();
            contents.put(
                    added.target(),
                    Files.isSymbolicLink(source)
                            ? "-> " + Files.readSymbolicLink(source)
                            : Files.isDirectory(source)
                                    ? "/"
                                    : new String(Files.readAllBytes(source), StandardCharsets.ISO_8859_1));
        }
        return contents;
    }
}

package dev.ristretto.build.application;

import static dev.ristretto.build.SourceCompiler.compile;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryPropertiesTest {
    @TempDir
    Path folder;

    @Test
    void librariesOfTheClassPathAreSetToMakeNoClasses() throws Exception {
        Path own = Files.createDirectories(folder.resolve("own"));
        Path library = Files.createDirectories(folder.resolve("library"));
        compile(own, "Main", "public class Main {}");
        Application application = new Application("shop", "Main", List.of(own, library));
        assertThat(application.properties()).isEmpty();
        compile(library, "com.google.inject.Guice", "package com.google.inject; public class Guice {}");
        assertThat(application.properties()).containsEntry("guice_bytecode_gen_option", "DISABLED");
    }
}

package dev.ristretto.run.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderEntriesTest {

    @TempDir
    Path folder;

    @Test
    void allEntriesAreThereHiddenOnesToo() throws Exception {
        assertThat(FolderEntries.of(folder)).isEmpty();
        Path hidden = Files.createFile(folder.resolve(".hidden"));
        Path inner = Files.createDirectory(folder.resolve("inner"));
        Files.createFile(inner.resolve("deeper"));
        Path log = Files.createFile(folder.resolve("console.1.log"));
        assertThat(FolderEntries.of(folder)).containsExactlyInAnyOrder(hidden, inner, log);
        assertThat(FolderEntries.of(folder, "console.*.log")).containsExactly(log);
    }

    @Test
    void whatIsNoFolderIsToldByItsException() throws Exception {
        assertThatThrownBy(() -> FolderEntries.of(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> FolderEntries.of(file)).isInstanceOf(NotDirectoryException.class);
    }
}

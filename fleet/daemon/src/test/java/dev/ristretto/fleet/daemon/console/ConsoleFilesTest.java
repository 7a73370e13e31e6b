package dev.ristretto.fleet.daemon.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleFilesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void theConsoleIsReadAcrossItsFiles() throws Exception {
        ConsoleFiles files = new ConsoleFiles(folder);
        write(files.next(START), "one\n");
        ConsoleReader reader = files.reader(ConsolePosition.START);
        assertThat(read(reader)).isEqualTo("one\n");
        assertThat(read(reader)).isEmpty();
        Path second = files.next(START.plusSeconds(1));
        write(second, "");
        write(folder.resolve("console.1.log"), "written while the console is switched\n");
        assertThat(read(reader)).isEqualTo("written while the console is switched\n");
        write(second, "two\n");
        assertThat(read(reader)).isEqualTo("two\n");
    }

    @Test
    void whatWasWrittenSinceATimeIsFound() throws Exception {
        ConsoleFiles files = new ConsoleFiles(folder);
        Path file = files.next(START);
        write(file, "early\n");
        files.note(START.plusSeconds(2));
        write(file, "late\n");
        files.note(START.plusSeconds(60));
        assertThat(read(files.reader(files.at(START.plusSeconds(30))))).isEqualTo("late\n");
        assertThat(read(files.reader(files.at(START.plusSeconds(60))))).isEmpty();
        assertThat(read(files.reader(files.at(START.minusSeconds(1))))).isEqualTo("early\nlate\n");
        assertThat(new ConsoleFiles(folder).at(START.plusSeconds(30)))
                .as("after reopening")
                .isEqualTo(files.at(START.plusSeconds(30)));
    }

    @Test
    void aLargeFileAsksForANewOneAndTheOldestGo() throws Exception {
        ConsoleFiles files = new ConsoleFiles(folder);
        String block = "x".repeat((int) ConsoleFiles.FILE_BYTES + 1);
        for (int i = 0; i < 6; i++) {
            write(files.next(START.plusSeconds(i)), block);
            assertThat(files.note(START.plusSeconds(i))).isTrue();
        }
        assertThat(files.files().keySet()).containsExactly(4, 5, 6);
        assertThat(files.at(START)).isEqualTo(ConsolePosition.START);
        assertThat(read(files.reader(ConsolePosition.START))).hasSize(3 * block.length());
    }

    @Test
    void manySmallFilesAreBoundedToo() throws Exception {
        ConsoleFiles files = new ConsoleFiles(folder);
        for (int i = 0; i < 40; i++) {
            write(files.next(START.plusSeconds(i)), "start " + i + "\n");
        }
        files.note(START.plusSeconds(40));
        assertThat(files.files()).hasSize(ConsoleFiles.MOST_FILES).containsKey(40);
    }

    @Test
    void theLastLinesAreThoseOfTheLastRun() throws Exception {
        ConsoleFiles files = new ConsoleFiles(folder);
        assertThat(files.lastLines(2)).isEmpty();
        write(files.next(START), "first run\n");
        write(files.next(START), "a\nb\nc\n");
        assertThat(files.lastLines(2)).containsExactly("b", "c");
    }

    /** A guest that writes a little all the time fills neither the daemon's memory nor the disk. */
    @Test
    void ofManyTimesSomeAreForgotten() throws Exception {
        ConsoleFiles files = new ConsoleFiles(folder);
        Path file = files.next(START);
        int marks = 8000;
        for (int i = 1; i <= marks; i++) {
            write(file, "x");
            files.note(START.plusSeconds(2L * i));
        }
        Path index = folder.resolve("console.index");
        assertThat(Files.size(index)).isBetween(ConsoleIndex.MOST_BYTES / 8L, (long) ConsoleIndex.MOST_BYTES);
        ConsoleFiles reopened = new ConsoleFiles(folder);
        for (int i = 1; i <= marks; i += 997) {
            ConsolePosition found = files.at(START.plusSeconds(2L * i));
            assertThat(found.offset()).as("never behind what is looked for").isBetween(i - marks / 100L, (long) i);
            assertThat(reopened.at(START.plusSeconds(2L * i))).isEqualTo(found);
        }
        assertThat(files.at(START.plusSeconds(2L * marks)).offset()).isEqualTo(marks);
        assertThat(files.at(START)).isEqualTo(new ConsolePosition(1, 0));
    }

    @Test
    void aLineThatWasCutOffDoesNotSpoilTheNext() throws Exception {
        Path file = new ConsoleFiles(folder).next(START);
        write(file, "early\n");
        // A full disk, or a daemon that was killed: two digits of the next line.
        write(folder.resolve("console.index"), "12");
        ConsoleFiles files = new ConsoleFiles(folder);
        files.note(START.plusSeconds(2));
        write(file, "late\n");
        files.note(START.plusSeconds(60));
        ConsoleFiles reopened = new ConsoleFiles(folder);
        assertThat(reopened.at(START.plusSeconds(30))).isEqualTo(new ConsolePosition(1, 6));
        assertThat(reopened.at(START.plusSeconds(60))).isEqualTo(new ConsolePosition(1, 11));
    }

    @Test
    void whatCannotBeNotedIsNotedLater() throws Exception {
        ConsoleFiles files = new ConsoleFiles(folder);
        Path file = files.next(START);
        write(file, "early\n");
        Path index = folder.resolve("console.index");
        Path aside = Files.move(index, folder.resolve("aside"));
        // Nothing can be appended to a folder, whoever asks.
        Files.createDirectory(index);
        assertThatThrownBy(() -> files.note(START.plusSeconds(2))).isInstanceOf(IOException.class);
        Files.delete(index);
        Files.move(aside, index);
        files.note(START.plusSeconds(4));
        assertThat(files.at(START.plusSeconds(3))).isEqualTo(new ConsolePosition(1, 0));
        assertThat(new ConsoleFiles(folder).at(START.plusSeconds(4))).isEqualTo(new ConsolePosition(1, 6));
    }

    @Test
    void aSilentConsoleIsNotSearchedFor() throws Exception {
        ConsoleFiles files = new ConsoleFiles(folder);
        Path file = files.next(START);
        write(file, "all there is\n");
        files.note(START.plusSeconds(2));
        // Another file would be found by whoever looked.
        write(folder.resolve("console.7.log"), "not ours\n");
        files.note(START.plusSeconds(4));
        assertThat(files.at(START.plusSeconds(4))).isEqualTo(new ConsolePosition(1, 13));
        write(file, "more\n");
        files.note(START.plusSeconds(6));
        assertThat(files.at(START.plusSeconds(6)).file()).isEqualTo(7);
    }

    @Test
    void theFileThatWasPromisedIsFoundWhenItComesIntoBeing() throws Exception {
        ConsoleFiles files = new ConsoleFiles(folder);
        write(files.next(START), "first\n");
        files.note(START.plusSeconds(2));
        Path second = files.next(START.plusSeconds(3));
        files.note(START.plusSeconds(4));
        write(second, "second\n");
        files.note(START.plusSeconds(6));
        assertThat(files.at(START.plusSeconds(6))).isEqualTo(new ConsolePosition(2, 7));
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static String read(ConsoleReader reader) throws IOException {
        StringBuilder all = new StringBuilder();
        byte[] buffer = new byte[64 * 1024];
        for (int count = reader.read(buffer); count > 0; count = reader.read(buffer)) {
            all.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
        }
        return all.toString();
    }
}

package dev.ristretto.kernel.personality.jdk.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.filesystem.Directory;
import dev.ristretto.kernel.filesystem.FileFault;
import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.Folder;
import dev.ristretto.kernel.filesystem.RegularFile;
import dev.ristretto.kernel.filesystem.memory.MemoryVolume;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class ClassPathFolderTest {
    private static final long SECOND_IN_MILLIS = 1_000;

    @Test
    void aFolderHasTheNamesBelowIt() {
        Folder root =
                folder("a.txt", "db/migration/V1.sql", "db/migration/V2.sql", "db/x", "db-other/y", "db.z", "e/f/g/h");
        assertThat(root.names()).containsExactlyInAnyOrder("a.txt", "db", "db-other", "db.z", "e");
        assertThat(root.folder("a.txt")).isNull();
        assertThat(root.folder("nothing")).isNull();
        Folder database = inner(root, "db");
        assertThat(database.names()).containsExactly("migration", "x");
        assertThat(inner(database, "migration").names()).containsExactly("V1.sql", "V2.sql");
        assertThat(database.content("x")).asString().isEqualTo("db/x");
        assertThat(database.modified()).isEqualTo(SECOND_IN_MILLIS * 1_000_000);
    }

    @Test
    void aFileGivesWayToAFolderOfItsName() {
        Folder root = folder("license", "license/apache", "zero");
        assertThat(root.names()).containsExactlyInAnyOrder("license", "zero");
        assertThat(inner(root, "license").names()).containsExactly("apache");
        assertThat(folder().names()).isEmpty();
    }

    /** Random names against what a file system shows of them. */
    @Test
    void everyFileIsFoundAndNoOther() throws FileFault {
        long seed = 20261129;
        Random random = new Random(seed);
        for (int round = 0; round < 100; round++) {
            TreeSet<String> names = new TreeSet<>();
            for (int i = random.nextInt(60); i > 0; i--) {
                StringBuilder name = new StringBuilder();
                for (int depth = random.nextInt(4); depth > 0; depth--) {
                    name.append("d").append((char) ('-' + random.nextInt(4))).append("/");
                }
                names.add(name.append("f").append(random.nextInt(9)).toString().replace("//", "/"));
            }
            FileSystem files = new FileSystem(new MemoryVolume(0, () -> 0));
            files.createDirectory("/r", 0755, folder(names.toArray(String[]::new)));
            List<String> found = new ArrayList<>();
            collect(files, "/r", found);
            assertThat(found).as("seed %d, round %d", seed, round).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    private static void collect(FileSystem files, String path, List<String> found) throws FileFault {
        for (String name : ((Directory) files.find(path, true)).names()) {
            String inner = path + "/" + name;
            if (files.find(inner, true) instanceof RegularFile file) {
                ByteBuffer content = ByteBuffer.allocate((int) file.size());
                file.read(0, content);
                assertThat(inner).isEqualTo("/r/" + StandardCharsets.UTF_8.decode(content.flip()));
                found.add(inner.substring("/r/".length()));
            } else {
                collect(files, inner, found);
            }
        }
    }

    private static Folder inner(Folder folder, String name) {
        return Objects.requireNonNull(folder.folder(name), name);
    }

    private static Folder folder(String... names) {
        return ClassPathFolder.of(
                List.of(names).reversed(), name -> name.getBytes(StandardCharsets.UTF_8), SECOND_IN_MILLIS);
    }
}

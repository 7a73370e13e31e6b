package dev.ristretto.kernel.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

/** A folder of the host with files of all kinds, and its comparison with what a volume has. */
public final class HostTree {
    private HostTree() {}

    /** Files of several sizes, one with a hole, links, and a directory large enough for an index. */
    public static Path make(Path folder) throws Exception {
        Path tree = Files.createDirectories(folder);
        Random random = new Random(7);
        for (int size : new int[] {0, 1, 1023, 1024, 4097, 300_000}) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            Path unused = Files.write(tree.resolve("file" + size), bytes);
        }
        try (var channel =
                Files.newByteChannel(tree.resolve("sparse"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            int unused = channel.position(200_000).write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        }
        Path unused = Files.createLink(tree.resolve("hard"), tree.resolve("file4097"));
        unused = Files.createSymbolicLink(tree.resolve("soft"), Path.of("file1"));
        unused = Files.createSymbolicLink(tree.resolve("softer"), Path.of("y".repeat(150)));
        Path many = Files.createDirectories(tree.resolve("many"));
        for (int i = 0; i < 400; i++) {
            unused = Files.writeString(many.resolve("a rather long name for file number " + i), "content " + i);
        }
        return tree;
    }

    /** Everything is there, and nothing else but what Linux makes itself. */
    public static void compare(Path expected, Directory found, String path) throws Exception {
        List<String> names = new ArrayList<>(found.names());
        names.remove("lost+found");
        try (var list = Files.list(expected)) {
            assertThat(names)
                    .as(path)
                    .containsExactlyInAnyOrderElementsOf(
                            list.map(file -> file.getFileName().toString()).toList());
        }
        for (String name : names) {
            Path file = expected.resolve(name);
            String where = path + "/" + name;
            switch (Objects.requireNonNull(found.find(name))) {
                case Directory below -> compare(file, below, where);
                case RegularFile regular -> {
                    ByteBuffer bytes = ByteBuffer.allocate((int) regular.size());
                    int unused = regular.read(0, bytes);
                    assertThat(bytes.array()).as(where).isEqualTo(Files.readAllBytes(file));
                    assertThat(regular.links()).as(where).isEqualTo(Files.getAttribute(file, "unix:nlink"));
                }
                case SymbolicLink link ->
                    assertThat(link.target())
                            .isEqualTo(Files.readSymbolicLink(file).toString());
                default -> throw new AssertionError(where);
            }
        }
    }
}

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Keeps files in the volume at {@code /var/keeper} and does with them what its first argument says. The image has files
 * of its own in {@code /srv/brought}.
 */
final class Keeper {
    private static final Path BROUGHT = Path.of("/srv/brought");
    private static final Path ROOT = Path.of("/var/keeper");
    private static final Path COUNT = ROOT.resolve("count");
    private static final Path LINES = ROOT.resolve("lines");
    private static final int BIG = 3_000_000;

    void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "count" -> count();
            case "read" -> read();
            case "brought" -> brought();
            case "append" -> append();
            case "lines" -> System.out.println("lines " + lines());
            case "halt" -> {
                Files.writeString(ROOT.resolve("halted"), "yes");
                Runtime.getRuntime().halt(3);
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Counts how often it was called, and changes files in all ways. */
    private static void count() throws IOException {
        int before = Files.exists(COUNT) ? Integer.parseInt(Files.readString(COUNT)) : 0;
        FileStore store = Files.getFileStore(ROOT);
        System.out.println("calls before " + before + ", " + store.type() + ", " + store.getTotalSpace());
        Path big = Files.createDirectories(ROOT.resolve("a/b")).resolve("big");
        if (before > 0) {
            System.out.println("same " + Arrays.equals(Files.readAllBytes(big), bytes(before)));
        }
        try (FileChannel channel = FileChannel.open(big, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(bytes(before + 1)), 0);
            channel.force(true);
        }
        Path draft = Files.writeString(ROOT.resolve("draft"), Integer.toString(before + 1));
        Files.move(draft, COUNT, StandardCopyOption.ATOMIC_MOVE);
        try {
            Files.move(COUNT, Path.of("/tmp/count"), StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            System.out.println("another volume");
        }
        System.out.println("store of /tmp " + Files.getFileStore(Path.of("/tmp")).type());
        // Nobody synchronizes this; the end of the instance does.
        Files.writeString(ROOT.resolve("last"), "written last\n");
    }

    private static byte[] bytes(int seed) {
        byte[] bytes = new byte[BIG];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static void read() throws IOException {
        System.out.println("calls " + Files.readString(COUNT) + ", " + Files.readString(ROOT.resolve("last")).strip());
        System.out.println("halted " + Files.exists(ROOT.resolve("halted")));
        try (Stream<Path> files = Files.walk(ROOT)) {
            System.out.println(files.map(ROOT::relativize).sorted().toList());
        }
        try {
            Files.writeString(COUNT, "0");
            System.out.println("written");
        } catch (IOException e) {
            System.out.println("refused: " + e.getMessage());
        }
    }

    /** Tells what the image has brought, and changes it. */
    private static void brought() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        List<Path> files;
        try (Stream<Path> all = Files.walk(BROUGHT)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            digest.update(Files.readAllBytes(file));
        }
        System.out.println("files " + files.size() + " " + HexFormat.of().formatHex(digest.digest()));
        Path first = files.getFirst();
        byte[] content = Files.readAllBytes(first);
        Files.write(first, new byte[] {'+'}, StandardOpenOption.APPEND);
        System.out.println("appended " + (Files.size(first) == content.length + 1));
        Files.delete(first);
        Files.move(BROUGHT, Path.of("/srv/moved"));
        try (Stream<Path> left = Files.walk(Path.of("/srv/moved"))) {
            System.out.println("left " + left.filter(Files::isRegularFile).count() + " " + Files.exists(BROUGHT));
        }
        System.out.println("store " + Files.getFileStore(Path.of("/srv")).type());
    }

    /** A line says that those before it are on the disk. */
    private static void append() throws IOException {
        for (long next = lines(); ; next++) {
            try (RandomAccessFile file = new RandomAccessFile(LINES.toFile(), "rwd")) {
                file.seek(file.length());
                file.writeBytes("line " + next + "\n");
            }
            System.out.println("kept " + (next + 1));
        }
    }

    private static long lines() throws IOException {
        if (!Files.exists(LINES)) {
            return 0;
        }
        List<String> lines = Files.readAllLines(LINES);
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).equals("line " + i)) {
                throw new IOException("line " + i + " is '" + lines.get(i) + "'");
            }
        }
        return lines.size();
    }
}

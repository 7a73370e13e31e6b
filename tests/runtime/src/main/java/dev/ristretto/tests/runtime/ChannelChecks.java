package dev.ristretto.tests.runtime;

import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.Pipe;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** File channels and pipes. */
final class ChannelChecks {
    private ChannelChecks() {}

    static void plan(Plan plan) {
        plan.check("write and read at a position", "abXYef 2", () -> FileChecks.inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "abcdef");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                int written = channel.write(bytes("XY"), 2);
                ByteBuffer all = ByteBuffer.allocateDirect(10);
                channel.read(all, 0);
                return text(all.flip()) + " " + written;
            }
        }));
        plan.check("position, size and truncate", "3 6 4 4 -1", () -> FileChecks.inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "abcdef");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
                channel.read(ByteBuffer.allocate(3));
                String before = channel.position() + " " + channel.size();
                channel.position(5);
                channel.truncate(4);
                return before + " " + channel.size() + " " + channel.position() + " "
                        + channel.read(ByteBuffer.allocate(1));
            }
        }));
        plan.check("gather and scatter", "ab cde", () -> FileChecks.inFolder(folder -> {
            try (FileChannel channel = FileChannel.open(
                    folder.resolve("a"),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE)) {
                channel.write(new ByteBuffer[] {bytes("abc"), bytes("de")});
                channel.position(0);
                ByteBuffer[] parts = {ByteBuffer.allocate(2), ByteBuffer.allocate(3)};
                channel.read(parts);
                return text(parts[0].flip()) + " " + text(parts[1].flip());
            }
        }));
        plan.check("append ignores the position", "one two", () -> FileChecks.inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "one");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
                channel.write(bytes(" two"));
            }
            return Files.readString(file);
        }));
        plan.check("transfer between files", "100000 true", () -> FileChecks.inFolder(folder -> {
            Path source = Files.write(folder.resolve("a"), ZipChecks.sample(100_000));
            Path target = folder.resolve("b");
            try (FileChannel in = FileChannel.open(source, StandardOpenOption.READ);
                    FileChannel out = FileChannel.open(
                            target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                long moved = in.transferTo(0, in.size(), out);
                return moved + " " + (Files.mismatch(source, target) == -1);
            }
        }));
        plan.check("transfer to a stream", "text", () -> FileChecks.inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "text");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                var target = new java.io.ByteArrayOutputStream();
                channel.transferTo(0, 4, Channels.newChannel(target));
                return target.toString(StandardCharsets.US_ASCII);
            }
        }));
        plan.check("map for reading", "mapped", () -> FileChecks.inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "is mapped");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                MappedByteBuffer map = channel.map(FileChannel.MapMode.READ_ONLY, 3, 6);
                return text(map);
            }
        }));
        plan.check("a map is paged", "true mapped", () -> FileChecks.inFolder(folder -> {
            Path file = Files.writeString(folder.resolve("a"), "mapped");
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                MappedByteBuffer map =
                        channel.map(FileChannel.MapMode.READ_ONLY, 0, 6).load();
                return map.isLoaded() + " " + text(map.force());
            }
        }));
        plan.check("inherited", null, System::inheritedChannel);
        plan.check("lock", "true true", () -> FileChecks.inFolder(folder -> {
            try (RandomAccessFile access =
                    new RandomAccessFile(folder.resolve("a").toFile(), "rw")) {
                FileLock lock = access.getChannel().lock();
                boolean valid = lock.isValid();
                lock.release();
                return valid + " " + !lock.isValid();
            }
        }));
        plan.check("delete on close", false, () -> FileChecks.inFolder(folder -> {
            Path file = folder.resolve("a");
            try (SeekableByteChannel channel = Files.newByteChannel(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE)) {
                channel.write(bytes("x"));
            }
            return Files.exists(file);
        }));
        plan.holds("force", () -> FileChecks.inFolder(folder -> {
            try (FileChannel channel = FileChannel.open(
                    folder.resolve("a"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                channel.write(bytes("x"));
                channel.force(true);
                return true;
            }
        }));
        plan.check("pipe", "through", () -> {
            Pipe pipe = Pipe.open();
            try (Pipe.SinkChannel sink = pipe.sink();
                    Pipe.SourceChannel source = pipe.source()) {
                sink.write(bytes("through"));
                ByteBuffer received = ByteBuffer.allocate(20);
                source.read(received);
                return text(received.flip());
            }
        });
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(ByteBuffer buffer) {
        return StandardCharsets.US_ASCII.decode(buffer).toString();
    }
}

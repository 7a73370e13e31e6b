package differential;

import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Channels of files. */
final class FileChannelProbes {
    private FileChannelProbes() {}

    private interface ChannelUse {
        Object use(FileChannel channel) throws Exception;
    }

    static void run(Probes p) throws Exception {
        Path file = Files.createTempFile("differential", ".bin");
        Files.writeString(file, "0123456789");
        try {
            probe(p, file);
        } finally {
            Files.delete(file);
        }
    }

    private static Object with(Path file, ChannelUse use, StandardOpenOption... options) throws Exception {
        try (FileChannel channel = FileChannel.open(file, options)) {
            return use.use(channel);
        }
    }

    private static void probe(Probes p, Path file) {
        StandardOpenOption read = StandardOpenOption.READ;
        StandardOpenOption write = StandardOpenOption.WRITE;
        p.of("read at", () -> with(file, channel -> {
            ByteBuffer buffer = ByteBuffer.allocate(4);
            return channel.read(buffer, 8) + " " + channel.read(buffer, 20) + " " + channel.position();
        }, read));
        p.of("write at", () -> with(file, channel -> channel.write(ByteBuffer.wrap(new byte[] {1}), 15) + " " + channel.size(), write));
        p.of("hole", () -> Files.readAllBytes(file));
        p.of("truncate", () -> with(file, channel -> channel.truncate(10).size() + " " + channel.position(), write));
        p.of("gather", () -> with(file, channel -> channel.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {'a'}), ByteBuffer.wrap(new byte[] {'b', 'c'})}), write));
        p.of("scatter", () -> with(file, channel -> {
            ByteBuffer[] buffers = {ByteBuffer.allocate(2), ByteBuffer.allocateDirect(20)};
            return channel.read(buffers) + " " + buffers[1].position();
        }, read));
        p.of("write reading", () -> with(file, channel -> channel.write(ByteBuffer.allocate(1)), read));
        p.of("read writing", () -> with(file, channel -> channel.read(ByteBuffer.allocate(1)), write));
        p.of("negative", () -> with(file, channel -> channel.position(-1), read));
        p.of("closed", () -> {
            FileChannel channel = FileChannel.open(file, read);
            channel.close();
            return channel.size();
        });
        p.of("map", () -> with(file, channel -> {
            var map = channel.map(FileChannel.MapMode.READ_ONLY, 2, 5);
            return map + " " + (char) map.get(1) + " " + map.isReadOnly();
        }, read));
        p.of("map private", () -> with(file, channel -> {
            var map = channel.map(FileChannel.MapMode.PRIVATE, 0, 4);
            map.put(0, (byte) 'Z');
            return (char) map.get(0) + Files.readString(file).substring(0, 1);
        }, read, write));
        p.of("map writing", () -> with(file, channel -> {
            var map = channel.map(FileChannel.MapMode.READ_WRITE, 0, 12);
            map.put(11, (byte) '!');
            map.force();
            return channel.size() + " " + Files.readAllBytes(file)[11];
        }, read, write));
        p.of("map write of reading", () -> with(file, channel -> channel.map(FileChannel.MapMode.READ_WRITE, 0, 4), read));
        p.of("map beyond", () -> with(file, channel -> channel.map(FileChannel.MapMode.READ_ONLY, 0, 1000), read));
        p.of("map negative", () -> with(file, channel -> channel.map(FileChannel.MapMode.READ_ONLY, -1, 1), read));
        p.of("lock", () -> with(file, channel -> {
            try (FileLock lock = channel.lock(0, 5, false)) {
                return lock.isValid() + " " + lock.isShared() + " " + lock.overlaps(4, 2) + " " + lock.size();
            }
        }, write));
        p.of("lock overlapping", () -> with(file, channel -> {
            try (FileLock lock = channel.lock()) {
                return lock.isValid() + " " + channel.tryLock(3, 1, false);
            }
        }, write));
        p.of("lock shared writing", () -> with(file, channel -> channel.lock(0, 1, true), write));
        p.of("transfer to", () -> with(file, channel -> channel.transferTo(3, 4, Channels.newChannel(new java.io.ByteArrayOutputStream())), read));
        p.of("transfer from", () -> with(file, channel -> channel.transferFrom(Channels.newChannel(new java.io.ByteArrayInputStream("xyz".getBytes(StandardCharsets.US_ASCII))), 0, 10), write));
        p.of("transfer between", () -> {
            Path copy = Files.createTempFile("differential", ".copy");
            try (FileChannel from = FileChannel.open(file, read);
                    FileChannel to = FileChannel.open(copy, write)) {
                return from.transferTo(0, 100, to) + " " + Files.size(copy);
            } finally {
                Files.delete(copy);
            }
        });
        p.of("force", () -> with(file, channel -> {
            channel.force(true);
            return channel.isOpen();
        }, write));
        p.of("seekable", () -> {
            try (SeekableByteChannel channel = Files.newByteChannel(file)) {
                return channel.position(4).read(ByteBuffer.allocate(2)) + " " + channel.position();
            }
        });
        p.of("asynchronous", () -> {
            try (AsynchronousFileChannel channel = AsynchronousFileChannel.open(file, read)) {
                ByteBuffer buffer = ByteBuffer.allocate(3);
                return channel.read(buffer, 1).get() + " " + new String(buffer.array(), StandardCharsets.US_ASCII);
            }
        });
        p.of("append", () -> with(file, channel -> channel.write(ByteBuffer.wrap(new byte[] {1, 2}), 0) + " " + channel.position() + " " + channel.size(), StandardOpenOption.APPEND));
        p.of("interrupted", () -> with(file, channel -> {
            Thread.currentThread().interrupt();
            try {
                return channel.read(ByteBuffer.allocate(1));
            } finally {
                Thread.interrupted();
            }
        }, read));
        p.of("reader", () -> with(file, channel -> Channels.newReader(channel, StandardCharsets.ISO_8859_1).read(), read));
        p.of("arena", () -> with(file, channel -> {
            try (var arena = java.lang.foreign.Arena.ofConfined()) {
                return channel.map(FileChannel.MapMode.READ_ONLY, 0, 4, arena).get(java.lang.foreign.ValueLayout.JAVA_BYTE, 2);
            }
        }, read));
        p.of("segment", () -> {
            try (var arena = java.lang.foreign.Arena.ofConfined()) {
                var segment = arena.allocateFrom("h\u00e9");
                return segment.byteSize() + " " + segment.getString(0);
            }
        });
        p.of("segment outside", () -> java.lang.foreign.MemorySegment.ofArray(new byte[2]).get(java.lang.foreign.ValueLayout.JAVA_BYTE, 2));
        p.of("segment closed", () -> {
            var arena = java.lang.foreign.Arena.ofConfined();
            var segment = arena.allocate(8);
            arena.close();
            return segment.get(java.lang.foreign.ValueLayout.JAVA_LONG, 0);
        });
    }
}

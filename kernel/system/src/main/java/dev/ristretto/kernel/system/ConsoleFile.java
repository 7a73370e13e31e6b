package dev.ristretto.kernel.system;

import dev.ristretto.kernel.machine.console.Console;
import dev.ristretto.kernel.posix.FileStatus;
import dev.ristretto.kernel.posix.OpenFile;
import dev.ristretto.kernel.posix.PollEvents;
import java.nio.ByteBuffer;

/** The console of the instance: what descriptors 0, 1 and 2 stand for. Reads wait for the first byte. */
final class ConsoleFile extends OpenFile {
    private static final int CHUNK = 8192;

    private final boolean errors;

    /** @param errors whether what is written is meant for standard error */
    ConsoleFile(boolean errors) {
        this.errors = errors;
    }

    @Override
    public int read(ByteBuffer target) {
        if (!target.hasRemaining()) {
            return 0;
        }
        if (isNonBlocking() && Console.available() == 0) {
            return WOULD_BLOCK;
        }
        byte[] bytes = new byte[Math.min(target.remaining(), CHUNK)];
        int count = Console.read(bytes, 0, bytes.length);
        if (count <= 0) {
            return END_OF_FILE;
        }
        target.put(bytes, 0, count);
        return count;
    }

    @Override
    public int write(ByteBuffer source) {
        int total = source.remaining();
        byte[] bytes = new byte[Math.min(total, CHUNK)];
        while (source.hasRemaining()) {
            int count = Math.min(source.remaining(), bytes.length);
            source.get(bytes, 0, count);
            Console.write(bytes, 0, count, errors);
        }
        return total;
    }

    @Override
    public FileStatus status() {
        return FileStatus.ofKind(FileStatus.CHARACTER_DEVICE);
    }

    @Override
    public int readiness() {
        return PollEvents.OUT | (Console.available() > 0 ? PollEvents.IN : 0);
    }

    @Override
    public boolean isTerminal() {
        return true;
    }

    @Override
    public int available() {
        return Console.available();
    }
}

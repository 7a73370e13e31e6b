package dev.ristretto.kernel.personality.linux.memory;

import dev.ristretto.kernel.posix.Errno;
import dev.ristretto.kernel.posix.PosixException;
import java.util.Arrays;

/** A file in an array; two openings of it are two objects with the same content. */
public final class ArrayFile implements MappedFile {
    /** What all openings have in common. */
    public static final class Content {
        private byte[] bytes;
        private int mappings;
        private int syncs;
        private boolean full;

        public Content(byte[] bytes) {
            this.bytes = bytes;
        }

        byte[] bytes() {
            return bytes;
        }

        /** Something else than memory shortens or lengthens it. */
        void resize(int length) {
            bytes = Arrays.copyOf(bytes, length);
        }

        int mappings() {
            return mappings;
        }

        int syncs() {
            return syncs;
        }

        /** From now on nothing can be written. */
        void fill() {
            full = true;
        }
    }

    private final Content content;
    private final boolean writable;

    public ArrayFile(Content content, boolean writable) {
        this.content = content;
        this.writable = writable;
    }

    /** A file that can be read only. */
    public static ArrayFile of(byte[] bytes) {
        return new ArrayFile(new Content(bytes), false);
    }

    @Override
    public int read(long position, byte[] target, int length) {
        int count = Math.clamp(content.bytes.length - position, 0, length);
        System.arraycopy(content.bytes, (int) Math.min(position, content.bytes.length), target, 0, count);
        return count;
    }

    @Override
    public int write(long position, byte[] source, int length) throws PosixException {
        if (!writable) {
            throw new PosixException(Errno.EBADF);
        }
        if (content.full) {
            throw new PosixException(Errno.ENOSPC);
        }
        System.arraycopy(source, 0, content.bytes, (int) position, length);
        return length;
    }

    @Override
    public long size() {
        return content.bytes.length;
    }

    @Override
    public void sync() {
        content.syncs++;
    }

    @Override
    public boolean isReadable() {
        return true;
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public Object identity() {
        return content;
    }

    @Override
    public long device() {
        return 0xfe00;
    }

    @Override
    public long number() {
        return 260386;
    }

    @Override
    public String path() {
        return "/usr/bin/head";
    }

    @Override
    public void mapped() {
        content.mappings++;
    }

    @Override
    public void unmapped() {
        content.mappings--;
    }
}

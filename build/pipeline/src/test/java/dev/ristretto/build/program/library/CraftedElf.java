package dev.ristretto.build.program.library;

import dev.ristretto.build.linker.Elf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes ELF files that have nothing but what a loader links by. */
public final class CraftedElf {
    private static final long ADDRESS = 0x40_0000;

    private Optional<String> interpreter = Optional.empty();
    private int machine = Elf.MACHINE_X86_64;
    private byte system;
    private int type = Elf.TYPE_SHARED;
    private final List<long[]> entries = new ArrayList<>();
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();

    /** A library without needs. */
    public CraftedElf() {
        names.write(0);
    }

    /** A program that a loader loads. */
    public CraftedElf interpreter(String path) {
        interpreter = Optional.of(path);
        return this;
    }

    public CraftedElf needs(String... libraries) {
        return entry(Elf.DT_NEEDED, libraries);
    }

    public CraftedElf rpath(String folders) {
        return entry(Elf.DT_RPATH, folders);
    }

    public CraftedElf runpath(String folders) {
        return entry(Elf.DT_RUNPATH, folders);
    }

    public CraftedElf machine(int number) {
        machine = number;
        return this;
    }

    CraftedElf system(int number) {
        system = (byte) number;
        return this;
    }

    public CraftedElf type(int number) {
        type = number;
        return this;
    }

    private CraftedElf entry(int tag, String... texts) {
        for (String text : texts) {
            entries.add(new long[] {tag, names.size()});
            names.writeBytes((text + "\0").getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** The file. */
    public byte[] bytes() {
        byte[] loader = interpreter
                .map(path -> (path + "\0").getBytes(StandardCharsets.UTF_8))
                .orElse(new byte[0]);
        int headers = 3;
        int loaderAt = Elf.HEADER_SIZE + headers * Elf.PROGRAM_HEADER_SIZE;
        int namesAt = loaderAt + loader.length;
        int dynamicAt = namesAt + names.size();
        int dynamicBytes = (entries.size() + 3) * 16;
        int size = dynamicAt + dynamicBytes;
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(Elf.MAGIC)
                .put((byte) Elf.CLASS_64)
                .put((byte) Elf.LITTLE_ENDIAN)
                .put((byte) 1)
                .put(system);
        file.putShort(16, (short) type).putShort(18, (short) machine).putLong(32, Elf.HEADER_SIZE);
        file.putShort(54, (short) Elf.PROGRAM_HEADER_SIZE).putShort(56, (short) headers);
        file.position(Elf.HEADER_SIZE);
        header(file, Elf.PT_LOAD, 0, size);
        header(file, Elf.PT_DYNAMIC, dynamicAt, dynamicBytes);
        header(file, interpreter.isPresent() ? Elf.PT_INTERP : 0, loaderAt, loader.length);
        file.put(loader).put(names.toByteArray());
        for (long[] entry : entries) {
            file.putLong(entry[0]).putLong(entry[1]);
        }
        file.putLong(Elf.DT_STRTAB)
                .putLong(ADDRESS + namesAt)
                .putLong(Elf.DT_STRSZ)
                .putLong(names.size());
        return file.array();
    }

    private static void header(ByteBuffer file, int type, long offset, long bytes) {
        file.putInt(type)
                .putInt(4)
                .putLong(offset)
                .putLong(ADDRESS + offset)
                .putLong(0)
                .putLong(bytes)
                .putLong(bytes);
        file.putLong(1);
    }

    /** Writes it, and the folders above. */
    public Path write(Path file) throws IOException {
        Files.createDirectories(file.resolveSibling("."));
        Files.write(file, bytes());
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file.toString());
        }
        return file;
    }
}

package dev.ristretto.build.program.library;

import dev.ristretto.build.BuildException;
import dev.ristretto.build.linker.Elf;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What an ELF program or library for x86-64 says of its linking (System V gABI chapter 5). Immutable. Files are
 * untrusted: whatever is in them, reading ends with a {@link BuildException} that names the file, and takes little
 * memory.
 *
 * @param interpreter the path of the loader; none for a static program and for most libraries
 * @param needed names of libraries, in order
 * @param rpath folders in which libraries of this file and of those that it brings are looked for first, in order
 * @param runpath folders in which libraries of this file are looked for; {@code rpath} is void where there are some
 * @param isProgram whether it can be started: at fixed addresses, or with a loader
 */
public record LinkedFile(
        Optional<String> interpreter,
        List<String> needed,
        List<String> rpath,
        List<String> runpath,
        boolean isProgram) {
    private static final int LARGEST_DYNAMIC = 1 << 20;
    private static final int LONGEST_NAME = 4096;
    private static final int DYNAMIC_ENTRY = 16;
    private static final int FIRST = 4;
    private static final int ABI_SYSTEM_V = 0;
    private static final int ABI_LINUX = 3;

    /** Copies the lists. */
    public LinkedFile {
        needed = List.copyOf(needed);
        rpath = List.copyOf(rpath);
        runpath = List.copyOf(runpath);
    }

    /** Whether a path leads to a file that begins as ELF files do. */
    public static boolean isElf(Path path) {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(path)) {
            return channel.size() >= FIRST && read(channel, 0, FIRST).getInt() == Elf.MAGIC;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Reads one.
     *
     * @throws BuildException if it is no program or library for Linux on x86-64, or damaged
     * @throws IOException if it cannot be read
     */
    public static LinkedFile read(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            return new Reader(path, channel).read();
        } catch (EOFException e) {
            throw damaged(path, "it ends too early");
        }
    }

    private static BuildException damaged(Path path, String how) {
        return new BuildException(path + " is a damaged ELF file: " + how + ". Build it again, or copy it anew.");
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        if (position < 0 || position > channel.size() - bytes) {
            throw new EOFException();
        }
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new EOFException();
            }
        }
        return buffer.flip();
    }

    /** A program header; offsets and sizes in bytes. */
    private record Segment(int type, long offset, long address, long bytes) {}

    private record Reader(Path path, FileChannel channel) {
        LinkedFile read() throws IOException {
            ByteBuffer header = LinkedFile.read(channel, 0, Elf.HEADER_SIZE);
            int type = requireKind(header);
            List<Segment> segments = segments(header);
            Optional<Segment> loader = first(segments, Elf.PT_INTERP);
            Optional<String> interpreter = loader.isPresent()
                    ? Optional.of(text(loader.get().offset(), loader.get().bytes()))
                    : Optional.empty();
            Optional<Segment> dynamic = first(segments, Elf.PT_DYNAMIC);
            if (dynamic.isEmpty()) {
                return new LinkedFile(interpreter, List.of(), List.of(), List.of(), type == Elf.TYPE_EXECUTABLE);
            }
            return linked(interpreter, dynamic.get(), segments, type == Elf.TYPE_EXECUTABLE || interpreter.isPresent());
        }

        private int requireKind(ByteBuffer header) {
            if (header.getInt(0) != Elf.MAGIC) {
                throw new BuildException(path + " is no ELF file.");
            }
            int machine = Short.toUnsignedInt(header.getShort(18));
            if (header.get(4) != Elf.CLASS_64 || header.get(5) != Elf.LITTLE_ENDIAN || machine != Elf.MACHINE_X86_64) {
                throw new BuildException(path + " is for " + MachineNames.of(machine, header.get(4))
                        + "; images run programs for x86-64. Build it for that.");
            }
            int system = header.get(7);
            if (system != ABI_SYSTEM_V && system != ABI_LINUX) {
                throw new BuildException(path + " is for another system than Linux (number " + system
                        + " of the ELF format). Build it for Linux.");
            }
            int type = Short.toUnsignedInt(header.getShort(16));
            if (type != Elf.TYPE_EXECUTABLE && type != Elf.TYPE_SHARED) {
                throw new BuildException(path + " is neither a program nor a library but what a compiler leaves for the"
                        + " linker, or a core dump. Give the program.");
            }
            return type;
        }

        private List<Segment> segments(ByteBuffer header) throws IOException {
            int count = Short.toUnsignedInt(header.getShort(56));
            if (count > 0 && Short.toUnsignedInt(header.getShort(54)) != Elf.PROGRAM_HEADER_SIZE) {
                throw damaged(path, "its program headers have an unknown size");
            }
            ByteBuffer table = LinkedFile.read(channel, header.getLong(32), count * Elf.PROGRAM_HEADER_SIZE);
            List<Segment> segments = new ArrayList<>();
            for (int at = 0; at < table.limit(); at += Elf.PROGRAM_HEADER_SIZE) {
                segments.add(new Segment(
                        table.getInt(at), table.getLong(at + 8), table.getLong(at + 16), table.getLong(at + 32)));
            }
            return segments;
        }

        private static Optional<Segment> first(List<Segment> segments, int type) {
            return segments.stream().filter(segment -> segment.type() == type).findFirst();
        }

        private LinkedFile linked(
                Optional<String> interpreter, Segment dynamic, List<Segment> segments, boolean isProgram)
                throws IOException {
            if (dynamic.bytes() < 0 || dynamic.bytes() > LARGEST_DYNAMIC) {
                throw damaged(path, "its dynamic section has an impossible size");
            }
            ByteBuffer entries = LinkedFile.read(channel, dynamic.offset(), (int) dynamic.bytes());
            List<Long> needed = new ArrayList<>();
            List<Long> rpath = new ArrayList<>();
            List<Long> runpath = new ArrayList<>();
            long names = 0;
            long bytes = 0;
            for (int at = 0; at + DYNAMIC_ENTRY <= entries.limit(); at += DYNAMIC_ENTRY) {
                long tag = entries.getLong(at);
                long value = entries.getLong(at + 8);
                if (tag == Elf.DT_NULL) {
                    break;
                } else if (tag == Elf.DT_NEEDED) {
                    needed.add(value);
                } else if (tag == Elf.DT_RPATH) {
                    rpath.add(value);
                } else if (tag == Elf.DT_RUNPATH) {
                    runpath.add(value);
                } else if (tag == Elf.DT_STRTAB) {
                    names = value;
                } else if (tag == Elf.DT_STRSZ) {
                    bytes = value;
                }
            }
            long table = needed.isEmpty() && rpath.isEmpty() && runpath.isEmpty() ? 0 : offset(names, segments);
            return new LinkedFile(
                    interpreter,
                    texts(table, bytes, needed),
                    folders(texts(table, bytes, rpath)),
                    folders(texts(table, bytes, runpath)),
                    isProgram);
        }

        private long offset(long address, List<Segment> segments) {
            return segments.stream()
                    .filter(segment -> segment.type() == Elf.PT_LOAD
                            && address >= segment.address()
                            && address - segment.address() < segment.bytes())
                    .map(segment -> segment.offset() + (address - segment.address()))
                    .findFirst()
                    .orElseThrow(() -> damaged(path, "the names that it links by are in no part of it"));
        }

        private List<String> texts(long table, long bytes, List<Long> offsets) throws IOException {
            List<String> texts = new ArrayList<>();
            for (long offset : offsets) {
                if (offset < 0 || offset >= bytes) {
                    throw damaged(path, "a name that it links by is not among its names");
                }
                texts.add(text(table + offset, bytes - offset));
            }
            return texts;
        }

        /** Of up to so many bytes, to the first zero. */
        private String text(long position, long most) throws IOException {
            if (position < 0 || most < 0) {
                throw new EOFException();
            }
            int bytes = (int) Math.min(Math.min(most, LONGEST_NAME), channel.size() - position);
            if (bytes <= 0) {
                throw new EOFException();
            }
            byte[] text = LinkedFile.read(channel, position, bytes).array();
            int end = 0;
            while (end < text.length && text[end] != 0) {
                end++;
            }
            String result = new String(text, 0, end, StandardCharsets.UTF_8);
            if (end == LONGEST_NAME || result.chars().anyMatch(Character::isISOControl)) {
                throw damaged(path, "a name that it links by is none of a file");
            }
            return result;
        }

        /** Empty ones would mean the working directory, whatever that is. */
        private static List<String> folders(List<String> paths) {
            return paths.stream()
                    .flatMap(list -> List.of(list.split(":")).stream())
                    .filter(folder -> !folder.isEmpty())
                    .toList();
        }
    }
}

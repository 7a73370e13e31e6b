package dev.ristretto.build.linker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes small relocatable objects byte by byte, independently of the code under test. */
public final class ObjectBuilder {
    static final long A = 2;
    static final long WA = 3;
    static final long AX = 6;

    private record Sec(String name, int type, long flags, long align, byte[] content, long size, List<long[]> relocs) {}

    private record Sym(String name, int info, int section, long value) {}

    private final List<Sec> sections = new ArrayList<>();
    private final List<Sym> locals = new ArrayList<>();
    private final List<Sym> globals = new ArrayList<>();
    private final List<Object[]> relocations = new ArrayList<>();

    /** Adds a section and returns its index. */
    int section(String name, long flags, long align, int... content) {
        byte[] bytes = new byte[content.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) content[i];
        }
        sections.add(new Sec(name, 1, flags, align, bytes, bytes.length, new ArrayList<>()));
        return sections.size();
    }

    int note(String name, byte[] content) {
        sections.add(new Sec(name, 7, A, 4, content, content.length, new ArrayList<>()));
        return sections.size();
    }

    int bss(String name, long align, long size) {
        sections.add(new Sec(name, 8, WA, align, new byte[0], size, new ArrayList<>()));
        return sections.size();
    }

    ObjectBuilder local(String name, int section, long value) {
        locals.add(new Sym(name, 0x02, section, value));
        return this;
    }

    ObjectBuilder global(String name, int section, long value) {
        globals.add(new Sym(name, 0x12, section, value));
        return this;
    }

    ObjectBuilder weak(String name, int section, long value) {
        globals.add(new Sym(name, 0x22, section, value));
        return this;
    }

    /** Adds a name that other objects define. */
    public ObjectBuilder undefined(String name) {
        return global(name, 0, 0);
    }

    ObjectBuilder relocation(int section, long offset, int type, String symbol, long addend) {
        relocations.add(new Object[] {section, offset, type, symbol, addend});
        return this;
    }

    /** The smallest kernel: both entries, PVH note and the handlers of missing functions. */
    public static ObjectBuilder kernel() {
        ObjectBuilder kernel = new ObjectBuilder();
        ByteBuffer note = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        note.putInt(4).putInt(8).putInt(18).put("Xen\0".getBytes(StandardCharsets.US_ASCII));
        int pvh = kernel.note(".note.pvh", note.array());
        int boot = kernel.section(".boot", AX, 16, 0xfa, 0xf4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        int text = kernel.section(".text", AX, 16, 0xf4, 0xf4);
        kernel.global("start32", boot, 0).global("start_linux", text, 0);
        kernel.global("missing_native", text, 0).global("missing_symbol", text, 1);
        return kernel.relocation(pvh, 16, 1, "start32", 0);
    }

    RelocatableObject object(String name) {
        return RelocatableObject.read(name, bytes());
    }

    /** The object file. */
    public byte[] bytes() {
        List<Sym> symbols = new ArrayList<>();
        symbols.add(new Sym("", 0, 0, 0));
        symbols.addAll(locals);
        symbols.addAll(globals);
        for (Object[] r : relocations) {
            int index = -1;
            for (int i = 1; i < symbols.size(); i++) {
                if (symbols.get(i).name().equals(r[3])) {
                    index = i;
                }
            }
            if (index < 0) {
                throw new IllegalArgumentException("no symbol " + r[3]);
            }
            sections.get((int) r[0] - 1)
                    .relocs()
                    .add(new long[] {(long) r[1], ((long) index << 32) | (int) r[2], (long) r[4]});
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[64]);
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.write(0);
        List<long[]> headers = new ArrayList<>();
        headers.add(new long[10]);
        int symtabIndex = sections.size() + 1;
        for (Sec sec : sections) {
            headers.add(new long[] {
                string(names, sec.name()), sec.type(), sec.flags(), 0, body.size(), sec.size(), 0, 0, sec.align(), 0
            });
            body.writeBytes(sec.content());
        }
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        strings.write(0);
        ByteBuffer table = buffer(symbols.size() * 24);
        for (Sym sym : symbols) {
            table.putInt(sym.name().isEmpty() ? 0 : string(strings, sym.name()));
            table.put((byte) sym.info()).put((byte) 0).putShort((short) sym.section());
            table.putLong(sym.value()).putLong(0);
        }
        headers.add(new long[] {
            string(names, ".symtab"), 2, 0, 0, body.size(), table.capacity(), symtabIndex + 1, locals.size() + 1, 8, 24
        });
        body.writeBytes(table.array());
        headers.add(new long[] {string(names, ".strtab"), 3, 0, 0, body.size(), strings.size(), 0, 0, 1, 0});
        body.writeBytes(strings.toByteArray());
        for (int i = 0; i < sections.size(); i++) {
            List<long[]> relocs = sections.get(i).relocs();
            if (relocs.isEmpty()) {
                continue;
            }
            ByteBuffer rela = buffer(relocs.size() * 24);
            relocs.forEach(r -> rela.putLong(r[0]).putLong(r[1]).putLong(r[2]));
            headers.add(new long[] {
                string(names, ".rela" + sections.get(i).name()),
                4,
                0,
                0,
                body.size(),
                rela.capacity(),
                symtabIndex,
                i + 1,
                8,
                24
            });
            body.writeBytes(rela.array());
        }
        int nameOfNames = string(names, ".shstrtab");
        headers.add(new long[] {nameOfNames, 3, 0, 0, body.size(), names.size(), 0, 0, 1, 0});
        body.writeBytes(names.toByteArray());
        int headerOffset = body.size();
        ByteBuffer file = buffer(headerOffset + headers.size() * 64);
        file.put(body.toByteArray());
        for (long[] h : headers) {
            file.putInt((int) h[0])
                    .putInt((int) h[1])
                    .putLong(h[2])
                    .putLong(h[3])
                    .putLong(h[4])
                    .putLong(h[5]);
            file.putInt((int) h[6]).putInt((int) h[7]).putLong(h[8]).putLong(h[9]);
        }
        file.putInt(0, 0x464c457f).put(4, (byte) 2).put(5, (byte) 1).put(6, (byte) 1);
        file.putShort(16, (short) 1).putShort(18, (short) 62).putInt(20, 1).putLong(40, headerOffset);
        file.putShort(52, (short) 64).putShort(58, (short) 64).putShort(60, (short) headers.size());
        file.putShort(62, (short) (headers.size() - 1));
        return file.array();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int string(ByteArrayOutputStream table, String name) {
        int at = table.size();
        table.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        table.write(0);
        return at;
    }
}

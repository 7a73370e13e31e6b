package dev.ristretto.build.linker;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The symbol table of the executable, for debuggers and for naming the functions of a panic: every global, and local
 * functions if wanted.
 */
final class OutputSymbols {
    private record Entry(String name, int binding, int type, int section, long address, long size) {}

    private static final Pattern METHOD_DIGEST = Pattern.compile("_[0-9A-Za-z]{22}$");

    private final byte[] table;
    private final byte[] strings;
    private final int locals;

    OutputSymbols(
            List<RelocatableObject> objects, Layout layout, Map<String, Long> linkerSymbols, boolean methodNames) {
        Map<OutputSection, Integer> sectionIndices = sectionIndices(layout);
        Map<String, OutputSection> parts = new HashMap<>();
        List<Entry> locals = new ArrayList<>();
        List<Entry> globals = new ArrayList<>();
        for (OutputSection part : OutputSection.values()) {
            for (Layout.Placed placed : layout.placed(part)) {
                parts.put(placed.object() + ":" + placed.index(), part);
            }
        }
        for (int o = 0; o < objects.size(); o++) {
            for (Symbol symbol : objects.get(o).symbols()) {
                OutputSection part = parts.get(o + ":" + symbol.section());
                if (symbol.name().isEmpty() || part == null || symbol.type() == Elf.STT_SECTION) {
                    continue;
                }
                (symbol.local() ? locals : globals)
                        .add(new Entry(
                                symbol.local() ? readable(symbol.name()) : symbol.name(),
                                symbol.binding(),
                                symbol.type(),
                                sectionIndices.getOrDefault(part, Elf.SHN_ABS),
                                layout.address(o, symbol.section()) + symbol.value(),
                                symbol.size()));
            }
        }
        linkerSymbols.forEach((name, address) ->
                globals.add(new Entry(name, Elf.STB_GLOBAL, Elf.STT_NOTYPE, Elf.SHN_ABS, address, 0)));
        if (!methodNames) {
            locals.removeIf(entry -> entry.type() == Elf.STT_FUNC);
        }
        this.locals = locals.size() + 1;
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.write(0);
        ByteBuffer entries = ByteBuffer.allocate((locals.size() + globals.size() + 1) * Elf.SYMBOL_SIZE)
                .order(ByteOrder.LITTLE_ENDIAN);
        entries.position(Elf.SYMBOL_SIZE);
        locals.forEach(entry -> put(entries, names, entry));
        globals.forEach(entry -> put(entries, names, entry));
        this.table = entries.array();
        this.strings = names.toByteArray();
    }

    /** Section indices in the executable: parts that are empty have no section. */
    static Map<OutputSection, Integer> sectionIndices(Layout layout) {
        Map<OutputSection, Integer> indices = new EnumMap<>(OutputSection.class);
        for (OutputSection part : OutputSection.values()) {
            if (layout.extent(part).size() > 0) {
                indices.put(part, indices.size() + 1);
            }
        }
        return indices;
    }

    byte[] table() {
        return table;
    }

    byte[] strings() {
        return strings;
    }

    /** Index of the first global symbol. */
    int firstGlobal() {
        return locals;
    }

    long bytes() {
        return (long) table.length + strings.length;
    }

    /** Compiled methods carry a digest of their signature behind their name, which nobody reads. */
    private static String readable(String name) {
        return METHOD_DIGEST.matcher(name).replaceFirst("");
    }

    private static void put(ByteBuffer entries, ByteArrayOutputStream names, Entry entry) {
        entries.putInt(names.size());
        entries.put((byte) (entry.binding() << 4 | entry.type()));
        entries.put((byte) 0);
        entries.putShort((short) entry.section());
        entries.putLong(entry.address());
        entries.putLong(entry.size());
        names.writeBytes(entry.name().getBytes(StandardCharsets.UTF_8));
        names.write(0);
    }
}

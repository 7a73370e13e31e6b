package dev.ristretto.build.linker;

import dev.ristretto.abi.AddressBases;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Links relocatable objects to a bootable executable. Deterministic: the same objects in the same order give the same
 * bytes. Stateless towards the outside and safe for use by several threads, as every link has its own instance.
 *
 * <p>The contract with the kernel's assembly and Java code:
 *
 * <ul>
 *   <li>Sections named {@code .boot} or {@code .boot.*}, and notes, are linked at the physical address they are loaded
 *       at (from 0x100000); all others at {@code 0x100000000000 +} their physical address.
 *   <li>Hypervisors enter at {@code start32}, which lies in a boot section. The PVH note that says so (name
 *       {@code Xen}, type 18, 8-byte descriptor) is an allocated note section of the assembly, for example
 *       {@code .note.pvh}. Linux, which can execute the same file, enters at {@code start_linux}, the entry point of
 *       the ELF header.
 *   <li>The linker defines {@code __image_start}, {@code __image_end} and, for X in text, rodata, heap, data, bss,
 *       {@code __X_start} and {@code __X_end} at high virtual addresses (the image starts with the boot parts, so
 *       {@code __image_start} is the high alias of the first byte loaded), and {@code __boot_start}, {@code __boot_end}
 *       at low ones. Starts are page-aligned, the heap's is 64 KiB-aligned; ends are exact.
 *   <li>Natives that nothing defines jump to {@code missing_native} with the C string of their name as second argument,
 *       other functions to {@code missing_symbol} with it as first argument. Some have but to return a number
 *       ({@link ConstantFunctions}).
 * </ul>
 */
public final class Linker {
    private static final String BOOT_ENTRY = "start32";
    private static final String LINUX_ENTRY = "start_linux";
    private final List<RelocatableObject> objects;
    private final SymbolTable table;
    private final Layout layout;
    private final Map<String, Long> defined;

    private Linker(List<RelocatableObject> objects, SymbolTable table) {
        this.objects = objects;
        this.table = table;
        this.layout = new Layout(objects);
        this.defined = linkerSymbols(layout);
    }

    /**
     * Links objects to what hypervisors boot and Linux can execute.
     *
     * @param frames stack frames of the methods in the last object's .text, for debuggers
     * @throws LinkException if a name is defined twice, a kernel symbol is missing, a relocation is of an unknown type
     *     or its value does not fit
     */
    public static Executable link(List<RelocatableObject> objects, List<MethodFrame> frames) {
        return link(objects, frames, LINUX_ENTRY);
    }

    /** The same for what only hypervisors can boot. */
    public static Executable linkForMachines(List<RelocatableObject> objects, List<MethodFrame> frames) {
        return link(objects, frames, BOOT_ENTRY);
    }

    private static Executable link(List<RelocatableObject> objects, List<MethodFrame> frames, String entry) {
        SymbolTable table = new SymbolTable(objects);
        SortedSet<String> undefined = new TreeSet<>(table.undefined());
        undefined.removeAll(linkerSymbols(new Layout(objects)).keySet());
        SortedSet<String> missing = new TreeSet<>(undefined);
        missing.removeIf(name -> ConstantFunctions.result(name).isPresent());
        List<String> required = new ArrayList<>(List.of(BOOT_ENTRY, LINUX_ENTRY));
        if (!undefined.isEmpty()) {
            required.addAll(List.of(MissingSymbols.NATIVE_HANDLER, MissingSymbols.SYMBOL_HANDLER));
        }
        for (String name : required) {
            if (table.find(name) == null) {
                throw new LinkException("no object defines " + name + ", which the kernel must provide");
            }
        }
        List<RelocatableObject> all = new ArrayList<>(objects);
        if (!undefined.isEmpty()) {
            all.add(MissingSymbols.define(undefined));
        }
        return new Linker(all, new SymbolTable(all)).link(missing, objects.size() - 1, frames, entry);
    }

    private Executable link(SortedSet<String> missing, int compiled, List<MethodFrame> frames, String entry) {
        long bootEntry = addressOf(BOOT_ENTRY);
        Layout.Extent boot = layout.extent(OutputSection.BOOT_TEXT);
        if (bootEntry < boot.virtual() || bootEntry >= boot.virtualEnd()) {
            throw new LinkException(BOOT_ENTRY + " is not in a .boot section; 32-bit code must be linked low");
        }
        Map<OutputSection, byte[]> contents = new EnumMap<>(OutputSection.class);
        for (OutputSection part : OutputSection.values()) {
            contents.put(part, part.hasContent() ? content(part) : new byte[0]);
        }
        Map<OutputSection, Long> sizes = new EnumMap<>(OutputSection.class);
        for (OutputSection part : OutputSection.values()) {
            sizes.put(part, layout.extent(part).size());
        }
        OutputSymbols symbols = new OutputSymbols(objects, layout, defined, false);
        byte[] file = new ExecutableWriter(layout, contents, notes(), symbols, addressOf(entry)).write();
        SortedSet<String> natives = new TreeSet<>();
        SortedSet<String> functions = new TreeSet<>();
        for (String name : missing) {
            if (MissingSymbols.isNative(name)) {
                natives.add(name);
            } else if (!name.startsWith("JNI_OnLoad")) {
                functions.add(name);
            }
        }
        OutputSymbols allSymbols = new OutputSymbols(objects, layout, defined, true);
        return new Executable(
                file,
                DebugFile.write(layout, allSymbols, frames, textOf(compiled), addressOf(entry)),
                bootEntry,
                layout.extent(OutputSection.BSS).physicalEnd() - AddressBases.LOAD,
                Collections.unmodifiableMap(sizes),
                symbols.bytes(),
                Collections.unmodifiableSortedSet(providedNatives(missing)),
                Collections.unmodifiableSortedSet(natives),
                Collections.unmodifiableSortedSet(functions));
    }

    private long textOf(int object) {
        return layout.placed(OutputSection.TEXT).stream()
                .filter(placed -> placed.object() == object)
                .findFirst()
                .map(placed -> layout.address(object, placed.index()))
                .orElse(0L);
    }

    private SortedSet<String> providedNatives(SortedSet<String> missing) {
        SortedSet<String> provided = new TreeSet<>();
        for (RelocatableObject object : objects) {
            for (Symbol symbol : object.symbols()) {
                boolean global = symbol.defined() && !symbol.local();
                if (global && MissingSymbols.isNative(symbol.name()) && !missing.contains(symbol.name())) {
                    provided.add(symbol.name());
                }
            }
        }
        return provided;
    }

    /** The note sections, which a hypervisor reads from the file. */
    private List<Layout.Placed> notes() {
        List<Layout.Placed> notes = layout.placed(OutputSection.BOOT_TEXT).stream()
                .filter(placed -> placed.section().type() == Elf.SHT_NOTE)
                .toList();
        if (notes.isEmpty()) {
            throw new LinkException("no object has a PVH note, so no hypervisor would find the entry point");
        }
        return notes;
    }

    private byte[] content(OutputSection part) {
        byte[] bytes = new byte[Math.toIntExact(layout.extent(part).size())];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (Layout.Placed placed : layout.placed(part)) {
            byte[] content = placed.section().content();
            System.arraycopy(content, 0, bytes, (int) placed.offset(), content.length);
            for (Relocation relocation : placed.section().relocations()) {
                relocate(placed, relocation, buffer);
            }
        }
        return bytes;
    }

    private void relocate(Layout.Placed placed, Relocation relocation, ByteBuffer buffer) {
        Section section = placed.section();
        Symbol symbol = objects.get(placed.object()).symbols().get(relocation.symbol());
        if (relocation.offset() < 0 || relocation.offset() > section.size() - Relocator.width(relocation.type())) {
            throw bad(placed, relocation, symbol, "lies outside its section");
        }
        long place = layout.address(placed.object(), placed.index()) + relocation.offset();
        try {
            Relocator.apply(
                    relocation.type(),
                    buffer,
                    (int) (placed.offset() + relocation.offset()),
                    value(placed, relocation, symbol),
                    relocation.addend(),
                    place);
        } catch (Relocator.OverflowException e) {
            throw bad(placed, relocation, symbol, "overflows: " + e.getMessage() + " does not fit in 32 bits");
        } catch (IllegalArgumentException e) {
            throw bad(placed, relocation, symbol, "is of a type that this linker does not know");
        }
    }

    private long value(Layout.Placed placed, Relocation relocation, Symbol symbol) {
        if (symbol.defined() && symbol.local()) {
            return address(placed.object(), symbol, placed, relocation);
        }
        SymbolTable.Definition definition = table.find(symbol.name());
        if (definition != null) {
            return address(definition.object(), definition.symbol(), placed, relocation);
        }
        Long address = defined.get(symbol.name());
        if (address == null && !symbol.weak()) {
            throw bad(placed, relocation, symbol, "has no definition");
        }
        return address == null ? 0 : address;
    }

    private long address(int object, Symbol symbol, Layout.Placed placed, Relocation relocation) {
        if (symbol.section() == Elf.SHN_ABS) {
            return symbol.value();
        }
        long base = layout.address(object, symbol.section());
        if (base == 0) {
            throw bad(placed, relocation, symbol, "refers to a section that is not loaded");
        }
        return base + symbol.value();
    }

    private long addressOf(String name) {
        SymbolTable.@Nullable Definition definition = table.find(name);
        if (definition == null) {
            throw new LinkException("no object defines " + name);
        }
        return layout.address(definition.object(), definition.symbol().section())
                + definition.symbol().value();
    }

    private LinkException bad(Layout.Placed placed, Relocation relocation, Symbol symbol, String problem) {
        String target = symbol.name().isEmpty() ? "a section" : symbol.name();
        return new LinkException(objects.get(placed.object()).name() + ": " + Elf.relocationName(relocation.type())
                + " against " + target + " at " + placed.section().name() + "+0x"
                + Long.toHexString(relocation.offset()) + " " + problem);
    }

    private static Map<String, Long> linkerSymbols(Layout layout) {
        Map<String, Long> symbols = new TreeMap<>();
        symbols.put("__image_start", AddressBases.IMAGE + AddressBases.LOAD);
        symbols.put("__image_end", layout.extent(OutputSection.BSS).virtualEnd());
        symbols.put("__boot_start", layout.extent(OutputSection.BOOT_TEXT).virtual());
        symbols.put("__boot_end", layout.extent(OutputSection.BOOT_BSS).virtualEnd());
        range(symbols, "text", layout.extent(OutputSection.TEXT));
        range(symbols, "rodata", layout.extent(OutputSection.RODATA));
        range(symbols, "heap", layout.extent(OutputSection.HEAP));
        range(symbols, "data", layout.extent(OutputSection.DATA));
        range(symbols, "bss", layout.extent(OutputSection.BSS));
        return symbols;
    }

    private static void range(Map<String, Long> symbols, String name, Layout.Extent extent) {
        symbols.put("__" + name + "_start", extent.virtual());
        symbols.put("__" + name + "_end", extent.virtualEnd());
    }
}

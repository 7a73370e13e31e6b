package dev.ristretto.build.linker;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedSet;

/**
 * Stand-ins for functions that nothing defines, so that a missing native fails by its name when it is called.
 *
 * <p>A JNI function passes its name as second argument (the first is the JNI environment, which it keeps) to the
 * kernel's {@code missing_native}; any other function passes its name as first argument to {@code missing_symbol};
 * {@code JNI_OnLoad_*} of a library without natives returns the JNI version. Those of {@link ConstantFunctions} are not
 * missing.
 */
final class MissingSymbols {
    static final String NATIVE_HANDLER = "missing_native";
    static final String SYMBOL_HANDLER = "missing_symbol";

    private static final int TEXT = 1;
    private static final int RODATA = 2;
    private static final int RODATA_SYMBOL = 1;
    private static final int NATIVE_SYMBOL = 2;
    private static final int SYMBOL_SYMBOL = 3;
    private static final int STUB_ALIGNMENT = 16;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final ByteArrayOutputStream names = new ByteArrayOutputStream();
    private final List<Relocation> relocations = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();

    private MissingSymbols() {}

    /** Whether the name is that of a Java native method (JNI specification, "Resolving Native Method Names"). */
    static boolean isNative(String name) {
        return name.startsWith("Java_");
    }

    /** An object that defines every given name. */
    static RelocatableObject define(SortedSet<String> missing) {
        return new MissingSymbols().object(missing);
    }

    private RelocatableObject object(SortedSet<String> missing) {
        symbols.add(new Symbol("", Elf.STB_LOCAL, Elf.STT_NOTYPE, Elf.SHN_UNDEF, 0, 0));
        symbols.add(new Symbol("", Elf.STB_LOCAL, Elf.STT_SECTION, RODATA, 0, 0));
        symbols.add(new Symbol(NATIVE_HANDLER, Elf.STB_GLOBAL, Elf.STT_NOTYPE, Elf.SHN_UNDEF, 0, 0));
        symbols.add(new Symbol(SYMBOL_HANDLER, Elf.STB_GLOBAL, Elf.STT_NOTYPE, Elf.SHN_UNDEF, 0, 0));
        for (String name : missing) {
            while (text.size() % STUB_ALIGNMENT != 0) {
                text.write(0xcc);
            }
            int start = text.size();
            OptionalInt constant = ConstantFunctions.result(name);
            if (constant.isPresent()) {
                returnNumber(constant.getAsInt());
            } else if (name.startsWith("JNI_OnLoad")) {
                returnJniVersion();
            } else {
                jumpToHandler(name);
            }
            symbols.add(new Symbol(name, Elf.STB_GLOBAL, Elf.STT_FUNC, TEXT, start, (long) text.size() - start));
        }
        Section none = new Section("", 0, 0, 1, 0, new byte[0], List.of());
        Section code = section(".text", Elf.SHF_ALLOC | Elf.SHF_EXECINSTR, STUB_ALIGNMENT, text, relocations);
        Section strings = section(".rodata", Elf.SHF_ALLOC, 1, names, List.of());
        return new RelocatableObject("missing functions", List.of(none, code, strings), List.copyOf(symbols));
    }

    /** {@code mov $number, %rax; ret}. */
    private void returnNumber(int number) {
        emit(0x48, 0xc7, 0xc0, number, number >> 8, number >> 16, number >> 24, 0xc3);
    }

    /** {@code mov $0x00010008, %eax; ret}: JNI_VERSION_1_8. */
    private void returnJniVersion() {
        emit(0xb8, 0x08, 0x00, 0x01, 0x00, 0xc3);
    }

    /** {@code lea name(%rip), %rsi (JNI) or %rdi; jmp handler}. */
    private void jumpToHandler(String name) {
        boolean jni = isNative(name);
        emit(0x48, 0x8d, jni ? 0x35 : 0x3d);
        // A displacement counts from the end of its instruction, which is 4 bytes behind the field.
        relocate(RODATA_SYMBOL, names.size() - 4L);
        emit(0xe9);
        relocate(jni ? NATIVE_SYMBOL : SYMBOL_SYMBOL, -4);
        names.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        names.write(0);
    }

    private void relocate(int symbol, long addend) {
        relocations.add(new Relocation(text.size(), Elf.R_X86_64_PC32, symbol, addend));
        emit(0, 0, 0, 0);
    }

    private void emit(int... bytes) {
        for (int b : bytes) {
            text.write(b);
        }
    }

    private static Section section(
            String name, long flags, long alignment, ByteArrayOutputStream content, List<Relocation> relocations) {
        byte[] bytes = content.toByteArray();
        return new Section(name, Elf.SHT_PROGBITS, flags, alignment, bytes.length, bytes, List.copyOf(relocations));
    }
}

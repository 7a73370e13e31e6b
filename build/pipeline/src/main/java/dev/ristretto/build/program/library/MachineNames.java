package dev.ristretto.build.program.library;

import dev.ristretto.build.linker.Elf;
import java.util.Map;

/** Names of processors by their numbers in ELF files (System V gABI, e_machine). */
final class MachineNames {
    private static final Map<Integer, String> NAMES = Map.of(
            3, "i386 (32 bits)",
            8, "MIPS",
            20, "PowerPC",
            21, "PowerPC64",
            22, "S/390",
            40, "ARM (32 bits)",
            183, "ARM64",
            243, "RISC-V",
            258, "LoongArch");

    private MachineNames() {}

    /**
     * What a file is for.
     *
     * @param width the byte that says 32 or 64 bits
     */
    static String of(int machine, int width) {
        if (machine == Elf.MACHINE_X86_64) {
            return width == Elf.CLASS_64 ? "x86-64 with big-endian numbers" : "x32 (x86-64 with 32-bit addresses)";
        }
        return NAMES.getOrDefault(machine, "another processor (number " + machine + " of the ELF format)");
    }
}

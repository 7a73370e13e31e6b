package dev.ristretto.run.vmm.qemu;

import dev.ristretto.abi.AddressBases;
import dev.ristretto.abi.Ports;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A bootable image of a few hundred bytes that executes the privileged instructions on which a kernel depends (long
 * mode, XSETBV, XSAVE, WRMSR, AVX2) and then leaves through the isa-debug-exit device. With no interrupt table, any
 * fault resets the machine.
 *
 * <p>Layout: a 64-bit ELF file with one note, the PVH entry point (Xen's {@code include/public/elfnote.h},
 * XEN_ELFNOTE_PHYS32_ENTRY), and one segment at 1 MiB: 32-bit code, 64-bit code at 0x80, the descriptor table at 0x100,
 * page tables in the three pages behind it and the area that XSAVE fills in the fourth. Instruction encodings are those
 * of Intel's manual, volume 2.
 */
final class ProbeImage {

    /** QEMU's exit status if everything worked: 2 * 0x15 + 1 (qemu: hw/misc/debugexit.c). */
    static final int SUCCESS = 43;

    private static final int BASE = (int) AddressBases.LOAD;
    private static final int CODE_64 = 0x80;
    private static final int DESCRIPTORS = 0x100;
    private static final int SEGMENT_FILE_SIZE = 0x120;
    private static final int SEGMENT_MEMORY_SIZE = 0x6000;
    private static final int HEADERS = 64 + 2 * 56;
    private static final int NOTE_SIZE = 20;
    private static final int SEGMENT_OFFSET = 0x1000;

    private static final String TO_LONG_MODE = """
            c7 05 00 10 10 00 03 20 10 00   mov dword [0x101000], 0x102003  ; first entry of the page map
            c7 05 00 20 10 00 03 30 10 00   mov dword [0x102000], 0x103003
            c7 05 00 30 10 00 83 00 00 00   mov dword [0x103000], 0x83      ; one 2 MiB page at 0
            b8 00 10 10 00                  mov eax, 0x101000
            0f 22 d8                        mov cr3, eax
            0f 20 e0                        mov eax, cr4
            0d 20 06 04 00                  or eax, PAE | OSFXSR | OSXMMEXCPT | OSXSAVE
            0f 22 e0                        mov cr4, eax
            b9 80 00 00 c0                  mov ecx, EFER
            0f 32                           rdmsr
            0d 00 01 00 00                  or eax, LME
            0f 30                           wrmsr
            0f 20 c0                        mov eax, cr0
            0d 03 00 00 80                  or eax, PG | MP | PE
            0f 22 c0                        mov cr0, eax
            0f 01 15 00 01 10 00            lgdt [0x100100]
            0f 01 1d 18 01 10 00            lidt [0x100118]                 ; zeros: an empty interrupt table
            ea 80 00 10 00 08 00            jmp 8:0x100080
            """;

    private static final String IN_LONG_MODE = """
            31 c9                           xor ecx, ecx
            31 d2                           xor edx, edx
            b8 07 00 00 00                  mov eax, x87 | SSE | AVX
            0f 01 d1                        xsetbv
            c5 fd ef c0                     vpxor ymm0, ymm0, ymm0
            bf 00 40 10 00                  mov edi, 0x104000
            0f ae 27                        xsave [rdi]
            0f ae 2f                        xrstor [rdi]
            b9 00 01 00 c0                  mov ecx, FS_BASE
            31 c0                           xor eax, eax
            0f 30                           wrmsr
            0f 31                           rdtsc
            b0 15                           mov al, 0x15
            e6 %02x                           out EXIT, al
            f4                              hlt
            eb fd                           jmp $-1
            """.formatted(Ports.EXIT);

    private ProbeImage() {}

    /** The bytes of the ELF file. */
    static byte[] bytes() {
        ByteBuffer file =
                ByteBuffer.allocate(SEGMENT_OFFSET + SEGMENT_FILE_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        fileHeader(file);
        int noteType = 4;
        programHeader(file, noteType, HEADERS, 0, NOTE_SIZE, NOTE_SIZE);
        int loadType = 1;
        programHeader(file, loadType, SEGMENT_OFFSET, BASE, SEGMENT_FILE_SIZE, SEGMENT_MEMORY_SIZE);
        int physicalEntry = 18;
        file.putInt(4).putInt(4).putInt(physicalEntry);
        file.put("Xen\0".getBytes(StandardCharsets.US_ASCII)).putInt(BASE);
        file.put(SEGMENT_OFFSET, machineCode(TO_LONG_MODE));
        file.put(SEGMENT_OFFSET + CODE_64, machineCode(IN_LONG_MODE));
        file.position(SEGMENT_OFFSET + DESCRIPTORS);
        int descriptorTable = DESCRIPTORS + 8;
        file.putShort((short) 15).putInt(BASE + descriptorTable).putShort((short) 0);
        long codeSegment = 0x00af9a000000ffffL;
        file.putLong(0).putLong(codeSegment);
        return file.array();
    }

    private static void fileHeader(ByteBuffer file) {
        file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        file.putShort((short) 2).putShort((short) 62).putInt(1); // executable, x86-64
        file.putLong(BASE).putLong(64).putLong(0).putInt(0);
        file.putShort((short) 64).putShort((short) 56).putShort((short) 2);
        file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    }

    private static void programHeader(
            ByteBuffer file, int type, long offset, long address, long size, long memorySize) {
        int readWriteExecute = 7;
        file.putInt(type).putInt(readWriteExecute);
        file.putLong(offset).putLong(address).putLong(address).putLong(size).putLong(memorySize);
        file.putLong(type == 1 ? 0x1000 : 4);
    }

    private static byte[] machineCode(String listing) {
        StringBuilder digits = new StringBuilder();
        listing.lines().map(line -> line.substring(0, 32)).forEach(digits::append);
        return HexFormat.of().parseHex(digits.toString().replace(" ", ""));
    }
}

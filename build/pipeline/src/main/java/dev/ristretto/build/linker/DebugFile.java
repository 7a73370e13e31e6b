package dev.ristretto.build.linker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * What a debugger wants to know of an executable and the executable itself does without: the names of all methods and
 * their stack frames. An ELF file with the executable's sections, but not their contents, which the debugger reads from
 * memory.
 */
final class DebugFile {
    private DebugFile() {}

    /** @param text address of the section that the frames count from */
    static byte[] write(Layout layout, OutputSymbols symbols, List<MethodFrame> frames, long text, long entry) {
        byte[] callFrames = CallFrames.encode(frames, text);
        long framesOffset = Elf.HEADER_SIZE;
        long symbolsOffset = Layout.alignUp(framesOffset + callFrames.length, 8);
        long namesOffset = symbolsOffset + symbols.bytes();
        SectionHeaders headers = new SectionHeaders();
        headers.addParts(layout, part -> Elf.HEADER_SIZE, false);
        headers.add(".debug_frame", Elf.SHT_PROGBITS, 0, 0, framesOffset, callFrames.length, SectionHeaders.Links.NONE);
        headers.addSymbols(symbols, symbolsOffset);
        byte[] names = headers.addNames(namesOffset);
        byte[] table = headers.bytes();
        long tableOffset = Layout.alignUp(namesOffset + names.length, 8);
        ByteBuffer file =
                ByteBuffer.allocate(Math.toIntExact(tableOffset + table.length)).order(ByteOrder.LITTLE_ENDIAN);
        headers.putFileHeader(file, entry, 0, tableOffset);
        file.put((int) framesOffset, callFrames);
        file.put((int) symbolsOffset, symbols.table());
        file.put((int) symbolsOffset + symbols.table().length, symbols.strings());
        file.put((int) namesOffset, names);
        file.put((int) tableOffset, table);
        return file.array();
    }
}

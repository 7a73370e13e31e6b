package dev.ristretto.build.linker;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where a compiled method's stack frame begins and ends.
 *
 * @param offset of the method in the section .text of its object, in bytes
 * @param size of the method's code, in bytes
 * @param frameBytes distance from the stack pointer inside the method to its value before the call, return address
 *     included
 * @param changes places where the frame is entered or left, in ascending order
 */
public record MethodFrame(long offset, long size, int frameBytes, List<Change> changes) {
    /**
     * A place where the stack pointer has just moved.
     *
     * @param offset from the start of the method, in bytes
     * @param entered whether the frame is there from here on
     */
    public record Change(int offset, boolean entered) {}

    /** Copies the list. */
    public MethodFrame {
        changes = List.copyOf(changes);
    }

    /**
     * Reads the file that the compiler's side writes: a line for each method, {@code OFFSET SIZE FRAME} and any number
     * of {@code OFFSET+} (entered) and {@code OFFSET-} (left).
     */
    public static List<MethodFrame> read(Path file) throws IOException {
        List<MethodFrame> frames = new ArrayList<>();
        for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
            String[] words = line.split(" ");
            List<Change> changes = new ArrayList<>();
            for (int i = 3; i < words.length; i++) {
                int end = words[i].length() - 1;
                changes.add(new Change(Integer.parseInt(words[i].substring(0, end)), words[i].charAt(end) == '+'));
            }
            frames.add(new MethodFrame(
                    Long.parseLong(words[0]), Long.parseLong(words[1]), Integer.parseInt(words[2]), changes));
        }
        return frames;
    }
}

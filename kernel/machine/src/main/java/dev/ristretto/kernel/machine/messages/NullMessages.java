package dev.ristretto.kernel.machine.messages;

import com.oracle.svm.core.BuildPhaseProvider.AfterCompilation;
import com.oracle.svm.core.code.CodeInfoAccess;
import com.oracle.svm.core.code.CodeInfoTable;
import com.oracle.svm.core.heap.UnknownObjectField;
import dev.ristretto.kernel.compression.text.TextTable;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import org.graalvm.nativeimage.ImageSingletons;
import org.graalvm.nativeimage.c.function.CodePointer;
import org.graalvm.word.WordFactory;
import org.jspecify.annotations.Nullable;

/**
 * The texts of an image. A function for the image builder's side, which sees no more of the kernel: it takes the texts
 * by how far the return address of the call that creates an exception is behind the beginning of all code, and gives
 * back what the image will hold.
 */
public final class NullMessages implements Function<SortedMap<Integer, String>, byte[]> {
    /** The frames that an exception's creation itself can have. */
    private static final int CREATION_FRAMES = 8;

    /** What most texts have in their middle and at their end. */
    private static final List<String> PHRASES =
            List.of("\" because \"", "\" is null", "\" because the return value of \"");

    @UnknownObjectField(availability = AfterCompilation.class)
    private byte[] table;

    /** Without texts. */
    public NullMessages() {
        table = new byte[1];
    }

    @Override
    public byte[] apply(SortedMap<Integer, String> texts) {
        table = TextTable.encode(texts, PHRASES);
        return table;
    }

    /**
     * What was null; null if the exception was not thrown by the machine.
     *
     * @param trace return addresses of the frames in which an exception was created, the innermost first; null if they
     *     were not recorded
     */
    static @Nullable String find(long @Nullable [] trace) {
        if (trace == null) {
            return null;
        }
        byte[] table = ImageSingletons.lookup(NullMessages.class).table;
        for (int i = 0; i < trace.length && i < CREATION_FRAMES && trace[i] != 0; i++) {
            CodePointer address = WordFactory.pointer(trace[i]);
            long place = CodeInfoAccess.relativeIP(CodeInfoTable.getFirstImageCodeInfo(), address);
            String text = TextTable.find(table, (int) place, PHRASES);
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}

package dev.ristretto.build.builder;

import com.oracle.svm.core.graal.code.SubstrateBackend.SubstrateMarkId;
import com.oracle.svm.hosted.FeatureImpl.BeforeImageWriteAccessImpl;
import com.oracle.svm.hosted.meta.HostedMethod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import jdk.graal.compiler.code.CompilationResult;
import jdk.graal.compiler.code.CompilationResult.CodeMark;
import org.graalvm.collections.Pair;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Writes where the stack frame of each compiled method begins and ends to the file that the system property {@value
 * #FILE_PROPERTY} names: lines of {@code OFFSET SIZE FRAME}, then {@code OFFSET+} where the frame is entered and
 * {@code OFFSET-} where it is left.
 */
public final class FramesFeature implements Feature {
    /** Names the file to write; without it the feature is off. */
    public static final String FILE_PROPERTY = "ristretto.frames";

    /** Created by the image builder. */
    public FramesFeature() {}

    @Override
    public boolean isInConfiguration(IsInConfigurationAccess access) {
        return System.getProperty(FILE_PROPERTY) != null;
    }

    @Override
    public String getDescription() {
        return "Tells debuggers of stack frames";
    }

    @Override
    public void beforeImageWrite(BeforeImageWriteAccess access) {
        StringBuilder lines = new StringBuilder();
        for (Pair<HostedMethod, CompilationResult> compilation :
                ((BeforeImageWriteAccessImpl) access).getImage().getCodeCache().getOrderedCompilations()) {
            append(lines, compilation.getLeft().getCodeAddressOffset(), compilation.getRight());
        }
        try {
            Files.writeString(Path.of(System.getProperty(FILE_PROPERTY)), lines, StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void append(StringBuilder lines, long offset, CompilationResult code) {
        lines.append(offset)
                .append(' ')
                .append(code.getTargetCodeSize())
                .append(' ')
                .append(code.getTotalFrameSize());
        for (CodeMark mark : code.getMarks()) {
            if (mark.id == SubstrateMarkId.PROLOGUE_DECD_RSP) {
                lines.append(' ').append(mark.pcOffset).append('+');
            } else if (mark.id == SubstrateMarkId.EPILOGUE_INCD_RSP) {
                lines.append(' ').append(mark.pcOffset).append('-');
            } else if (mark.id == SubstrateMarkId.EPILOGUE_END && mark.pcOffset < code.getTargetCodeSize()) {
                // Behind a return there is code of other paths, which still have the frame.
                lines.append(' ').append(mark.pcOffset).append('+');
            }
        }
        lines.append('\n');
    }
}

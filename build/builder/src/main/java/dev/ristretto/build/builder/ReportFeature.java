package dev.ristretto.build.builder;

import com.oracle.svm.core.code.CodeInfoTable;
import com.oracle.svm.core.config.ObjectLayout;
import com.oracle.svm.core.reflect.RuntimeMetadataDecoder;
import com.oracle.svm.hosted.FeatureImpl.AfterCompilationAccessImpl;
import com.oracle.svm.hosted.FeatureImpl.BeforeImageWriteAccessImpl;
import com.oracle.svm.hosted.code.CompileQueue.CompileTask;
import com.oracle.svm.hosted.image.NativeImageHeap.ObjectInfo;
import com.oracle.svm.hosted.meta.HostedType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import jdk.graal.compiler.util.json.JsonWriter;
import jdk.vm.ci.meta.JavaKind;
import org.graalvm.nativeimage.ImageSingletons;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Writes what the image holds to the JSON file that the system property {@value #FILE_PROPERTY} names: classes,
 * methods, code and initial heap by package, the heap by class. The same image gives the same bytes.
 */
public final class ReportFeature implements Feature {
    /** Names the file to write; without it the feature is off. */
    public static final String FILE_PROPERTY = "ristretto.report";

    private final SizeReport report = new SizeReport();

    /** Created by the image builder. */
    public ReportFeature() {}

    @Override
    public boolean isInConfiguration(IsInConfigurationAccess access) {
        return System.getProperty(FILE_PROPERTY) != null;
    }

    @Override
    public String getDescription() {
        return "Reports what the image holds";
    }

    @Override
    public void afterCompilation(AfterCompilationAccess access) {
        AfterCompilationAccessImpl internals = (AfterCompilationAccessImpl) access;
        for (CompileTask task : internals.getCompilationTasks()) {
            Class<?> owner = task.method.getDeclaringClass().getJavaClass();
            report.method(owner, task.result.getTargetCodeSize());
        }
        for (HostedType type : internals.getUniverse().getTypes()) {
            report.type(type.getJavaClass());
        }
    }

    @Override
    public void beforeImageWrite(BeforeImageWriteAccess access) {
        BeforeImageWriteAccessImpl internals = (BeforeImageWriteAccessImpl) access;
        ObjectLayout layout = ImageSingletons.lookup(ObjectLayout.class);
        for (ObjectInfo object : internals.getImage().getHeap().getObjects()) {
            report.object(object.getClazz().getJavaClass(), object.getSize());
        }
        for (int length : CodeInfoTable.getCurrentLayerImageCodeCache().getTotalByteArrayLengths()) {
            report.relabelBytes("code metadata", layout.getArraySize(JavaKind.Byte, length, true));
        }
        int metadata = ImageSingletons.lookup(RuntimeMetadataDecoder.class).getMetadataByteLength();
        if (metadata > 0) {
            report.relabelBytes("reflection metadata", layout.getArraySize(JavaKind.Byte, metadata, true));
        }
        try (JsonWriter json = new JsonWriter(Path.of(System.getProperty(FILE_PROPERTY)))) {
            report.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

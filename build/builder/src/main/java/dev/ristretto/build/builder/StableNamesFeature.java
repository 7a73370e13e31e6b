package dev.ristretto.build.builder;

import com.oracle.svm.hosted.FeatureImpl.BeforeAnalysisAccessImpl;
import com.oracle.svm.hosted.FeatureImpl.DuringSetupAccessImpl;
import com.oracle.svm.hosted.ameta.FieldValueInterceptionSupport;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import jdk.vm.ci.meta.ResolvedJavaField;
import org.graalvm.nativeimage.hosted.Feature;

/** Keeps names and numbers that differ from build to build out of the image. */
public final class StableNamesFeature implements Feature {
    /**
     * The place of a method in the JVM's list of its class, which is in the order of the addresses of names. An image
     * has no such list.
     */
    private static final String PLACE = "slot";

    /** Created by the image builder. */
    public StableNamesFeature() {}

    @Override
    public String getDescription() {
        return "Keeps what differs from build to build out of the image";
    }

    @Override
    public void duringSetup(DuringSetupAccess access) {
        ((DuringSetupAccessImpl) access).registerSubstitutionProcessor(new HiddenClassNames());
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        BeforeAnalysisAccessImpl analysis = (BeforeAnalysisAccessImpl) access;
        for (Class<?> reflected : List.of(Method.class, Constructor.class)) {
            // The JDK hides these fields from its own reflection.
            ResolvedJavaField place = Stream.of(
                            analysis.getMetaAccess().lookupJavaType(reflected).getInstanceFields(false))
                    .filter(field -> field.getName().equals(PLACE))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("another JDK than 25: no slot in " + reflected));
            FieldValueInterceptionSupport.singleton().registerFieldValueTransformer(place, (receiver, value) -> 0);
        }
    }
}

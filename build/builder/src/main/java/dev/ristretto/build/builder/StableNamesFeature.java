package dev.ristretto.build.builder;

import com.oracle.svm.hosted.FeatureImpl.DuringSetupAccessImpl;
import org.graalvm.nativeimage.hosted.Feature;

/** Keeps names that differ from build to build out of the image. */
public final class StableNamesFeature implements Feature {
    /** Created by the image builder. */
    public StableNamesFeature() {}

    @Override
    public String getDescription() {
        return "Names hidden classes by their content";
    }

    @Override
    public void duringSetup(DuringSetupAccess access) {
        ((DuringSetupAccessImpl) access).registerSubstitutionProcessor(new HiddenClassNames());
    }
}

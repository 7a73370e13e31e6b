package dev.ristretto.build.builder;

import com.oracle.svm.hosted.FeatureImpl.DuringSetupAccessImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.graalvm.nativeimage.c.function.CEntryPoint;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Lets calls of C functions that the kernel does not have throw. The kernel's own are its entry points, and what the
 * file that the system property {@value #FUNCTIONS_PROPERTY} names lists, a name in each line.
 */
public final class MissingFunctionsFeature implements Feature {
    /** Names the list of functions that are no entry points; without it the feature is off. */
    public static final String FUNCTIONS_PROPERTY = "ristretto.functions";

    /** Created by the image builder. */
    public MissingFunctionsFeature() {}

    @Override
    public boolean isInConfiguration(IsInConfigurationAccess access) {
        return System.getProperty(FUNCTIONS_PROPERTY) != null;
    }

    @Override
    public String getDescription() {
        return "Lets calls of missing C functions throw";
    }

    @Override
    public void duringSetup(DuringSetupAccess access) {
        DuringSetupAccessImpl setup = (DuringSetupAccessImpl) access;
        Set<String> names = new HashSet<>();
        for (Method method : setup.findAnnotatedMethods(CEntryPoint.class)) {
            names.add(method.getAnnotation(CEntryPoint.class).name());
        }
        try {
            names.addAll(Files.readAllLines(Path.of(System.getProperty(FUNCTIONS_PROPERTY))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        setup.registerSubstitutionProcessor(new MissingFunctions(names));
    }
}

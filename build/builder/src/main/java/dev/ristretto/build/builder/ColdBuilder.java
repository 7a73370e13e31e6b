package dev.ristretto.build.builder;

import com.oracle.svm.hosted.NativeImageGeneratorRunner;

/** An image builder that compiles one program and ends. */
public final class ColdBuilder {
    private ColdBuilder() {}

    /** @param arguments of the image builder */
    public static void main(String[] arguments) {
        KernelLinkage.open();
        NativeImageGeneratorRunner.main(arguments);
    }
}

package dev.ristretto.build.builder;

import com.oracle.svm.hosted.jdk.localization.LocalizationFeature;
import java.nio.charset.Charset;
import java.util.List;
import java.util.stream.Stream;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Gives every image the charsets that mail, web pages and files of Europe still use besides those of Unicode, about 18
 * KiB each. Others it gets by their names in the system property {@value #NAMES_PROPERTY}, with commas between them.
 */
public final class CharsetsFeature implements Feature {
    /** Names what an image has besides. */
    public static final String NAMES_PROPERTY = "ristretto.charsets";

    private static final String ALWAYS = "windows-1250,windows-1251,windows-1252,ISO-8859-2,ISO-8859-15";

    /** Created by the image builder. */
    public CharsetsFeature() {}

    @Override
    public String getDescription() {
        return "Includes some charsets, and others by name";
    }

    @Override
    public List<Class<? extends Feature>> getRequiredFeatures() {
        return List.of(LocalizationFeature.class);
    }

    @Override
    public void duringSetup(DuringSetupAccess access) {
        Stream.of(ALWAYS, System.getProperty(NAMES_PROPERTY, ""))
                .flatMap(names -> Stream.of(names.split(",")))
                .filter(name -> !name.isEmpty())
                .map(Charset::forName)
                .forEach(LocalizationFeature::addCharset);
    }
}

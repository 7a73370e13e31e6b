package dev.ristretto.tools.cli.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What Maven has written down when the command line was built: versions. */
public final class BuildProperties {

    private BuildProperties() {}

    /** All of them; {@code version} is ristretto's own, {@code compiler} that of the ahead-of-time compiler. */
    public static Properties read() {
        Properties properties = new Properties();
        try (InputStream file = BuildProperties.class.getResourceAsStream("build.properties")) {
            if (file == null) {
                throw new IllegalStateException("build.properties is not in the command line's jar");
            }
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}

package dev.ristretto.kernel.personality.jdk.util;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.personality.jdk.lang.Environment;
import java.util.Properties;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** The default time zone, whose name is in the variable TZ if no property says it. */
@TargetClass(TimeZone.class)
final class Target_java_util_TimeZone {
    @Alias
    private static @Nullable TimeZone defaultTimeZone;

    private Target_java_util_TimeZone() {}

    @Alias
    private static native @Nullable TimeZone getTimeZone(String name, boolean fallback);

    @Substitute
    private static synchronized TimeZone setDefaultZone() {
        Properties properties = System.getProperties();
        String name = properties.getProperty("user.timezone");
        if (name == null || name.isEmpty()) {
            name = Environment.value("TZ");
        }
        if (name == null) {
            name = "UTC";
        }
        TimeZone zone = getTimeZone(name, false);
        if (zone == null) {
            name = "GMT";
            zone = TimeZone.getTimeZone(name);
        }
        properties.setProperty("user.timezone", name);
        defaultTimeZone = zone;
        return zone;
    }
}

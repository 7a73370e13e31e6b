package dev.ristretto.kernel.personality.jdk.util;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.util.TimeZone;

/** The default time zone, whose name SubstrateVM finds in the variable TZ. */
@TargetClass(TimeZone.class)
final class Target_java_util_TimeZone {
    private Target_java_util_TimeZone() {}

    /** Asked for if that name is unknown. */
    @Substitute
    private static String getSystemGMTOffsetID() {
        return "GMT";
    }
}

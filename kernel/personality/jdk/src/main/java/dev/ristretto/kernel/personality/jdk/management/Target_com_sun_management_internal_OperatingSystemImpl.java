package dev.ristretto.kernel.personality.jdk.management;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.personality.jdk.Descriptors;

/** The bean of the operating system, as far as it tells of descriptors. */
@TargetClass(className = "com.sun.management.internal.OperatingSystemImpl")
final class Target_com_sun_management_internal_OperatingSystemImpl {
    private Target_com_sun_management_internal_OperatingSystemImpl() {}

    @Substitute
    private long getOpenFileDescriptorCount0() {
        return Descriptors.table().count();
    }

    @Substitute
    private long getMaxFileDescriptorCount0() {
        return Descriptors.table().limit();
    }
}

package dev.ristretto.kernel.personality.jdk.util;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import dev.ristretto.kernel.machine.cpu.Sha256;

/** SHA-256 and SHA-224 by the processor's own instructions where it has them. */
@TargetClass(className = "sun.security.provider.SHA2")
final class Target_sun_security_provider_SHA2 {
    @Alias
    private int[] state;

    @Alias
    private native void implCompressCheck(byte[] bytes, int offset);

    @Alias
    private native void implCompress0(byte[] bytes, int offset);

    @Substitute
    void implCompress(byte[] bytes, int offset) {
        implCompressCheck(bytes, offset);
        if (Sha256.isAvailable()) {
            Sha256.compress(bytes, offset, state);
        } else {
            implCompress0(bytes, offset);
        }
    }
}

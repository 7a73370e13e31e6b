package dev.ristretto.kernel.machine.boot;

import dev.ristretto.kernel.machine.layout.Text;
import dev.ristretto.kernel.machine.memory.RawMemory;
import java.nio.charset.StandardCharsets;
import org.graalvm.nativeimage.ImageInfo;

/**
 * The kernel command line and what the hypervisor may have loaded as a file instead, so that it does not stand in its
 * own command line.
 */
public final class BootParameters {
    private BootParameters() {}

    /** The command line as the hypervisor gave it, {@code ""} if there is none, as on a plain JVM where tests run. */
    public static String commandLine() {
        if (!ImageInfo.inImageRuntimeCode()) {
            return "";
        }
        long line = BootInformation.commandLine();
        return new String(bytes(line, line == 0 ? 0 : Text.length(line)), StandardCharsets.UTF_8);
    }

    /** The file, empty if there is none. */
    public static byte[] file() {
        return bytes(BootInformation.file(), BootInformation.fileBytes());
    }

    private static byte[] bytes(long address, long length) {
        byte[] bytes = new byte[(int) length];
        if (length > 0) {
            RawMemory.at(address, length).get(0, bytes, 0, bytes.length);
        }
        return bytes;
    }
}

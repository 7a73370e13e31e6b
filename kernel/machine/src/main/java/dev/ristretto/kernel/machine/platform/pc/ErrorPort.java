package dev.ristretto.kernel.machine.platform.pc;

import com.oracle.svm.core.Uninterruptible;
import dev.ristretto.abi.Ports;
import dev.ristretto.kernel.machine.cpu.x86.Instructions;
import dev.ristretto.kernel.machine.layout.KernelCode;
import dev.ristretto.kernel.machine.layout.Text;

/** Standard error: a port of its own if the host keeps it apart, else the console. */
public final class ErrorPort {
    private ErrorPort() {}

    @Uninterruptible(reason = KernelCode.BELOW_HEAP)
    public static void write(long address, long bytes) {
        if (Instructions.in8(Ports.ERRORS) != Ports.PRESENT) {
            SerialPort.write(address, bytes);
            return;
        }
        for (long i = 0; i < bytes; i++) {
            Instructions.out8(Ports.ERRORS, Text.at(address + i));
        }
    }
}

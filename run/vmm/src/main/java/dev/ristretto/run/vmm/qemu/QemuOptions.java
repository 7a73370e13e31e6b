package dev.ristretto.run.vmm.qemu;

import dev.ristretto.run.vmm.HypervisorException;
import dev.ristretto.run.vmm.HypervisorOption;
import dev.ristretto.run.vmm.InstanceSpecification;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What can be chosen of QEMU, by the names that specifications carry it under. */
final class QemuOptions {

    private static final HypervisorOption MACHINE =
            new HypervisorOption("machine", names(MachineType.values()), "the kind of virtual computer");
    private static final HypervisorOption ACCELERATOR =
            new HypervisorOption("accelerator", names(Accelerator.values()), "how guest instructions are executed");

    static final List<HypervisorOption> ALL = List.of(MACHINE, ACCELERATOR);

    private QemuOptions() {}

    static MachineType machine(InstanceSpecification specification) {
        return MachineType.valueOf(chosen(MACHINE, specification));
    }

    static Accelerator accelerator(InstanceSpecification specification) {
        return Accelerator.valueOf(chosen(ACCELERATOR, specification));
    }

    private static String chosen(HypervisorOption option, InstanceSpecification specification) {
        String value = specification.options().getOrDefault(option.name(), option.usual());
        try {
            option.require(value);
        } catch (IllegalArgumentException e) {
            throw new HypervisorException(String.valueOf(e.getMessage()), e);
        }
        return value.toUpperCase(Locale.ROOT);
    }

    private static List<String> names(Enum<?>[] values) {
        return Arrays.stream(values).map(Enum::toString).toList();
    }
}

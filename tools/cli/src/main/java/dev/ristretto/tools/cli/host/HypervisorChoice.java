package dev.ristretto.tools.cli.host;

import dev.ristretto.run.vmm.HypervisorOption;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A value of an option that only some hypervisors have: they say what there is to choose, and this reads it in any case
 * of letters.
 */
public abstract class HypervisorChoice implements ITypeConverter<String>, Iterable<String> {

    /** The kind of virtual computer. */
    public static final String MACHINE = "machine";

    /** How the processor is provided. */
    public static final String ACCELERATOR = "accelerator";

    private final Optional<HypervisorOption> option;

    private HypervisorChoice(Host host, String name) {
        option = host.hypervisors().stream()
                .flatMap(hypervisor -> hypervisor.options().stream())
                .filter(offered -> offered.name().equals(name))
                .findFirst();
    }

    @Override
    public String convert(String text) {
        String value = text.toLowerCase(Locale.ROOT);
        try {
            option.ifPresent(offered -> offered.require(value));
            return value;
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Iterator<String> iterator() {
        return option.map(HypervisorOption::values).orElse(List.of()).iterator();
    }

    /** Of {@code --machine}. */
    public static final class Machine extends HypervisorChoice {
        public Machine(Host host) {
            super(host, MACHINE);
        }
    }

    /** Of {@code --accel}. */
    public static final class Accelerator extends HypervisorChoice {
        public Accelerator(Host host) {
            super(host, ACCELERATOR);
        }
    }
}

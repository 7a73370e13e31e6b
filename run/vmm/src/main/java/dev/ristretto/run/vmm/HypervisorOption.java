package dev.ristretto.run.vmm;

import java.util.List;

/**
 * A choice that one hypervisor offers and that means nothing to the others. An {@link InstanceSpecification} carries
 * what was chosen by name.
 *
 * @param name of the option, in lower case
 * @param values what can be chosen, in lower case, the usual one first
 * @param purpose what it is for, one line without a full stop
 */
public record HypervisorOption(String name, List<String> values, String purpose) {

    public HypervisorOption {
        values = List.copyOf(values);
    }

    /** What counts if nothing is chosen. */
    public String usual() {
        return values.getFirst();
    }

    /**
     * Checks a value.
     *
     * @throws IllegalArgumentException if it cannot be chosen, with a message that says what can
     */
    public void require(String value) {
        if (!values.contains(value)) {
            throw new IllegalArgumentException(
                    "'" + value + "' is no " + name + ": choose one of " + String.join(", ", values));
        }
    }
}

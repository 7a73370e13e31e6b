package dev.ristretto.run.vmm.launch;

import dev.ristretto.run.host.ProcessIdentity;
import java.util.List;
import java.util.Optional;

/** Finds programs in Python among the processes; the shell that starts one has its words among its own arguments. */
public final class PythonProcesses {

    private PythonProcesses() {}

    /** The one that has an argument. */
    public static Optional<ProcessIdentity> withArgument(String argument) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").contains("python"))
                .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                        .contains(argument))
                .findFirst()
                .flatMap(process -> ProcessIdentity.of(process.pid()));
    }
}

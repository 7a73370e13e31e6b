package dev.ristretto.tools.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ristretto.run.vmm.AttachedInstance;
import dev.ristretto.run.vmm.Capability;
import dev.ristretto.run.vmm.Hypervisor;
import dev.ristretto.run.vmm.HypervisorOption;
import dev.ristretto.run.vmm.InstanceSpecification;
import dev.ristretto.tools.cli.host.Host;
import dev.ristretto.tools.cli.terminal.TerminalStreams;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Commands run in this process, with all folders below one and nothing that could start an instance by itself. */
final class TestHost {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private boolean terminal;
    private byte[] input = {};

    TestHost(Path folder) {
        for (String kind : List.of("DATA", "CACHE", "CONFIG")) {
            environment.put("XDG_" + kind + "_HOME", folder.toString());
        }
    }

    /** From now on commands are told that people see what they print. */
    void beTerminal() {
        terminal = true;
    }

    /** What the commands that follow read, each from its beginning. */
    void type(byte[] bytes) {
        input = bytes.clone();
    }

    /** Sets a variable of the environment. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    /** Runs a command and returns its exit status; what was printed before is forgotten. */
    int run(String... arguments) {
        output.reset();
        errors.reset();
        return Main.run(host(), arguments);
    }

    Host host() {
        Hypervisor hypervisor = new Hypervisor() {
            @Override
            public String name() {
                return "vm";
            }

            @Override
            public Set<Capability> capabilities() {
                return EnumSet.allOf(Capability.class);
            }

            @Override
            public AttachedInstance start(InstanceSpecification specification) {
                throw new AssertionError("nothing is to be started");
            }

            @Override
            public List<HypervisorOption> options() {
                return List.of(
                        new HypervisorOption("machine", List.of("microvm"), ""),
                        new HypervisorOption("accelerator", List.of("auto", "tcg"), ""));
            }
        };
        return new Host(
                environment,
                Optional.empty(),
                new ByteArrayInputStream(input),
                new TerminalStreams(
                        new PrintStream(output, true, StandardCharsets.UTF_8),
                        new PrintStream(errors, true, StandardCharsets.UTF_8),
                        terminal,
                        terminal),
                List.of(hypervisor));
    }

    String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        return output.toByteArray();
    }

    String errors() {
        return errors.toString(StandardCharsets.UTF_8);
    }

    JsonNode json() throws IOException {
        return new ObjectMapper().readTree(output.toByteArray());
    }
}

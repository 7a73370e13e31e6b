package dev.ristretto.kernel.personality.linux.file.pseudo;

import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.generated.GeneratedNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The root of /proc. */
final class ProcessTree implements GeneratedNode.Names {
    private static final String FILE_SYSTEMS =
            "nodev\tproc\nnodev\tsysfs\nnodev\ttmpfs\nnodev\toverlay\n\text4\n\terofs\n";

    private final SystemFacts facts;
    private final ProcessNodes processes;
    private final GeneratedNode.Fixed fixed;

    ProcessTree(SystemFacts facts, FileSystem tree) {
        this.facts = facts;
        processes = new ProcessNodes(tree);
        InstanceTexts texts = new InstanceTexts(facts);
        Map<String, GeneratedNode> nodes = new HashMap<>();
        link(nodes, "self", () -> String.valueOf(facts.currentProcess()));
        link(nodes, "thread-self", () -> facts.currentProcess() + "/task/" + facts.currentThread());
        link(nodes, "mounts", () -> "self/mounts");
        text(nodes, "meminfo", texts::memory);
        text(nodes, "cpuinfo", texts::processors);
        text(nodes, "stat", texts::times);
        text(nodes, "loadavg", texts::load);
        text(nodes, "uptime", texts::uptime);
        text(nodes, "version", () -> facts.version() + "\n");
        nodes.put("filesystems", GeneratedNode.of(FILE_SYSTEMS));
        nodes.put("cmdline", GeneratedNode.of("\n"));
        nodes.put("sys", settings(texts));
        fixed = new GeneratedNode.Fixed(nodes);
    }

    private GeneratedNode settings(InstanceTexts texts) {
        Map<String, GeneratedNode> kernel = new HashMap<>();
        text(kernel, "osrelease", () -> facts.release() + "\n");
        text(kernel, "hostname", () -> facts.hostName() + "\n");
        kernel.put("ostype", GeneratedNode.of("Linux\n"));
        kernel.put("pid_max", GeneratedNode.of("4194304\n"));
        kernel.put("threads-max", GeneratedNode.of("65536\n"));
        kernel.put("cap_last_cap", GeneratedNode.of("40\n"));
        kernel.put("ngroups_max", GeneratedNode.of("65536\n"));
        String boot = texts.identifier();
        Map<String, GeneratedNode> random = new HashMap<>();
        text(random, "uuid", texts::identifier);
        random.put("boot_id", GeneratedNode.of(boot));
        random.put("entropy_avail", GeneratedNode.of("256\n"));
        kernel.put("random", new GeneratedNode.Fixed(random));
        return new GeneratedNode.Fixed(Map.of(
                "kernel",
                new GeneratedNode.Fixed(kernel),
                "vm",
                new GeneratedNode.Fixed(Map.of(
                        "overcommit_memory", GeneratedNode.of("1\n"),
                        "max_map_count", GeneratedNode.of("65530\n"),
                        "mmap_min_addr", GeneratedNode.of("65536\n"))),
                "fs",
                new GeneratedNode.Fixed(Map.of(
                        "file-max", GeneratedNode.of("9223372036854775807\n"),
                        "nr_open", GeneratedNode.of("65536\n"),
                        "pipe-max-size", GeneratedNode.of("65536\n"))),
                "net",
                new GeneratedNode.Fixed(
                        Map.of("core", new GeneratedNode.Fixed(Map.of("somaxconn", GeneratedNode.of("4096\n")))))));
    }

    private static void text(Map<String, GeneratedNode> nodes, String name, GeneratedNode.Text text) {
        nodes.put(name, text);
    }

    private static void link(Map<String, GeneratedNode> nodes, String name, GeneratedNode.Link link) {
        nodes.put(name, link);
    }

    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>(fixed.names());
        facts.processes().forEach(number -> names.add(String.valueOf(number)));
        return names;
    }

    @Override
    public @Nullable GeneratedNode find(String name) {
        GeneratedNode known = fixed.find(name);
        int number = known == null ? DescriptorNodes.number(name) : -1;
        if (number < 0) {
            return known;
        }
        ProcessFacts process = facts.process(number);
        return process == null ? null : processes.of(process);
    }
}

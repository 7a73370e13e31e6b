package dev.ristretto.kernel.personality.linux.file.pseudo;

import dev.ristretto.kernel.filesystem.FileSystem;
import dev.ristretto.kernel.filesystem.generated.GeneratedNode;
import dev.ristretto.kernel.posix.Process;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** /proc/PID and /proc/PID/task/TID. */
final class ProcessNodes {
    private final FileSystem tree;

    ProcessNodes(FileSystem tree) {
        this.tree = tree;
    }

    /** The folder of a process. */
    GeneratedNode of(ProcessFacts facts) {
        Map<String, GeneratedNode> nodes = ofThread(facts, facts.number());
        nodes.put("task", new Tasks(facts));
        return new GeneratedNode.Fixed(nodes);
    }

    private Map<String, GeneratedNode> ofThread(ProcessFacts facts, int thread) {
        Process process = facts.process();
        Map<String, GeneratedNode> nodes = new HashMap<>();
        link(nodes, "exe", facts::executable);
        link(nodes, "cwd", process::workingDirectory);
        link(nodes, "root", () -> "/");
        nodes.put("fd", new DescriptorNodes(process, tree));
        bytes(nodes, "cmdline", () -> ProcessTexts.list(facts.arguments()));
        bytes(nodes, "environ", () -> ProcessTexts.list(facts.environment()));
        bytes(nodes, "auxv", facts::auxiliaryVector);
        text(nodes, "maps", facts::maps);
        text(nodes, "comm", () -> facts.threadName(thread) + "\n");
        text(nodes, "stat", () -> ProcessTexts.stat(facts, thread));
        text(nodes, "statm", () -> ProcessTexts.statm(facts));
        text(nodes, "status", () -> ProcessTexts.status(facts, thread));
        text(nodes, "limits", () -> ProcessTexts.limits(facts));
        text(nodes, "mounts", () -> InstanceTexts.mounts(tree));
        text(nodes, "mountinfo", () -> InstanceTexts.mountDetails(tree));
        text(nodes, "cgroup", () -> "0::/\n");
        text(
                nodes,
                "io",
                () -> "rchar: 0\nwchar: 0\nsyscr: 0\nsyscw: 0\nread_bytes: 0\nwrite_bytes: 0\n"
                        + "cancelled_write_bytes: 0\n");
        nodes.put("oom_score", GeneratedNode.of("0\n"));
        nodes.put("oom_score_adj", new KeptText("0\n"));
        nodes.put("coredump_filter", new KeptText("00000033\n"));
        return nodes;
    }

    private static void text(Map<String, GeneratedNode> nodes, String name, GeneratedNode.Text text) {
        nodes.put(name, text);
    }

    private static void link(Map<String, GeneratedNode> nodes, String name, GeneratedNode.Link link) {
        nodes.put(name, link);
    }

    private static void bytes(Map<String, GeneratedNode> nodes, String name, GeneratedNode.Content content) {
        nodes.put(name, content);
    }

    /** What may be written, and changes nothing: there is nobody whom it would matter to. */
    private record KeptText(String text) implements GeneratedNode.Content {
        @Override
        public byte[] bytes() {
            return text.getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void write(byte[] bytes) {}
    }

    /** The folder of a process's threads. */
    private final class Tasks implements GeneratedNode.Names {
        private final ProcessFacts facts;

        Tasks(ProcessFacts facts) {
            this.facts = facts;
        }

        @Override
        public List<String> names() {
            return facts.threads().stream().map(String::valueOf).toList();
        }

        @Override
        public @Nullable GeneratedNode find(String name) {
            int thread = DescriptorNodes.number(name);
            return facts.threads().contains(thread) ? new GeneratedNode.Fixed(ofThread(facts, thread)) : null;
        }
    }
}

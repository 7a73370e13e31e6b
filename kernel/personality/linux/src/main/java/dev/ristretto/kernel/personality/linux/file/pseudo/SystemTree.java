package dev.ristretto.kernel.personality.linux.file.pseudo;

import dev.ristretto.kernel.filesystem.generated.GeneratedNode;
import java.util.HashMap;
import java.util.Map;

/**
 * /sys: the processors and large pages. There is no /sys/fs/cgroup: the memory and the processors that there are, are
 * the limits.
 */
final class SystemTree {
    private SystemTree() {}

    static GeneratedNode.Names root(SystemFacts facts) {
        Map<String, GeneratedNode> processors = new HashMap<>();
        String all = facts.processors() == 1 ? "0\n" : "0-" + (facts.processors() - 1) + "\n";
        processors.put("online", GeneratedNode.of(all));
        processors.put("possible", GeneratedNode.of(all));
        processors.put("present", GeneratedNode.of(all));
        for (int i = 0; i < facts.processors(); i++) {
            processors.put("cpu" + i, folder(Map.of()));
        }
        Map<String, GeneratedNode> largePages = Map.of(
                "enabled", GeneratedNode.of("always madvise [never]\n"),
                "shmem_enabled", GeneratedNode.of("always within_size advise [never] deny force\n"),
                "hpage_pmd_size", GeneratedNode.of("2097152\n"));
        return folder(Map.of(
                "devices", folder(Map.of("system", folder(Map.of("cpu", folder(processors))))),
                "kernel", folder(Map.of("mm", folder(Map.of("transparent_hugepage", folder(largePages)))))));
    }

    private static GeneratedNode.Fixed folder(Map<String, GeneratedNode> nodes) {
        return new GeneratedNode.Fixed(nodes);
    }
}

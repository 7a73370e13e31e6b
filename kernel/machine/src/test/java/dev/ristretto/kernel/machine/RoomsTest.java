package dev.ristretto.kernel.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The walls between the packages of this module, which are those of its package comment. */
class RoomsTest {
    private static final Path ROOT = Path.of("src/main/java/dev/ristretto/kernel/machine");
    private static final String PACKAGE = "dev.ristretto.kernel.machine.";

    /** From the lowest to the highest: each uses those before it. */
    private static final List<String> ORDER = List.of(
            "layout",
            "layout.linux",
            "layout.x86",
            "traps",
            "cpu.x86",
            "cpu",
            "platform.pc",
            "platform.hosted",
            "platform",
            "power",
            "memory",
            "time",
            "threads",
            "console",
            "io",
            "user",
            "boot",
            "messages",
            "runtime");

    private static final List<String> NEUTRAL =
            List.of("traps", "power", "memory", "time", "threads", "console", "io", "user", "boot", "messages");

    private static final Pattern FOREIGN = Pattern.compile(
            "(?i)\\b(x86|cr2|cr3|apic|tsc|rdtsc|rdrand|msr|gdt|invlpg|acpi|hosted|ishosted|pc|linux)\\b");

    private static final Pattern IMPORT =
            Pattern.compile("import " + PACKAGE.replace(".", "\\.") + "([a-z0-9.]+)\\.[A-Z]");

    private static final Map<Path, String> SOURCES = new TreeMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith(".java")).toList()) {
                SOURCES.put(file, Files.readString(file));
            }
        }
    }

    private static String packageOf(Path file) {
        return ROOT.relativize(file.getParent()).toString().replace('/', '.');
    }

    @Test
    void eachPackageUsesLowerOnesOnly() {
        SOURCES.forEach((file, source) -> {
            Matcher imports = IMPORT.matcher(source);
            while (imports.find()) {
                assertThat(ORDER.indexOf(imports.group(1)))
                        .as("%s uses %s", file, imports.group(1))
                        .isBetween(0, ORDER.indexOf(packageOf(file)) - 1);
            }
        });
    }

    @Test
    void neutralPackagesHaveNoWordOfAProcessorOrABackend() {
        SOURCES.forEach((file, source) -> {
            if (NEUTRAL.contains(packageOf(file))) {
                String words = source.replaceAll("\"(\\\\.|[^\"\\\\\n])*\"", "");
                assertThat(FOREIGN.matcher(words).results().map(word -> word.group()))
                        .as("%s", file)
                        .isEmpty();
            }
        });
    }

    @Test
    void rawMemoryIsReadByLayoutAndAllocatorsAlone() {
        SOURCES.forEach((file, source) -> {
            if (!packageOf(file).startsWith("layout") && !packageOf(file).equals("memory")) {
                assertThat(source).as("%s", file).doesNotContain("Raw.").doesNotContain(".readLong(");
            }
        });
    }

    @Test
    void noPackageHasMoreThanThirtyFiles() {
        Map<String, Integer> files = new TreeMap<>();
        SOURCES.keySet().forEach(file -> files.merge(packageOf(file), 1, Integer::sum));
        assertThat(files.values()).allMatch(count -> count <= 30);
    }
}

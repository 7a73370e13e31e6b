package dev.ristretto.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What image and host say to each other is written in {@code abi} and nowhere else. */
class InterfaceTest {

    /** How each part of the interface would look in a source, of Java or assembly. */
    private static final Map<String, Pattern> LITERALS = new LinkedHashMap<>();

    static {
        for (String token : List.of(
                "env", "arg", "abi", "ip", "hostname", "virtio_mmio.device", "memory", "report", "network", "tap")) {
            LITERALS.put(token, Pattern.compile("\"\\s?" + Pattern.quote(token) + "="));
        }
        for (String line : List.of("exit", "panic", "counters", "network-counters")) {
            LITERALS.put(line, Pattern.compile("[\"^]" + line + "="));
        }
        LITERALS.put("variable", Pattern.compile("\"RISTRETTO=?\""));
        LITERALS.put("debug", Pattern.compile("\"debug\""));
        LITERALS.put("magic", Pattern.compile("(?i)RISTCTR|3152_?5443_?5453_?4952"));
        LITERALS.put("magic of the network", Pattern.compile("(?i)RISTNET|3154_?454e_?5453_?4952"));
        LITERALS.put("report port", Pattern.compile("(?i)\\b0x0*e9\\b"));
        LITERALS.put("exit port", Pattern.compile("(?i)\\b0x0*f4\\b|\\be6 f4\\b"));
        LITERALS.put("load address", Pattern.compile("(?i)\\b0x[0_]*10_?0000L?\\b"));
        LITERALS.put("image base", Pattern.compile("(?i)\\b0x[0_]*1_?000_?0000_?0000L?\\b"));
        LITERALS.put("direct map", Pattern.compile("(?i)\\b0x[0_]*1_?800_?0000_?0000L?\\b"));
    }

    /** To it a number is an instruction. */
    private static final String WRITES_MACHINE_CODE = ".*/linker/MissingSymbols\\.java";

    @Test
    void everyPartOfTheInterfaceIsWrittenOnce() throws Exception {
        Map<String, List<String>> places = new LinkedHashMap<>();
        LITERALS.keySet().forEach(name -> places.put(name, new ArrayList<>()));
        List<Path> sources = new ArrayList<>(SourceTree.productSources());
        sources.removeIf(file -> SourceTree.path(file).matches(WRITES_MACHINE_CODE));
        sources.addAll(SourceTree.files("kernel/machine/src/main/asm"));
        for (Path file : sources) {
            String code = SourceTree.path(file).endsWith(".S")
                    ? SourceTree.text(file).orElseThrow().replaceAll("(?m)#.*$", "")
                    : SourceTree.code(file);
            LITERALS.forEach((name, literal) -> {
                if (literal.matcher(code).find()) {
                    places.get(name).add(SourceTree.path(file));
                }
            });
        }
        assertThat(places)
                .allSatisfy((name, files) ->
                        assertThat(files).as(name).singleElement().asString().startsWith("abi/"));
    }
}

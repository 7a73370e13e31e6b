package dev.ristretto.build.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ristretto.build.linker.Executable;
import dev.ristretto.build.linker.OutputSection;
import dev.ristretto.image.model.ImageReport;
import dev.ristretto.image.model.StableJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Puts together what the compiler, the linker and the request say about a build. */
public final class ReportReader {
    private static final long MIB = 1 << 20;
    /**
     * What a program needs beyond its loaded image to come up: page tables, stacks and a heap for start-up, measured
     * with the smallest program.
     */
    private static final long RUNTIME_BYTES = 5 * MIB;
    /** Memory below this address belongs to firmware and hypervisor. */
    private static final long LOW_BYTES = MIB;

    private ReportReader() {}

    /** What the feature inside the compiler writes. */
    private record CompilerReport(
            @JsonProperty("classes") int classes,
            @JsonProperty("methods") int methods,
            @JsonProperty("deviceClasses") List<String> deviceClasses,
            @JsonProperty("packages") List<ImageReport.PackageShare> packages,
            @JsonProperty("heap") List<ImageReport.HeapShare> heap) {
        CompilerReport {
            deviceClasses = List.copyOf(deviceClasses);
            packages = List.copyOf(packages);
            heap = List.copyOf(heap);
        }
    }

    public static ImageReport read(
            Path compilerReport, Executable executable, String mainClass, Map<String, String> versions)
            throws IOException {
        CompilerReport compiled = StableJson.read(Files.readAllBytes(compilerReport), CompilerReport.class);
        Map<String, Long> parts = new TreeMap<>();
        for (OutputSection part : OutputSection.values()) {
            parts.put(part.sectionName(), executable.partBytes().getOrDefault(part, 0L));
        }
        parts.put(".symtab", executable.symbolBytes());
        return new ImageReport(
                "",
                executable.bytes().length,
                executable.loadedBytes(),
                floor(executable.loadedBytes()),
                mainClass,
                compiled.classes(),
                compiled.methods(),
                new ImageReport.Natives(
                        decoded(executable.providedNatives()),
                        decoded(executable.missingNatives()),
                        List.copyOf(executable.missingFunctions())),
                parts,
                compiled.packages(),
                compiled.heap(),
                devices(compiled.deviceClasses()),
                List.of(),
                versions,
                List.of());
    }

    private static long floor(long loadedBytes) {
        return (loadedBytes + LOW_BYTES + RUNTIME_BYTES + MIB - 1) / MIB * MIB;
    }

    /** Drivers are the reachable classes {@code VirtioX} of the kernel; every image has the serial console. */
    private static List<String> devices(List<String> classes) {
        List<String> devices = new ArrayList<>(List.of("serial"));
        for (String name : classes) {
            if (name.matches("Virtio[A-Z]\\w*") && !name.equals("VirtioDevice")) {
                devices.add("virtio-" + name.substring("Virtio".length()).toLowerCase(Locale.ROOT));
            }
        }
        return devices;
    }

    private static List<String> decoded(Iterable<String> natives) {
        List<String> names = new ArrayList<>();
        natives.forEach(name -> names.add(NativeNames.decode(name)));
        return names;
    }
}

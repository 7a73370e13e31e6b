package dev.ristretto.tests.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ristretto.build.report.NativeNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReader;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No native method of the JDK ends the kernel because it is missing: in an image that can reach all of them each one
 * throws, by its name. Off by default, for it takes an image of its own: {@code -Dristretto.it.natives=true}.
 */
@EnabledIfSystemProperty(named = "ristretto.it.natives", matches = "true")
class NativesIT {
    /** Modules that open windows, debug, or make and read class files need a screen, HotSpot or a JDK. */
    private static final String LEFT_OUT = "java\\.desktop|jdk\\.(internal\\.vm|graal|hotspot|jdwp|jdi|jfr|jpackage).*";

    private static final int LEAST_NATIVES = 500;

    private static final int LEAST_MISSING = 50;

    private static final String THREW = "threw java.lang.UnsupportedOperationException: ";

    private static final Pattern UNINITIALIZED = Pattern.compile("could not be called: java\\.lang\\."
            + "(UnsupportedOperationException: Java_\\w+|UnsatisfiedLinkError: .+"
            + "|NoClassDefFoundError: Could not initialize class .+)");

    private static String image = "";
    private static JsonNode natives;

    @BeforeAll
    static void build() throws Exception {
        Path classes = Fixtures.compile("natives");
        writeMetadata(classes);
        image = Fixtures.natives(classes);
        natives = new ObjectMapper()
                .readTree(CommandRun.run("inspect", image, "--format", "json")
                        .mustSucceed()
                        .output())
                .path("natives");
    }

    /** All native methods of this JDK, and the classes that have some. */
    private static void writeMetadata(Path target) throws IOException {
        Map<String, List<MethodModel>> found = new TreeMap<>();
        Set<String> opened = new TreeSet<>();
        ModuleFinder.ofSystem().findAll().stream()
                .filter(module -> !module.descriptor().name().matches(LEFT_OUT))
                .forEach(module -> {
                    Map<String, List<MethodModel>> ofModule = new TreeMap<>();
                    try (ModuleReader reader = module.open();
                            Stream<String> names = reader.list()) {
                        names.filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
                                .forEach(name -> addNatives(reader, name, ofModule));
                        found.putAll(ofModule);
                        ofModule.keySet()
                                .forEach(name -> opened.add(
                                        "--add-opens=" + module.descriptor().name() + "/"
                                                + name.substring(0, name.lastIndexOf('.')) + "=ALL-UNNAMED"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        int count = found.values().stream().mapToInt(List::size).sum();
        assertThat(count).isGreaterThan(LEAST_NATIVES);
        ObjectNode metadata = new ObjectMapper().createObjectNode();
        ArrayNode types = metadata.putArray("reflection");
        found.forEach((name, methods) -> {
            ObjectNode type = types.addObject().put("type", name).put("unsafeAllocated", true);
            ArrayNode calls = type.putArray("methods");
            for (MethodModel method : methods) {
                ArrayNode parameters = calls.addObject()
                        .put("name", method.methodName().stringValue())
                        .putArray("parameterTypes");
                method.methodTypeSymbol().parameterList().forEach(parameter -> parameters.add(typeName(parameter)));
            }
        });
        Files.write(target.resolve("natives.txt"), found.keySet());
        Path folder = Files.createDirectories(target.resolve("META-INF/native-image"));
        Files.writeString(folder.resolve("reachability-metadata.json"), metadata.toPrettyString());
        Files.writeString(folder.resolve("native-image.properties"), "Args = " + String.join(" ", opened) + "\n");
    }

    private static void addNatives(ModuleReader reader, String name, Map<String, List<MethodModel>> found) {
        try (var content = reader.open(name).orElseThrow()) {
            ClassModel type = ClassFile.of().parse(content.readAllBytes());
            List<MethodModel> natives = type.methods().stream()
                    .filter(method -> method.flags().has(AccessFlag.NATIVE))
                    .toList();
            if (!natives.isEmpty()) {
                found.put(type.thisClass().asInternalName().replace('/', '.'), natives);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String typeName(ClassDesc type) {
        if (type.isArray()) {
            return typeName(type.componentType()) + "[]";
        }
        return type.packageName().isEmpty() ? type.displayName() : type.packageName() + "." + type.displayName();
    }

    /** C functions that are called by natives and by the runtime are all there. */
    @Test
    void noCFunctionIsMissing() {
        assertThat(texts(natives.path("missingFunctions"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {RunsAs.PROCESS, RunsAs.VM})
    void whatIsMissingThrows(String machine) throws Exception {
        List<String> missing = texts(natives.path("missing"));
        assertThat(missing).hasSizeGreaterThan(LEAST_MISSING);
        String output = CommandRun.run("run", image, "--as", machine, "-e", "NATIVES=" + String.join(" ", missing))
                .mustSucceed()
                .output();
        assertThat(output).contains("still here");
        Map<String, List<String>> outcomes = output.lines()
                .filter(line -> line.contains(" "))
                .collect(Collectors.groupingBy(
                        line -> line.substring(0, line.indexOf(' ')),
                        Collectors.mapping(line -> line.substring(line.indexOf(' ') + 1), Collectors.toList())));
        for (String name : missing) {
            assertThat(outcomes).as("outcomes").containsKey(name);
            assertThat(outcomes.get(name)).as(name).allMatch(outcome -> throwsItsName(outcome, name));
        }
    }

    /**
     * The name in the message is that of the C function. A class whose initializer calls one that is missing, or loads
     * its library, says so whichever of its methods is called.
     */
    private static boolean throwsItsName(String outcome, String name) {
        if (outcome.startsWith(THREW)) {
            return NativeNames.decode(outcome.substring(THREW.length())).equals(name);
        }
        return UNINITIALIZED.matcher(outcome).matches();
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).forEach(texts::add);
        return texts;
    }
}

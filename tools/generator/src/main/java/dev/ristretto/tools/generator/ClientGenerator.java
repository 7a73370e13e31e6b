package dev.ristretto.tools.generator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Java client of an API that an OpenAPI 3.1 document describes: a class with a method for each operation, and a
 * class for each query that has several optional parameters. Sending and receiving is left to {@code DaemonTransport},
 * which is written by hand. Whatever the document says and the generator does not understand is an error, so that
 * nothing is left out silently. The same document gives the same text.
 */
public final class ClientGenerator {

    private ClientGenerator() {}

    /**
     * Writes the client.
     *
     * @param arguments the document; the folder of sources to write to
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException("usage: ClientGenerator DOCUMENT FOLDER");
        }
        Path folder = Path.of(arguments[1]).resolve("dev/ristretto/fleet/client");
        Files.createDirectories(folder);
        for (Map.Entry<String, String> file :
                generate(Files.readString(Path.of(arguments[0]))).entrySet()) {
            Path path = folder.resolve(file.getKey());
            // What has not changed need not be compiled again.
            if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
                Files.writeString(path, file.getValue());
            }
        }
    }

    /**
     * The client's files, text by name.
     *
     * @throws IllegalArgumentException if the document has something that is not understood
     */
    public static Map<String, String> generate(String document) throws IOException {
        List<Operation> operations = operations(new ObjectMapper().readTree(document));
        Map<String, String> files = new TreeMap<>();
        files.put("FleetOperations.java", OperationsWriter.text(operations));
        for (Operation operation : operations) {
            if (operation.hasQueryClass()) {
                files.put(operation.queryClass() + ".java", QueryWriter.text(operation));
            }
        }
        return files;
    }

    private static List<Operation> operations(JsonNode document) {
        List<Operation> operations = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    Operation operation = OperationReader.read(path.getKey(), method.getKey(), method.getValue());
                    if (operations.stream().anyMatch(other -> other.id().equals(operation.id()))) {
                        throw new IllegalArgumentException("two operations are called " + operation.id());
                    }
                    operations.add(operation);
                }));
        return operations;
    }
}

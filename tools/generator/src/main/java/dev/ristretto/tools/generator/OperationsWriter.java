package dev.ristretto.tools.generator;

import dev.ristretto.tools.generator.Operation.Parameter;
import dev.ristretto.tools.generator.Operation.Shape;
import dev.ristretto.tools.generator.Operation.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/** The class with a method for each operation. */
final class OperationsWriter {

    static final String GENERATED = "@Generated(\"dev.ristretto.tools.generator.ClientGenerator\")\n";

    private static final String PACKAGE = "dev.ristretto.fleet.client";
    private static final String TYPES = "dev.ristretto.fleet.api.";

    private final StringBuilder methods = new StringBuilder();
    private final TreeSet<String> imports = new TreeSet<>();

    private OperationsWriter() {}

    static String text(List<Operation> operations) {
        OperationsWriter writer = new OperationsWriter();
        operations.forEach(writer::add);
        return writer.file();
    }

    static String header(Iterable<String> imports) {
        StringBuilder text =
                new StringBuilder("// Written by the build from docs/openapi.json.\npackage " + PACKAGE + ";\n\n");
        imports.forEach(type -> text.append("import ").append(type).append(";\n"));
        return text.append('\n').toString();
    }

    private String file() {
        imports.add("javax.annotation.processing.Generated");
        return header(imports) + """
                /**
                 * The daemon's API, a method for each operation. Every method fails with a {@code FleetException} in the daemon's words, or one that says that the
                 * daemon cannot be reached. Safe for use by several threads; each request has a connection of its own.
                 */
                """ + GENERATED + """
                public abstract class FleetOperations {

                    private final DaemonTransport transport;

                    FleetOperations(DaemonTransport transport) {
                        this.transport = transport;
                    }
                """ + methods + "}\n";
    }

    private void add(Operation operation) {
        method(operation, Optional.empty());
        operation.stream().ifPresent(stream -> method(operation, Optional.of(stream)));
    }

    private void method(Operation operation, Optional<Stream> stream) {
        List<String> arguments = new ArrayList<>();
        List<String> documentation = new ArrayList<>();
        StringBuilder request = new StringBuilder(
                "Request.of(" + Texts.literal(operation.method()) + ", " + Texts.literal(operation.path()) + ")");
        for (Parameter parameter : operation.required()) {
            arguments.add(Texts.type(parameter) + " " + parameter.name());
            documentation.add(parameter.name() + " " + Texts.sentence(parameter));
            String pattern = parameter.inPath() ? ", " + Texts.literal(parameter.pattern()) : "";
            call(request, (parameter.inPath() ? "segment" : "query"), parameter.name(), pattern);
        }
        optional(operation, arguments, documentation, request);
        operation.body().ifPresent(body -> {
            boolean file = body.equals(Operation.FILE);
            imports.add(file ? "java.nio.file.Path" : TYPES + body);
            arguments.add(body + " body");
            documentation.add("body " + (file ? "the file that the daemon is sent" : "what the daemon is told"));
            request.append("\n                .body(body)");
        });
        String end = stream.isPresent()
                ? stream(stream.get(), arguments, documentation, request)
                : answer(operation, arguments, documentation, request);
        methods.append("\n    /**\n     * ")
                .append(Texts.javadoc(operation.summary()))
                .append('.');
        if (stream.isPresent()) {
            methods.append(" Goes on with what comes until the daemon or the consumer ends it.");
        } else if (operation.shape() == Shape.PAGES) {
            methods.append(" Further pages are fetched when they are needed.");
        }
        methods.append('\n');
        if (!documentation.isEmpty()) {
            methods.append("     *\n");
        }
        documentation.forEach(
                line -> methods.append("     * @param ").append(line).append('\n'));
        methods.append("     */\n    public ")
                .append(stream.isPresent() ? "void" : result(operation))
                .append(' ')
                .append(stream.map(Stream::id).orElse(operation.id()))
                .append('(')
                .append(String.join(", ", arguments))
                .append(") {\n        ")
                .append(end)
                .append("    }\n");
    }

    private void optional(
            Operation operation, List<String> arguments, List<String> documentation, StringBuilder request) {
        if (operation.hasQueryClass()) {
            arguments.add(operation.queryClass() + " query");
            documentation.add("query what may be said besides");
            request.append("\n                .query(query)");
            return;
        }
        for (Parameter parameter : operation.optional()) {
            if (parameter.repeated()) {
                imports.add("java.util.List");
            } else if (parameter.form() != Operation.Form.FLAG) {
                imports.add("org.jspecify.annotations.Nullable");
            }
            arguments.add(Texts.optionalType(parameter) + " " + parameter.name());
            documentation.add(parameter.name() + " " + Texts.sentence(parameter)
                    + (parameter.repeated()
                            ? "; may be empty"
                            : parameter.form() == Operation.Form.FLAG ? "" : "; null to leave it out"));
            call(request, "query", parameter.name(), "");
        }
    }

    private static void call(StringBuilder request, String method, String name, String more) {
        request.append("\n                .")
                .append(method)
                .append('(')
                .append(Texts.literal(name))
                .append(", ")
                .append(name)
                .append(more)
                .append(')');
    }

    private String stream(Stream stream, List<String> arguments, List<String> documentation, StringBuilder request) {
        imports.add("java.util.function.Predicate");
        String type = use(stream.type());
        arguments.add("Predicate<" + type + "> consumer");
        documentation.add("consumer answers whether to go on");
        request.append("\n                .query(")
                .append(Texts.literal(stream.flag()))
                .append(", true)");
        return "transport.follow(" + request + ", " + Texts.literal(stream.event()) + ", " + type
                + ".class, consumer);\n";
    }

    private String answer(
            Operation operation, List<String> arguments, List<String> documentation, StringBuilder request) {
        return switch (operation.shape()) {
            case NOTHING -> "transport.nothing(" + request + ");\n";
            case ONE, LIST, PAGES ->
                "return transport." + operation.shape().name().toLowerCase(Locale.ROOT) + "(" + request + ", "
                        + use(operation.type().orElseThrow()) + ".class);\n";
            case TEXT -> {
                imports.add("java.io.OutputStream");
                arguments.add("OutputStream output");
                documentation.add("output is written to and left open");
                yield "transport.copy(" + request + ", output);\n";
            }
        };
    }

    private String result(Operation operation) {
        return switch (operation.shape()) {
            case NOTHING, TEXT -> "void";
            case ONE -> use(operation.type().orElseThrow());
            case LIST -> {
                imports.add("java.util.List");
                yield "List<" + use(operation.type().orElseThrow()) + ">";
            }
            case PAGES -> {
                imports.add("java.util.stream.Stream");
                yield "Stream<" + use(operation.type().orElseThrow()) + ">";
            }
        };
    }

    private String use(String type) {
        imports.add(TYPES + type);
        return type;
    }
}

package dev.ristretto.tools.generator;

import dev.ristretto.tools.generator.Operation.Parameter;
import java.util.List;

/** A class for the optional parameters of an operation. */
final class QueryWriter {

    private QueryWriter() {}

    static String text(Operation operation) {
        String name = operation.queryClass();
        StringBuilder text =
                new StringBuilder(OperationsWriter.header(List.of("javax.annotation.processing.Generated")));
        text.append("/** What may be said in {@link FleetOperations#")
                .append(operation.id())
                .append("}. Not safe for use by several threads. */\n")
                .append(OperationsWriter.GENERATED)
                .append("public final class ")
                .append(name)
                .append(" extends Query {\n");
        for (Parameter parameter : operation.optional()) {
            text.append("\n    /** ")
                    .append(Texts.sentence(parameter))
                    .append(parameter.repeated() ? ". May be given several times" : "")
                    .append(". */\n    public ")
                    .append(name)
                    .append(' ')
                    .append(parameter.name())
                    .append('(')
                    .append(Texts.valueType(parameter))
                    .append(" value) {\n        add(")
                    .append(Texts.literal(parameter.name()))
                    .append(", value);\n        return this;\n    }\n");
        }
        return text.append("}\n").toString();
    }
}

package dev.ristretto.tools.generator;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import dev.ristretto.tools.generator.Operation.Parameter;
import javax.lang.model.element.Modifier;

/** A class for the optional parameters of an operation. */
final class QueryWriter {

    private QueryWriter() {}

    static String text(Operation operation) {
        ClassName name = ClientTypes.own(operation.queryClass());
        TypeSpec.Builder type = TypeSpec.classBuilder(name)
                .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
                .superclass(ClientTypes.QUERY)
                .addJavadoc(
                        "What may be said in {@link $T#$L}. Not safe for use by several threads.",
                        OperationsWriter.NAME,
                        operation.id());
        for (Parameter parameter : operation.optional()) {
            type.addMethod(MethodSpec.methodBuilder(parameter.name())
                    .addModifiers(Modifier.PUBLIC)
                    .returns(name)
                    .addJavadoc(
                            "$L$L.",
                            ClientTypes.sentence(parameter),
                            parameter.repeated() ? ". May be given several times" : "")
                    .addParameter(ClientTypes.value(parameter), "value")
                    .addStatement("add($S, value)", parameter.name())
                    .addStatement("return this")
                    .build());
        }
        return ClientTypes.file(type);
    }
}

package dev.ristretto.tools.generator;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.ristretto.tools.generator.Operation.Parameter;
import java.util.List;

/** The types that the client is made of, and the files that they are written to. */
final class ClientTypes {

    /** Sends requests; written by hand, as the two after it are. */
    static final ClassName TRANSPORT = own("DaemonTransport");

    static final ClassName REQUEST = own("Request");
    static final ClassName QUERY = own("Query");

    private static final ClassName STRING = ClassName.get(String.class);
    private static final ClassName NULLABLE = ClassName.get("org.jspecify.annotations", "Nullable");
    private static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");

    private ClientTypes() {}

    /** A type of the client. */
    static ClassName own(String name) {
        return ClassName.get("dev.ristretto.fleet.client", name);
    }

    /** A type of what is sent and answered. */
    static ClassName api(String name) {
        return ClassName.get("dev.ristretto.fleet.api", name);
    }

    /** The type of a single value. */
    static TypeName value(Parameter parameter) {
        return switch (parameter.form()) {
            case TEXT -> STRING;
            case FLAG -> TypeName.BOOLEAN;
            case NUMBER -> TypeName.LONG;
        };
    }

    /** The type of a parameter that must be given. */
    static TypeName required(Parameter parameter) {
        if (parameter.repeated()) {
            throw new IllegalArgumentException(parameter.name() + " is required and may be repeated: not understood");
        }
        return value(parameter);
    }

    /** The type of a parameter that may be left out; a flag is left out if it is false. */
    static TypeName optional(Parameter parameter) {
        return switch (parameter.form()) {
            case FLAG -> TypeName.BOOLEAN;
            case TEXT, NUMBER ->
                parameter.repeated()
                        ? ParameterizedTypeName.get(
                                ClassName.get(List.class), value(parameter).box())
                        : value(parameter)
                                .box()
                                .annotated(AnnotationSpec.builder(NULLABLE).build());
        };
    }

    /** The text of the file of a type. */
    static String file(TypeSpec.Builder type) {
        TypeSpec marked = type.addAnnotation(AnnotationSpec.builder(GENERATED)
                        .addMember("value", "$S", ClientGenerator.class.getName())
                        .build())
                .build();
        return JavaFile.builder(QUERY.packageName(), marked)
                .addFileComment("Written by the build from docs/openapi.json.")
                .skipJavaLangImports(true)
                .indent("    ")
                .build()
                .toString();
    }

    /** What a parameter means, as it may stand in Javadoc. */
    static String sentence(Parameter parameter) {
        return javadoc(parameter.description()
                + (parameter.words().isEmpty() ? "" : ": " + String.join(", ", parameter.words())));
    }

    /** Text as it may stand in Javadoc. */
    static String javadoc(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace("@", "&#64;")
                .replace("*/", "*&#47;");
    }
}

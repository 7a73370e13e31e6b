package dev.ristretto.tools.generator;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.ristretto.tools.generator.Operation.Form;
import dev.ristretto.tools.generator.Operation.Parameter;
import dev.ristretto.tools.generator.Operation.Shape;
import dev.ristretto.tools.generator.Operation.Stream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import javax.lang.model.element.Modifier;

/** The class with a method for each operation. */
final class OperationsWriter {

    /** The class. */
    static final ClassName NAME = ClientTypes.own("FleetOperations");

    private final Operation operation;
    private final Optional<Stream> stream;
    private final MethodSpec.Builder method;
    private final CodeBlock.Builder request;

    private OperationsWriter(Operation operation, Optional<Stream> stream) {
        this.operation = operation;
        this.stream = stream;
        this.method = MethodSpec.methodBuilder(stream.map(Stream::id).orElse(operation.id()))
                .addModifiers(Modifier.PUBLIC);
        this.request =
                CodeBlock.builder().add("$T.of($S, $S)", ClientTypes.REQUEST, operation.method(), operation.path());
    }

    static String text(List<Operation> operations) {
        TypeSpec.Builder type = TypeSpec.classBuilder(NAME)
                .addModifiers(Modifier.PUBLIC, Modifier.ABSTRACT)
                .addJavadoc("""
                        The daemon's API, a method for each operation. Every method fails with a
                        {@code FleetException} in the daemon's words, or one that says that the daemon cannot be
                        reached. Safe for use by several threads; each request has a connection of its own.
                        """)
                .addField(ClientTypes.TRANSPORT, "transport", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addParameter(ClientTypes.TRANSPORT, "transport")
                        .addStatement("this.transport = transport")
                        .build());
        for (Operation operation : operations) {
            type.addMethod(new OperationsWriter(operation, Optional.empty()).method());
            operation.stream()
                    .ifPresent(stream -> type.addMethod(new OperationsWriter(operation, Optional.of(stream)).method()));
        }
        return ClientTypes.file(type);
    }

    private MethodSpec method() {
        method.addJavadoc("$L.$L\n", ClientTypes.javadoc(operation.summary()), continuation());
        for (Parameter parameter : operation.required()) {
            add(ClientTypes.required(parameter), parameter.name(), ClientTypes.sentence(parameter));
            if (parameter.inPath()) {
                request.add("\n.segment($S, $N, $S)", parameter.name(), parameter.name(), parameter.pattern());
            } else {
                request.add("\n.query($S, $N)", parameter.name(), parameter.name());
            }
        }
        addOptional();
        operation.body().ifPresent(body -> {
            boolean file = body.equals(Operation.FILE);
            add(
                    file ? ClassName.get(Path.class) : ClientTypes.api(body),
                    "body",
                    file ? "the file that the daemon is sent" : "what the daemon is told");
            request.add("\n.body(body)");
        });
        stream.ifPresentOrElse(this::follow, this::answer);
        return method.build();
    }

    private String continuation() {
        if (stream.isPresent()) {
            return " Goes on with what comes until the daemon or the consumer ends it.";
        }
        return operation.shape() == Shape.PAGES ? " Further pages are fetched when they are needed." : "";
    }

    private void addOptional() {
        if (operation.hasQueryClass()) {
            add(ClientTypes.own(operation.queryClass()), "query", "what may be said besides");
            request.add("\n.query(query)");
            return;
        }
        for (Parameter parameter : operation.optional()) {
            String absence = parameter.form() == Form.FLAG ? "" : "; null to leave it out";
            add(
                    ClientTypes.optional(parameter),
                    parameter.name(),
                    ClientTypes.sentence(parameter) + (parameter.repeated() ? "; may be empty" : absence));
            request.add("\n.query($S, $N)", parameter.name(), parameter.name());
        }
    }

    private void follow(Stream followed) {
        ClassName event = ClientTypes.api(followed.type());
        add(ParameterizedTypeName.get(ClassName.get(Predicate.class), event), "consumer", "answers whether to go on");
        request.add("\n.query($S, true)", followed.flag());
        method.addStatement("transport.follow($L, $S, $T.class, consumer)", request.build(), followed.event(), event);
    }

    private void answer() {
        switch (operation.shape()) {
            case NOTHING -> method.addStatement("transport.nothing($L)", request.build());
            case ONE -> answer(item());
            case LIST -> answer(ParameterizedTypeName.get(ClassName.get(List.class), item()));
            case PAGES -> answer(ParameterizedTypeName.get(ClassName.get(java.util.stream.Stream.class), item()));
            case TEXT -> {
                add(ClassName.get(OutputStream.class), "output", "is written to and left open");
                method.addStatement("transport.copy($L, output)", request.build());
            }
        }
    }

    private void answer(TypeName result) {
        method.returns(result)
                .addStatement(
                        "return transport.$L($L, $T.class)",
                        operation.shape().name().toLowerCase(Locale.ROOT),
                        request.build(),
                        item());
    }

    private ClassName item() {
        return ClientTypes.api(operation.type().orElseThrow());
    }

    private void add(TypeName type, String name, String meaning) {
        method.addParameter(
                ParameterSpec.builder(type, name).addJavadoc("$L\n", meaning).build());
    }
}

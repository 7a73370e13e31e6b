package dev.ristretto.build.builder.allocation;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.stream.Stream;
import jdk.graal.compiler.nodes.ValueNode;
import jdk.graal.compiler.nodes.graphbuilderconf.GraphBuilderContext;
import jdk.graal.compiler.nodes.graphbuilderconf.InvocationPlugin;
import jdk.vm.ci.meta.ResolvedJavaMethod;

/** What the compiler does instead of calling a method that allocates, changed in some contexts. */
abstract class ChangedIntrinsic extends InvocationPlugin {
    private final InvocationPlugin original;

    /** @param method of one parameter or two */
    ChangedIntrinsic(Method method, InvocationPlugin original) {
        super(method.getName(), types(method));
        this.original = original;
    }

    private static Type[] types(Method method) {
        Stream<Type> parameters = Stream.of(method.getParameterTypes());
        return (Modifier.isStatic(method.getModifiers())
                        ? parameters
                        : Stream.concat(Stream.of(Receiver.class), parameters))
                .toArray(Type[]::new);
    }

    /** The context that the original is to see, null if the method is to be called instead. */
    abstract GraphBuilderContext changed(GraphBuilderContext context);

    @Override
    public final boolean apply(
            GraphBuilderContext context, ResolvedJavaMethod method, Receiver receiver, ValueNode argument) {
        GraphBuilderContext changed = changed(context);
        return changed != null && original.apply(changed, method, receiver, argument);
    }

    @Override
    public final boolean apply(
            GraphBuilderContext context,
            ResolvedJavaMethod method,
            Receiver receiver,
            ValueNode first,
            ValueNode second) {
        GraphBuilderContext changed = changed(context);
        return changed != null && original.apply(changed, method, receiver, first, second);
    }

    @Override
    public final boolean canBeDisabled() {
        return original.canBeDisabled();
    }

    @Override
    public final boolean isGraalOnly() {
        return original.isGraalOnly();
    }
}

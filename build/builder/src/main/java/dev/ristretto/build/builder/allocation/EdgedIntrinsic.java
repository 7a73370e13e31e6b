package dev.ristretto.build.builder.allocation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Predicate;
import jdk.graal.compiler.nodes.graphbuilderconf.GraphBuilderContext;
import jdk.graal.compiler.nodes.graphbuilderconf.InvocationPlugin;

/** Sees a handler of {@code OutOfMemoryError} where there may be one, and so makes the edge to it. */
final class EdgedIntrinsic extends ChangedIntrinsic {
    private static final String QUESTION = "currentBlockCatchesOOME";

    private final Predicate<GraphBuilderContext> covered;

    private EdgedIntrinsic(Method method, InvocationPlugin original, Predicate<GraphBuilderContext> covered) {
        super(method, original);
        this.covered = covered;
    }

    /** Where a handler covers the call. */
    static EdgedIntrinsic covered(Method method, InvocationPlugin original) {
        return new EdgedIntrinsic(method, original, AllocationEdges::isCovered);
    }

    /** Everywhere: the runtime calls it in small methods that become parts of others. */
    static EdgedIntrinsic everywhere(Method method, InvocationPlugin original) {
        return new EdgedIntrinsic(method, original, AllocationEdges::throwsExplicitly);
    }

    @Override
    GraphBuilderContext changed(GraphBuilderContext context) {
        return covered.test(context) ? withHandler(context) : context;
    }

    private static GraphBuilderContext withHandler(GraphBuilderContext context) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals(QUESTION)) {
                return true;
            }
            try {
                return method.invoke(context, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (GraphBuilderContext) Proxy.newProxyInstance(
                EdgedIntrinsic.class.getClassLoader(), new Class<?>[] {GraphBuilderContext.class}, handler);
    }
}

package dev.ristretto.build.builder.allocation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import jdk.graal.compiler.nodes.graphbuilderconf.GraphBuilderContext;
import jdk.graal.compiler.nodes.graphbuilderconf.InvocationPlugin;

/** Sees a handler of {@code OutOfMemoryError} everywhere, and so makes the edge to it. */
final class EdgedIntrinsic extends ChangedIntrinsic {
    private static final String QUESTION = "currentBlockCatchesOOME";

    EdgedIntrinsic(Method method, InvocationPlugin original) {
        super(method, original);
    }

    @Override
    GraphBuilderContext changed(GraphBuilderContext context) {
        return AllocationEdges.throwsExplicitly(context) ? withHandler(context) : context;
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

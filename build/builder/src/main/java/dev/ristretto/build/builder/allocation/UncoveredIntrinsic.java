package dev.ristretto.build.builder.allocation;

import java.lang.reflect.Method;
import jdk.graal.compiler.nodes.graphbuilderconf.GraphBuilderContext;
import jdk.graal.compiler.nodes.graphbuilderconf.InvocationPlugin;

/** Done where no handler waits for its failure: a call throws as any does. */
final class UncoveredIntrinsic extends ChangedIntrinsic {
    UncoveredIntrinsic(Method method, InvocationPlugin original) {
        super(method, original);
    }

    @Override
    GraphBuilderContext changed(GraphBuilderContext context) {
        return AllocationEdges.isCovered(context) ? null : context;
    }

    /** The method itself, when it is called, is what its bytecode says. */
    @Override
    public boolean inlineOnly() {
        return true;
    }
}

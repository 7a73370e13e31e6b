package dev.ristretto.build.builder.allocation;

import com.oracle.svm.core.graal.jdk.SubstrateObjectCloneSnippets;
import com.oracle.svm.core.graal.jdk.SubstrateObjectCloneWithExceptionNode;
import java.lang.reflect.Field;
import java.util.Optional;
import jdk.graal.compiler.core.common.spi.ForeignCallDescriptor;
import jdk.graal.compiler.nodes.GraphState;
import jdk.graal.compiler.nodes.NodeView;
import jdk.graal.compiler.nodes.StructuredGraph;
import jdk.graal.compiler.nodes.extended.ForeignCallWithExceptionNode;
import jdk.graal.compiler.phases.BasePhase;
import jdk.graal.compiler.phases.tiers.HighTierContext;

/**
 * Has clones made by a call where something waits for their failure, as all are in the end: before that, one of a known
 * type may become an object that is made field by field wherever it is needed first, out of the handler's reach. Runs
 * when the others have no handler any more.
 */
final class ClonesByCall extends BasePhase<HighTierContext> {
    private final ForeignCallDescriptor call;

    ClonesByCall() {
        try {
            Field clone = SubstrateObjectCloneSnippets.class.getDeclaredField("CLONE");
            clone.setAccessible(true);
            call = (ForeignCallDescriptor) clone.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the compiler clones in another way", e);
        }
    }

    @Override
    public Optional<NotApplicable> notApplicableTo(GraphState state) {
        return ALWAYS_APPLICABLE;
    }

    @Override
    protected void run(StructuredGraph graph, HighTierContext context) {
        for (SubstrateObjectCloneWithExceptionNode clone : graph.getNodes()
                .filter(SubstrateObjectCloneWithExceptionNode.class)
                .snapshot()) {
            ForeignCallWithExceptionNode made = graph.add(new ForeignCallWithExceptionNode(call, clone.getObject()));
            made.setBci(clone.bci());
            made.setStamp(clone.stamp(NodeView.DEFAULT));
            graph.replaceWithExceptionSplit(clone, made);
        }
    }
}

package dev.ristretto.build.builder;

import com.oracle.graal.pointsto.infrastructure.SubstitutionProcessor;
import com.oracle.graal.pointsto.meta.AnalysisMethod;
import com.oracle.graal.pointsto.meta.HostedProviders;
import com.oracle.svm.hosted.annotation.CustomSubstitutionMethod;
import com.oracle.svm.hosted.phases.HostedGraphKit;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import jdk.graal.compiler.debug.DebugContext;
import jdk.graal.compiler.nodes.CallTargetNode.InvokeKind;
import jdk.graal.compiler.nodes.ConstantNode;
import jdk.graal.compiler.nodes.StructuredGraph;
import jdk.graal.compiler.nodes.UnwindNode;
import jdk.graal.compiler.nodes.ValueNode;
import jdk.vm.ci.meta.ResolvedJavaMethod;
import org.graalvm.nativeimage.AnnotationAccess;
import org.graalvm.nativeimage.c.function.CFunction;
import org.graalvm.nativeimage.c.function.CFunction.Transition;

/**
 * Lets C functions that this kernel does not have throw when Java code calls them. Called as C functions they could
 * only end the instance. Those that are called without a change of the thread's state are the runtime's own, which may
 * call them where nothing can be thrown, and stay as they are.
 */
final class MissingFunctions extends SubstitutionProcessor {
    private final Set<String> provided;
    private final Map<ResolvedJavaMethod, ResolvedJavaMethod> replaced = new ConcurrentHashMap<>();

    /** @param provided the names of all functions that the kernel has */
    MissingFunctions(Set<String> provided) {
        this.provided = provided;
    }

    @Override
    public ResolvedJavaMethod lookup(ResolvedJavaMethod method) {
        if (!method.isNative()) {
            return method;
        }
        CFunction function = AnnotationAccess.getAnnotation(method, CFunction.class);
        if (function == null || function.transition() == Transition.NO_TRANSITION) {
            return method;
        }
        String name = function.value().isEmpty() ? method.getName() : function.value();
        return provided.contains(name)
                ? method
                : replaced.computeIfAbsent(method, missing -> new MissingFunction(missing, name));
    }

    /** A method that throws. */
    private static final class MissingFunction extends CustomSubstitutionMethod {
        private static final Method FAILURE = failure();

        private final String name;

        MissingFunction(ResolvedJavaMethod original, String name) {
            super(original);
            this.name = name;
        }

        private static Method failure() {
            try {
                return MissingFunctionCall.class.getDeclaredMethod("failure", String.class);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public StructuredGraph buildGraph(
                DebugContext debug, AnalysisMethod method, HostedProviders providers, Purpose purpose) {
            HostedGraphKit kit = new HostedGraphKit(debug, providers, method);
            StructuredGraph graph = kit.getGraph();
            graph.start().setStateAfter(kit.getFrameState().create(kit.bci(), graph.start()));
            ValueNode missing =
                    ConstantNode.forConstant(kit.getConstantReflection().forString(name), kit.getMetaAccess(), graph);
            ValueNode exception = kit.createInvokeWithExceptionAndUnwind(
                    kit.getMetaAccess().lookupJavaMethod(FAILURE),
                    InvokeKind.Static,
                    kit.getFrameState(),
                    kit.bci(),
                    missing);
            kit.append(new UnwindNode(exception));
            return kit.finalizeGraph();
        }
    }
}

package dev.ristretto.build.builder.allocation;

import java.util.List;
import java.util.Set;
import jdk.graal.compiler.nodes.ValueNode;
import jdk.graal.compiler.nodes.graphbuilderconf.GraphBuilderContext;
import jdk.graal.compiler.nodes.graphbuilderconf.NodePlugin;
import jdk.graal.compiler.nodes.java.NewArrayWithExceptionNode;
import jdk.graal.compiler.nodes.java.NewInstanceWithExceptionNode;
import jdk.graal.compiler.nodes.java.NewMultiArrayWithExceptionNode;
import jdk.vm.ci.meta.ExceptionHandler;
import jdk.vm.ci.meta.JavaKind;
import jdk.vm.ci.meta.JavaType;
import jdk.vm.ci.meta.ResolvedJavaMethod;
import jdk.vm.ci.meta.ResolvedJavaType;

/**
 * Gives each allocation that a handler covers an edge to it. Others get none, for the compiler knows initializers that
 * it can run by itself, and much else, by allocations without one.
 */
final class AllocationEdges implements NodePlugin {
    /** What a handler of {@code OutOfMemoryError} may be declared to catch. */
    private static final Set<String> CATCHING = Set.of(
            "Ljava/lang/OutOfMemoryError;",
            "Ljava/lang/VirtualMachineError;",
            "Ljava/lang/Error;",
            "Ljava/lang/Throwable;");

    /** What has boxes of its own; the two of {@code boolean} are there from the start. */
    static final List<JavaKind> BOXED = List.of(
            JavaKind.Byte, JavaKind.Short, JavaKind.Char, JavaKind.Int, JavaKind.Long, JavaKind.Float, JavaKind.Double);

    private static final String CLASS = "Ljava/lang/Class;";

    @Override
    public boolean handleNewInstance(GraphBuilderContext context, ResolvedJavaType type) {
        if (!isCovered(context) && !isBoxing(context)) {
            return false;
        }
        context.addPush(JavaKind.Object, new NewInstanceWithExceptionNode(type, true));
        return true;
    }

    @Override
    public boolean handleNewArray(GraphBuilderContext context, ResolvedJavaType elementType, ValueNode length) {
        // Lookups of methods are known by arrays of constant classes.
        if (!isCovered(context) || elementType.getName().equals(CLASS)) {
            return false;
        }
        context.addPush(JavaKind.Object, new NewArrayWithExceptionNode(elementType, length, true));
        return true;
    }

    @Override
    public boolean handleNewMultiArray(GraphBuilderContext context, ResolvedJavaType type, ValueNode[] dimensions) {
        if (!isCovered(context)) {
            return false;
        }
        context.addPush(JavaKind.Object, new NewMultiArrayWithExceptionNode(type, dimensions));
        return true;
    }

    /** Whether what is parsed leads to its handlers by edges at all. */
    static boolean throwsExplicitly(GraphBuilderContext context) {
        return !context.parsingIntrinsic() && context.needsExplicitException();
    }

    /** Whether something waits for a failure of the present instruction, in its method or where that is inlined. */
    static boolean isCovered(GraphBuilderContext context) {
        if (!throwsExplicitly(context)) {
            return false;
        }
        for (GraphBuilderContext frame = context; frame != null; frame = frame.getParent()) {
            ResolvedJavaMethod method = frame.getMethod();
            if (method == null) {
                // An intrinsic that is called from outside, by reflection say: it has no bytecode.
                return false;
            }
            if (method.isSynchronized()) {
                return true;
            }
            for (ExceptionHandler handler : method.getExceptionHandlers()) {
                if (handler.getStartBCI() <= frame.bci() && frame.bci() < handler.getEndBCI() && catches(handler)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Boxing is called only where a handler covers it, and becomes a part of the caller. */
    private static boolean isBoxing(GraphBuilderContext context) {
        ResolvedJavaMethod method = context.getMethod();
        return throwsExplicitly(context)
                && method.getName().equals("valueOf")
                && BOXED.stream()
                        .anyMatch(kind -> method.getDeclaringClass()
                                .toJavaName()
                                .equals(kind.toBoxedJavaClass().getName()));
    }

    private static boolean catches(ExceptionHandler handler) {
        JavaType type = handler.getCatchType();
        return type == null || CATCHING.contains(type.getName());
    }
}

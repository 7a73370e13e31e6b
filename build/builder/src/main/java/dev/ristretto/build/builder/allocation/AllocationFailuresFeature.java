package dev.ristretto.build.builder.allocation;

import com.oracle.graal.pointsto.util.GraalAccess;
import com.oracle.svm.core.ParsingReason;
import com.oracle.svm.core.feature.InternalFeature;
import com.oracle.svm.core.graal.phases.RemoveUnwindPhase;
import com.oracle.svm.core.snippets.KnownIntrinsics;
import java.lang.reflect.Method;
import java.util.ListIterator;
import java.util.function.BiFunction;
import jdk.graal.compiler.nodes.graphbuilderconf.GraphBuilderConfiguration.Plugins;
import jdk.graal.compiler.nodes.graphbuilderconf.InvocationPlugin;
import jdk.graal.compiler.nodes.graphbuilderconf.InvocationPlugins;
import jdk.graal.compiler.options.OptionValues;
import jdk.graal.compiler.phases.BasePhase;
import jdk.graal.compiler.phases.tiers.HighTierContext;
import jdk.graal.compiler.phases.tiers.Suites;
import jdk.graal.compiler.phases.util.Providers;
import jdk.internal.misc.Unsafe;
import jdk.vm.ci.meta.JavaKind;
import jdk.vm.ci.meta.MetaAccessProvider;

/**
 * Lets handlers catch the {@code OutOfMemoryError} of an allocation that they cover. The compiler itself knows of no
 * other than one that names this class: the error passes by {@code catch (Throwable)}, by {@code finally}, and by the
 * end of a {@code synchronized} block, whose monitor nobody can enter any more.
 */
public final class AllocationFailuresFeature implements InternalFeature {
    private static final OptionValues NO_OPTIONS = new OptionValues(OptionValues.newOptionMap());

    /** Created by the image builder. */
    public AllocationFailuresFeature() {}

    @Override
    public String getDescription() {
        return "Lets failures of allocations be caught";
    }

    @Override
    public void registerGraphBuilderPlugins(Providers providers, Plugins plugins, ParsingReason reason) {
        if (reason.duringAnalysis()) {
            plugins.appendNodePlugin(new AllocationEdges());
        }
    }

    @Override
    public void registerInvocationPlugins(Providers providers, Plugins plugins, ParsingReason reason) {
        if (!reason.duringAnalysis()) {
            return;
        }
        try {
            for (JavaKind kind : AllocationEdges.BOXED) {
                Method boxing = kind.toBoxedJavaClass().getMethod("valueOf", kind.toJavaClass());
                change(plugins, boxing, UncoveredIntrinsic::new);
            }
            change(plugins, Unsafe.class.getMethod("allocateInstance", Class.class), EdgedIntrinsic::covered);
            change(
                    plugins,
                    KnownIntrinsics.class.getMethod("unvalidatedAllocateInstance", Class.class),
                    EdgedIntrinsic::everywhere);
            change(
                    plugins,
                    KnownIntrinsics.class.getMethod("unvalidatedNewArray", Class.class, int.class),
                    EdgedIntrinsic::everywhere);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("this JDK or compiler allocates in another way", e);
        }
    }

    /** Puts something in front of what the compiler does instead of a call. */
    private static void change(
            Plugins plugins, Method method, BiFunction<Method, InvocationPlugin, InvocationPlugin> changed) {
        InvocationPlugins invocations = plugins.getInvocationPlugins();
        // The analysis cannot be asked for native methods yet.
        MetaAccessProvider reflection = GraalAccess.getOriginalProviders().getMetaAccess();
        InvocationPlugin original = invocations.lookupInvocation(reflection.lookupJavaMethod(method), NO_OPTIONS);
        if (original == null) {
            throw new IllegalStateException("the compiler does nothing special for " + method);
        }
        new InvocationPlugins.Registration(invocations, method.getDeclaringClass())
                .setAllowOverwrite(true)
                .register(changed.apply(method, original));
    }

    @Override
    public void registerGraalPhases(Providers providers, Suites suites, boolean hosted) {
        if (hosted) {
            ListIterator<BasePhase<? super HighTierContext>> place =
                    suites.getHighTier().findPhase(RemoveUnwindPhase.class);
            if (place == null) {
                throw new IllegalStateException("the compiler leaves handlers where nothing is handled");
            }
            place.add(new ClonesByCall());
        }
    }
}

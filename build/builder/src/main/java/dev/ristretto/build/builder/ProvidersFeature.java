package dev.ristretto.build.builder;

import com.oracle.svm.core.ParsingReason;
import com.oracle.svm.core.feature.InternalFeature;
import java.lang.reflect.Method;
import java.security.Provider;
import jdk.graal.compiler.nodes.ConstantNode;
import jdk.graal.compiler.nodes.ValueNode;
import jdk.graal.compiler.nodes.graphbuilderconf.GraphBuilderConfiguration.Plugins;
import jdk.graal.compiler.nodes.graphbuilderconf.GraphBuilderContext;
import jdk.graal.compiler.nodes.graphbuilderconf.InvocationPlugin;
import jdk.graal.compiler.nodes.graphbuilderconf.InvocationPlugin.RequiredInvocationPlugin;
import jdk.graal.compiler.nodes.graphbuilderconf.InvocationPlugins.Registration;
import jdk.graal.compiler.phases.util.Providers;
import jdk.vm.ci.meta.JavaKind;
import jdk.vm.ci.meta.ResolvedJavaMethod;

/**
 * Trusts security providers that an application makes when it runs, as OpenJDK trusts all that the class path holds. An
 * image trusts those alone that were made while it was built, and refuses the ciphers, keys and codes of others.
 */
public final class ProvidersFeature implements InternalFeature {
    private static final String JUDGE = "javax.crypto.JceSecurity";

    /** Created by the image builder. */
    public ProvidersFeature() {}

    @Override
    public String getDescription() {
        return "Trusts security providers of the application";
    }

    @Override
    public void registerInvocationPlugins(Providers providers, Plugins plugins, ParsingReason reason) {
        try {
            Class<?> judge = Class.forName(JUDGE, false, null);
            Method judgement = judge.getDeclaredMethod("getVerificationResult", Provider.class);
            new Registration(plugins.getInvocationPlugins(), judge).register(new NothingWrong(judgement));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("another JDK than 25, which verifies providers in another way", e);
        }
    }

    /** The exception that tells why a provider is not trusted is null. */
    private static final class NothingWrong extends RequiredInvocationPlugin {
        NothingWrong(Method judgement) {
            super(judgement.getName(), judgement.getParameterTypes());
        }

        @Override
        public boolean apply(
                GraphBuilderContext context,
                ResolvedJavaMethod method,
                InvocationPlugin.Receiver receiver,
                ValueNode provider) {
            context.addPush(JavaKind.Object, ConstantNode.defaultForKind(JavaKind.Object));
            return true;
        }
    }
}

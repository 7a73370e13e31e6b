package dev.ristretto.build.builder.messages;

import com.oracle.graal.pointsto.infrastructure.OriginalClassProvider;
import com.oracle.svm.core.snippets.ImplicitExceptions;
import com.oracle.svm.hosted.FeatureImpl.AfterCompilationAccessImpl;
import com.oracle.svm.hosted.meta.HostedMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import jdk.graal.compiler.code.CompilationResult;
import jdk.vm.ci.code.BytecodeFrame;
import jdk.vm.ci.code.site.Call;
import jdk.vm.ci.code.site.Infopoint;
import jdk.vm.ci.hotspot.HotSpotResolvedJavaMethod;
import jdk.vm.ci.meta.ResolvedJavaMethod;
import org.graalvm.collections.Pair;
import org.graalvm.nativeimage.ImageSingletons;
import org.graalvm.nativeimage.hosted.Feature;

/**
 * Lets a {@code NullPointerException} that the machine throws say what was null, as on HotSpot, which reads the
 * bytecode of the method for that when it is asked. An image has no bytecode, so that the texts are made when all code
 * has been compiled and has its place.
 */
public final class NullMessagesFeature implements Feature {
    private static final Set<String> CREATORS = Set.of("createNullPointerException", "throwNewNullPointerException");

    private static final String KEEPER = "dev.ristretto.kernel.machine.messages.NullMessages";

    /** The kernel's and the runtime's own code. */
    private static final List<String> INTERNAL = List.of("com.oracle.svm.", "jdk.graal.", "dev.ristretto.kernel.");

    /** Created by the image builder. */
    public NullMessagesFeature() {}

    @Override
    public String getDescription() {
        return "Says what was null";
    }

    @Override
    public void afterCompilation(AfterCompilationAccess access) {
        TreeMap<Integer, Site> sites = new TreeMap<>();
        for (Pair<HostedMethod, CompilationResult> compilation :
                ((AfterCompilationAccessImpl) access).getCodeCache().getOrderedCompilations()) {
            int start = compilation.getLeft().getCodeAddressOffset();
            for (Infopoint point : compilation.getRight().getInfopoints()) {
                if (point instanceof Call call && createsException(call)) {
                    Site.of(call.debugInfo.frame())
                            .ifPresent(site -> sites.put(start + call.pcOffset + call.size, site));
                }
            }
        }
        access.registerAsImmutable(keeper(access).apply(texts(sites)));
    }

    /** The kernel's part, which is on the class path of the image and not on the builder's. */
    @SuppressWarnings("unchecked")
    private static Function<SortedMap<Integer, String>, byte[]> keeper(AfterCompilationAccess access) {
        return (Function<SortedMap<Integer, String>, byte[]>) ImageSingletons.lookup(access.findClassByName(KEEPER));
    }

    private static boolean createsException(Call call) {
        return call.debugInfo != null
                && call.target instanceof ResolvedJavaMethod target
                && CREATORS.contains(target.getName())
                && target.getDeclaringClass().toJavaName().equals(ImplicitExceptions.class.getName());
    }

    private static TreeMap<Integer, String> texts(TreeMap<Integer, Site> sites) {
        Map<Class<?>, Map<String, Set<Integer>>> wanted = new HashMap<>();
        sites.values()
                .forEach(site -> wanted.computeIfAbsent(site.owner(), key -> new HashMap<>())
                        .computeIfAbsent(site.method(), key -> new HashSet<>())
                        .add(site.index()));
        Map<Site, String> found = new HashMap<>();
        wanted.forEach((owner, methods) -> describe(owner, methods, found));
        TreeMap<Integer, String> texts = new TreeMap<>();
        sites.forEach((place, site) -> {
            String text = found.get(site);
            if (text != null) {
                texts.put(place, text);
            }
        });
        return texts;
    }

    /** A class that was made while the image was built has no file, and says nothing. */
    private static void describe(Class<?> owner, Map<String, Set<Integer>> methods, Map<Site, String> found) {
        try (InputStream file = owner.getResourceAsStream("/" + owner.getName().replace('.', '/') + ".class")) {
            if (file == null) {
                return;
            }
            ClassModel model = ClassFile.of().parse(file.readAllBytes());
            for (MethodModel method : model.methods()) {
                String name =
                        method.methodName().stringValue() + method.methodType().stringValue();
                if (methods.containsKey(name)) {
                    NullDescriber.describe(method, methods.get(name))
                            .forEach((index, text) -> found.put(new Site(owner, name, index), text));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * An instruction of a class file.
     *
     * @param method name and descriptor
     * @param index of the bytecode
     */
    private record Site(Class<?> owner, String method, int index) {
        /** The innermost frame's instruction, if it is one of the application's or the JDK's own code. */
        static Optional<Site> of(BytecodeFrame frame) {
            if (frame == null
                    || frame.getBCI() < 0
                    || !(frame.getMethod() instanceof HostedMethod method)
                    || !(method.getWrapped().getWrapped() instanceof HotSpotResolvedJavaMethod original)) {
                return Optional.empty();
            }
            Class<?> owner = OriginalClassProvider.getJavaClass(method.getDeclaringClass());
            if (owner.isHidden() || INTERNAL.stream().anyMatch(owner.getName()::startsWith)) {
                return Optional.empty();
            }
            return Optional.of(
                    new Site(owner, original.getName() + original.getSignature().toMethodDescriptor(), frame.getBCI()));
        }
    }
}

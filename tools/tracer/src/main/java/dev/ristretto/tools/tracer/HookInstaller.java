package dev.ristretto.tools.tracer;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the hooks into the classes of the JDK that have observed methods, and into the classes of an application behind
 * their calls of {@link ClassLoader#loadClass(String)}. Thread-safe.
 */
final class HookInstaller implements ClassFileTransformer {
    private static final String AGENT = "dev/ristretto/tools/tracer/";
    private static final String LOAD = "loadClass";
    private static final String LOAD_TYPE = "(Ljava/lang/String;)Ljava/lang/Class;";

    @Override
    public byte @Nullable [] transform(
            Module module,
            @Nullable ClassLoader loader,
            @Nullable String className,
            @Nullable Class<?> redefined,
            ProtectionDomain domain,
            byte[] bytes) {
        // The agent's own classes are loaded while it works, in here too.
        if (className == null || className.startsWith(AGENT)) {
            return null;
        }
        String name = className.replace('/', '.');
        boolean traced = TracedMethod.areIn(name);
        if (!traced && Origins.isJdk(loader, module)) {
            return null;
        }
        boolean before = Observer.beginIgnoring();
        try {
            return traced ? hookMethods(name, bytes) : hookCalls(loader, bytes);
        } catch (RuntimeException | LinkageError e) {
            // Then it is not observed. What an agent throws here is swallowed anyway.
            return null;
        } finally {
            Observer.endIgnoring(before);
        }
    }

    /** A class of the JDK with hooks in its observed methods. */
    static byte[] hookMethods(String className, byte[] bytes) {
        ClassFile files = ClassFile.of();
        ClassModel model = files.parse(bytes);
        return files.transformClass(model, (builder, element) -> {
            Optional<TracedMethod> hook = element instanceof MethodModel method
                    ? traced(className, method.methodName().stringValue())
                    : Optional.empty();
            if (hook.isPresent()
                    && element instanceof MethodModel method
                    && method.code().isPresent()) {
                builder.transformMethod(
                        method,
                        MethodTransform.transformingCode(CodeTransform.ofStateful(() -> new Hook(hook.get(), method))));
            } else {
                builder.with(element);
            }
        });
    }

    private static Optional<TracedMethod> traced(String className, String method) {
        for (TracedMethod hook : TracedMethod.values()) {
            if (hook.className().equals(className) && hook.names().contains(method)) {
                return Optional.of(hook);
            }
        }
        return Optional.empty();
    }

    /** A class of the application with hooks behind its calls of {@code loadClass}; null if it has none. */
    static byte @Nullable [] hookCalls(@Nullable ClassLoader loader, byte[] bytes) {
        ClassFile plain = ClassFile.of();
        ClassModel model = plain.parse(bytes);
        if (!names(model, LOAD) || !names(model, LOAD_TYPE) || !sees(loader)) {
            return null;
        }
        ClassHierarchyResolver hierarchy = loader == null
                ? ClassHierarchyResolver.defaultResolver()
                : ClassHierarchyResolver.ofResourceParsing(loader).orElse(ClassHierarchyResolver.defaultResolver());
        ClassFile files = ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
        return files.transformClass(
                model,
                ClassTransform.transformingMethodBodies(
                        method -> method.code().isPresent() && calls(method), (code, element) -> {
                            code.with(element);
                            if (element instanceof Instruction instruction && isLoad(instruction)) {
                                Hook.observe(code, TracedMethod.CLASS_BY_LOADER, LOAD);
                            }
                        }));
    }

    /** Whether classes of a loader can call the observer: a loader may keep to its own. */
    private static boolean sees(@Nullable ClassLoader loader) {
        try {
            return Class.forName(Observer.class.getName(), false, loader) == Observer.class;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static boolean names(ClassModel model, String text) {
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry utf8 && utf8.equalsString(text)) {
                return true;
            }
        }
        return false;
    }

    private static boolean calls(MethodModel method) {
        return method.findAttribute(Attributes.code())
                .orElseThrow()
                .elementStream()
                .anyMatch(element -> element instanceof Instruction instruction && isLoad(instruction));
    }

    private static boolean isLoad(Instruction instruction) {
        return instruction instanceof InvokeInstruction call
                && call.opcode() == Opcode.INVOKEVIRTUAL
                && call.name().equalsString(LOAD)
                && call.type().equalsString(LOAD_TYPE);
    }
}

package dev.ristretto.kernel.network.stack;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URL;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Has allocations fail where a test wants it: loads the classes of a package, and those below it, anew, with a question
 * before each allocation that they make whether there is memory for it. Initializers of classes are left as they are,
 * since an image runs them while it is built. What the JDK's collections allocate counts as one allocation before the
 * call.
 */
public final class AllocationFaults {
    private static final ClassDesc SELF = ClassDesc.of(AllocationFaults.class.getName());

    /** Methods of {@code java.util} and of boxes that allocate, or may. */
    private static final Set<String> ALLOCATING = Set.of(
            "add",
            "addAll",
            "addFirst",
            "addLast",
            "clone",
            "firstEntry",
            "lastEntry",
            "putLast",
            "computeIfAbsent",
            "copyOf",
            "copyOfRange",
            "entrySet",
            "forEach",
            "iterator",
            "keySet",
            "of",
            "offer",
            "push",
            "put",
            "putIfAbsent",
            "sort",
            "stream",
            "valueOf",
            "values");

    private static boolean armed;
    private static long count;
    private static long firstFailing;
    private static long endFailing;

    private AllocationFaults() {}

    /** The allocations with these numbers will fail, of those made while {@link #begin} is on; counts from 0. */
    public static void fail(long first, long many) {
        count = 0;
        firstFailing = first;
        endFailing = first + many;
        armed = false;
    }

    /** From now on there is memory for everything. */
    public static void relieve() {
        endFailing = 0;
    }

    /** How many allocations there have been. */
    public static long count() {
        return count;
    }

    /** From now on allocations count. */
    public static void begin() {
        armed = true;
    }

    /** From now on they do not. */
    public static void end() {
        armed = false;
    }

    /** Called before each allocation. */
    public static void allocating() {
        if (armed) {
            long number = count++;
            if (number >= firstFailing && number < endFailing) {
                throw new OutOfMemoryError("allocation " + number);
            }
        }
    }

    /**
     * A loader that has classes whose names begin with {@code prefix} of its own.
     *
     * @param parent has everything else, and these classes as they are
     * @param mayFail whether the allocations of a class may fail, by where its file is
     */
    public static ClassLoader loader(ClassLoader parent, String prefix, Predicate<URL> mayFail) {
        return new ClassLoader(parent) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                if (!name.startsWith(prefix) || name.equals(AllocationFaults.class.getName())) {
                    return super.loadClass(name, resolve);
                }
                synchronized (getClassLoadingLock(name)) {
                    Class<?> loaded = findLoadedClass(name);
                    return loaded == null ? define(name) : loaded;
                }
            }

            private Class<?> define(String name) throws ClassNotFoundException {
                URL file = parent.getResource(name.replace('.', '/') + ".class");
                if (file == null) {
                    throw new ClassNotFoundException(name);
                }
                try (InputStream in = file.openStream()) {
                    byte[] bytes = in.readAllBytes();
                    byte[] code = mayFail.test(file) ? withQuestions(bytes) : bytes;
                    return defineClass(name, code, 0, code.length);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static byte[] withQuestions(byte[] bytes) {
        ClassFile files = ClassFile.of();
        return files.transformClass(
                files.parse(bytes),
                ClassTransform.transformingMethodBodies(
                        method -> !method.methodName().equalsString(ConstantDescs.CLASS_INIT_NAME),
                        (CodeTransform) AllocationFaults::ask));
    }

    private static void ask(CodeBuilder code, CodeElement element) {
        if (allocates(element)) {
            code.invokestatic(SELF, "allocating", MethodTypeDesc.of(ConstantDescs.CD_void));
        }
        code.with(element);
    }

    private static boolean allocates(CodeElement element) {
        return switch (element) {
            case NewObjectInstruction _,
                    NewPrimitiveArrayInstruction _,
                    NewReferenceArrayInstruction _,
                    NewMultiArrayInstruction _,
                    InvokeDynamicInstruction _ -> true;
            case InvokeInstruction call -> {
                String owner = call.owner().asInternalName();
                String name = call.name().stringValue();
                yield ALLOCATING.contains(name)
                        && !owner.equals("java/util/PriorityQueue") // the one there is has room from the start
                        && (owner.startsWith("java/util/")
                                || owner.startsWith("[")
                                || owner.equals("java/lang/Integer")
                                || owner.equals("java/lang/Long"));
            }
            default -> false;
        };
    }
}

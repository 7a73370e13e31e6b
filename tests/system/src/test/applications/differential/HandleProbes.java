package differential;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Method handles, variable handles, and walks over the stack. */
final class HandleProbes {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    static final class Target {
        int field = 5;
        static String shared = "shared";
        private String hidden = "hidden";

        String greet(String name) {
            return "hi " + name;
        }

        static int add(int left, int right) {
            return left + right;
        }

        static int failing(Throwable e) {
            return e.getMessage().length();
        }
    }

    private HandleProbes() {}

    static void run(Probes p) {
        MethodType binary = MethodType.methodType(int.class, int.class, int.class);
        p.of("static", () -> (int) LOOKUP.findStatic(Target.class, "add", binary).invokeExact(1, 2));
        p.of("virtual", () -> (String) LOOKUP.findVirtual(Target.class, "greet", MethodType.methodType(String.class, String.class)).invoke(new Target(), "you"));
        p.of("constructor", () -> LOOKUP.findConstructor(Target.class, MethodType.methodType(void.class)).invoke().getClass());
        p.of("getter", () -> (int) LOOKUP.findGetter(Target.class, "field", int.class).invoke(new Target()));
        p.of("static getter", () -> LOOKUP.findStaticGetter(Target.class, "shared", String.class).invoke());
        p.of("jdk", () -> (int) LOOKUP.findVirtual(String.class, "length", MethodType.methodType(int.class)).invokeExact("four"));
        p.of("none", () -> LOOKUP.findStatic(Target.class, "none", binary));
        p.of("wrong type", () -> (long) LOOKUP.findStatic(Target.class, "add", binary).invokeExact(1, 2));
        p.of("converted", () -> LOOKUP.findStatic(Target.class, "add", binary).invoke((byte) 1, (short) 2));
        p.of("bound", () -> LOOKUP.findStatic(Target.class, "add", binary).bindTo(1));
        p.of("inserted", () -> MethodHandles.insertArguments(LOOKUP.findStatic(Target.class, "add", binary), 0, 40).invoke(2));
        p.of("as type", () -> LOOKUP.findStatic(Target.class, "add", binary).asType(MethodType.methodType(Object.class, Integer.class, Object.class)).invoke(1, (Object) 2));
        p.of("spread", () -> LOOKUP.findStatic(Target.class, "add", binary).asSpreader(Object[].class, 2).invoke(new Object[] {3, 4}));
        p.of("collect", () -> LOOKUP.findStatic(Arrays.class, "asList", MethodType.methodType(List.class, Object[].class)).invokeWithArguments(1, 2, 3));
        p.of("filter", () -> MethodHandles.filterReturnValue(LOOKUP.findStatic(Target.class, "add", binary), LOOKUP.findStatic(String.class, "valueOf", MethodType.methodType(String.class, int.class))).invoke(1, 1));
        p.of("guard", () -> MethodHandles.guardWithTest(MethodHandles.constant(boolean.class, false), MethodHandles.constant(int.class, 1), MethodHandles.constant(int.class, 2)).invoke());
        p.of("catch", () -> MethodHandles.catchException(MethodHandles.throwException(int.class, IllegalStateException.class).bindTo(new IllegalStateException("four")), IllegalStateException.class, LOOKUP.findStatic(Target.class, "failing", MethodType.methodType(int.class, Throwable.class)).asType(MethodType.methodType(int.class, IllegalStateException.class))).invoke());
        p.of("permute", () -> MethodHandles.permuteArguments(LOOKUP.findStatic(Math.class, "subtractExact", binary), binary, 1, 0).invoke(1, 10));
        p.of("type text", () -> MethodType.fromMethodDescriptorString("(I[Ljava/lang/String;)V", null) + " " + binary.wrap().toMethodDescriptorString());
        p.of("handle text", () -> LOOKUP.findStatic(Target.class, "add", binary) + " " + LOOKUP);
        p.of("private lookup", () -> MethodHandles.privateLookupIn(Target.class, LOOKUP).findVarHandle(Target.class, "hidden", String.class).get(new Target()));
        p.of("public lookup", () -> MethodHandles.publicLookup().findStatic(Target.class, "add", binary));
        p.of("unreflect", () -> LOOKUP.unreflect(Target.class.getDeclaredMethod("add", int.class, int.class)).invoke(5, 6));
        p.of("reveal", () -> LOOKUP.revealDirect(LOOKUP.findStatic(Target.class, "add", binary)));
        p.of("loop", () -> MethodHandles.countedLoop(MethodHandles.constant(int.class, 4), MethodHandles.constant(int.class, 1), MethodHandles.dropArguments(MethodHandles.insertArguments(LOOKUP.findStatic(Target.class, "add", binary), 1, 10), 1, int.class)).invoke());
        p.of("as interface", () -> java.lang.invoke.MethodHandleProxies.asInterfaceInstance(Runnable.class, MethodHandles.zero(void.class)) != null);
        p.of("variable", () -> {
            VarHandle handle = LOOKUP.findVarHandle(Target.class, "field", int.class);
            Target target = new Target();
            return handle.getAndAdd(target, 3) + " " + handle.compareAndSet(target, 8, 9) + " " + handle.getVolatile(target) + " " + handle.varType();
        });
        p.of("array variable", () -> {
            int[] values = {1, 2, 3};
            MethodHandles.arrayElementVarHandle(int[].class).setRelease(values, 1, 20);
            return values;
        });
        p.of("array outside", () -> MethodHandles.arrayElementVarHandle(int[].class).get(new int[1], 1));
        p.of("bytes as long", () -> MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN).get(new byte[] {0, 0, 0, 0, 0, 0, 1, 2}, 0));
        p.of("variable none", () -> LOOKUP.findVarHandle(Target.class, "none", int.class));
        p.of("hidden class", () -> {
            byte[] bytes = new byte[3];
            return LOOKUP.defineHiddenClass(bytes, true);
        });
        walks(p);
    }

    private static void walks(Probes p) {
        p.of("walk", () -> StackWalker.getInstance().walk(frames -> frames.limit(1).map(StackWalker.StackFrame::getMethodName).map(name -> name.replaceAll("\\d+", "N")).toList()));
        p.of("caller", HandleProbes::caller);
        p.of("caller without right", () -> StackWalker.getInstance().getCallerClass());
        p.of("frame", () -> StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(frames -> {
            StackWalker.StackFrame frame = frames.findFirst().orElseThrow();
            return frame.getDeclaringClass() + " " + frame.getFileName() + " " + (frame.getLineNumber() > 0) + " " + frame.isNativeMethod();
        }));
        p.of("frame type", () -> StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).walk(frames -> frames.findFirst().orElseThrow().getMethodType()));
    }

    private static Object caller() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass();
    }
}

package dev.ristretto.build.builder.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of an instruction is what HotSpot says when it throws there. */
class NullDescriberTest {
    private static final class Node {
        static Node root;

        Node next;
        Node[][] grid = new Node[2][200];
        int value;
        long size;
        double ratio;
        int[] ints;
        String text;

        Node next() {
            return next;
        }

        static Node none(String name, Object[] values, int... numbers) {
            return null;
        }
    }

    /** Each body is a method of its own, whose first exception is compared. */
    private static final List<Function<Node, Object>> BODIES = List.of(
            node -> node.text.length(),
            node -> node.next.value,
            node -> node.next().next().value,
            node -> node.ints[3],
            node -> node.ints.length,
            node -> node.grid[0][1].text,
            node -> node.grid[node.value][node.value + 1].next,
            node -> node.grid[node.next() == null ? 1 : 0][1].next.value,
            node -> Node.root.next,
            node -> Node.none("a", null).text,
            node -> Node.root.next.next.next.next.next.next,
            node -> node.next.size = 3,
            node -> node.next.ratio = 3,
            node -> node.next.next = node,
            node -> node.ints[2] = 5,
            node -> node.ints[2]++,
            node -> ((long[]) (Object) node.ints)[1] = 7,
            node -> ((double[]) (Object) node.ints)[1],
            node -> ((boolean[]) (Object) node.ints)[1],
            node -> ((char[]) (Object) node.ints)[1]++,
            node -> ((Object[]) (Object) node.ints)[-1],
            node -> node.grid[0][128 - 128].grid[1000],
            node -> {
                throw (RuntimeException) (Object) node.next;
            },
            node -> {
                synchronized (node.next) {
                    return node;
                }
            },
            node -> {
                Node local = node.next;
                return local.next.value;
            },
            node -> {
                Node local = node;
                for (int i = 0; i < 3; i++) {
                    local = local.next;
                }
                return local;
            },
            node -> 1 + (Integer) (Object) node.next,
            node -> (node.value > 0 ? node.text : node.next.text).trim(),
            node -> (node.value == 0 ? node.text : "x").trim(),
            node -> node.text.compareTo(node.text + node.size),
            node -> Stream.of(node).map(each -> each.next).toArray()[0].hashCode(),
            node -> {
                try {
                    return node.next.value / node.value;
                } catch (ArithmeticException e) {
                    return e.getCause().getMessage();
                }
            },
            node -> {
                switch (node.text) {
                    case "a":
                        return node.value;
                    default:
                        return node.size;
                }
            },
            node -> {
                long wide = node.size;
                node.next.size += wide << 3;
                return -wide;
            },
            node -> ((List<?>) (Object) node.next).get(node.value),
            node -> node.next.grid[3][4] = node);

    static Stream<Function<Node, Object>> bodies() {
        return BODIES.stream();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void saysWhatHotSpotSays(Function<Node, Object> body) throws IOException {
        Throwable thrown = catchThrowable(() -> body.apply(new Node()));
        assertThat(thrown).isInstanceOf(NullPointerException.class);
        assertThat(texts(thrown.getStackTrace()[0].getMethodName())).contains(thrown.getMessage());
    }

    @Test
    void saysNothingOfWhatIsThrownByHand() throws IOException {
        assertThat(texts("thrownByHand")).noneMatch(text -> text.startsWith("Cannot invoke"));
    }

    static void thrownByHand() {
        throw new NullPointerException();
    }

    @Test
    void namesParametersWhereTheClassFileDoesNot() throws IOException {
        ClassFile stripping = ClassFile.of(ClassFile.DebugElementsOption.DROP_DEBUG);
        byte[] bytes = stripping.transformClass(
                stripping.parse(bytes(NullDescriberTest.class)),
                ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL));
        assertThat(texts(ClassFile.of().parse(bytes), "parameters"))
                .contains(
                        "Cannot read field \"next\" because \"<parameter2>\" is null",
                        "Cannot read field \"text\" because \"<local3>\" is null");
    }

    static String parameters(long first, Node second) {
        Node local = second.next;
        return local.text;
    }

    @Test
    void everyMethodOfTheJdkCanBeFollowed() throws IOException {
        int texts = 0;
        for (Class<?> type : List.of(
                java.util.HashMap.class,
                java.util.TreeMap.class,
                java.util.Arrays.class,
                java.util.regex.Pattern.class,
                java.math.BigDecimal.class,
                java.lang.invoke.MethodHandles.class,
                java.util.concurrent.ConcurrentHashMap.class,
                java.time.format.DateTimeFormatterBuilder.class,
                java.util.concurrent.CompletableFuture.class)) {
            for (MethodModel method : ClassFile.of().parse(bytes(type)).methods()) {
                texts += NullDescriber.describe(method, indices(method)).size();
            }
        }
        assertThat(texts).isGreaterThan(5_000);
    }

    private static List<String> texts(String name) throws IOException {
        return texts(ClassFile.of().parse(bytes(NullDescriberTest.class)), name);
    }

    private static List<String> texts(ClassModel model, String name) {
        List<String> texts = new ArrayList<>();
        for (MethodModel method : model.methods()) {
            if (method.methodName().equalsString(name)) {
                texts.addAll(NullDescriber.describe(method, indices(method)).values());
            }
        }
        return texts;
    }

    private static Set<Integer> indices(MethodModel method) {
        Set<Integer> indices = new HashSet<>();
        method.findAttribute(Attributes.code()).ifPresent(code -> {
            int index = 0;
            for (CodeElement element : code) {
                if (element instanceof Instruction instruction) {
                    indices.add(index);
                    index += instruction.sizeInBytes();
                }
            }
        });
        return indices;
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (InputStream file = type.getResourceAsStream("/" + type.getName().replace('.', '/') + ".class")) {
            return file.readAllBytes();
        }
    }
}

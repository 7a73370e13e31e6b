package differential;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the language itself promises. */
final class LanguageProbes {
    sealed interface Shape permits Circle, Square, Pair {}

    record Circle(double radius) implements Shape {}

    record Square(int side) implements Shape {
        Square {
            if (side < 0) {
                throw new IllegalArgumentException("negative side " + side);
            }
        }
    }

    record Pair<A, B>(A first, B second) implements Shape {}

    enum Color {
        RED,
        GREEN {
            @Override
            String tone() {
                return "special " + name();
            }
        };

        String tone() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    record Numbers(byte b, short s, int i, long l, float f, double d, char c, boolean z, int[] a, String t) {}

    static class Base {
        final List<String> log = new ArrayList<>();

        Base() {
            init();
        }

        void init() {
            log.add("base");
        }
    }

    static final class Derived extends Base {
        private String field = "set";

        @Override
        void init() {
            log.add("derived " + field);
        }
    }

    static final class Initialized {
        static final int CONSTANT = 5;
        static int computed = Integer.parseInt("7");

        static {
            ORDER.add("initialized");
        }
    }

    static final class Failing {
        static final int VALUE = Integer.parseInt("x");
    }

    private static final List<String> ORDER = new ArrayList<>();

    private LanguageProbes() {}

    static void run(Probes p) {
        List<Object> values = List.of(new Circle(1.5), new Square(3), new Pair<>("a", new Square(2)), Color.GREEN, 42, "text", 'c', new int[] {1}, 7L);
        for (Object value : values) {
            p.of("switch on " + value.getClass().getSimpleName(), () -> describe(value));
        }
        p.of("switch on null", () -> describe(null));
        p.of("switch null enum", () -> {
            Color color = null;
            return switch (color) {
                case RED -> 1;
                case GREEN -> 2;
            };
        });
        p.of("record", () -> new Pair<>(1, null) + " " + new Pair<>(1, 2).equals(new Pair<>(1, 2)) + " " + new Pair<>("a", 2).hashCode());
        p.of("record check", () -> new Square(-1));
        p.of("record of all", () -> {
            Numbers numbers = new Numbers((byte) 1, (short) 2, 3, 4, 5f, 6, 'x', true, null, "t");
            return numbers + " " + numbers.hashCode();
        });
        p.of("record zeroes", () -> new Circle(0.0).equals(new Circle(-0.0)) + " " + new Circle(Double.NaN).equals(new Circle(Double.NaN)));
        p.of("enum", () -> Color.GREEN.tone() + Color.valueOf("RED").tone() + Color.GREEN.getClass().getName() + Color.GREEN.getDeclaringClass());
        p.of("enum unknown", () -> Color.valueOf("BLUE"));
        p.of("enum null", () -> Color.valueOf(null));
        p.of("construction order", () -> new Derived().log);
        p.of("initialization", () -> {
            ORDER.add("before");
            int constant = Initialized.CONSTANT;
            ORDER.add("constant " + constant);
            ORDER.add("computed " + Initialized.computed);
            return ORDER;
        });
        p.of("failing initializer", () -> Failing.VALUE);
        p.of("failed initializer", () -> Failing.VALUE);
        p.of("evaluation order", () -> {
            int[] array = {0, 0, 0};
            int index = 0;
            array[index++] = index++ + index;
            return array;
        });
        p.of("compound", () -> {
            byte value = (byte) 200;
            value += 100.7;
            value <<= 1;
            return value;
        });
        p.of("finally", LanguageProbes::finallyWins);
        p.of("resources", () -> {
            StringBuilder order = new StringBuilder();
            try (AutoCloseable first = () -> order.append("1");
                    AutoCloseable second = () -> order.append("2")) {
                order.append("body");
            }
            return order;
        });
        p.of("labels", () -> {
            int count = 0;
            outer:
            for (int row = 0; row < 5; row++) {
                for (int column = 0; column < 5; column++) {
                    if (column == 3) {
                        continue outer;
                    }
                    if (row == 3) {
                        break outer;
                    }
                    count++;
                }
            }
            return count;
        });
        p.of("capture", () -> {
            List<Supplier<Integer>> suppliers = new ArrayList<>();
            for (int each : new int[] {1, 2, 3}) {
                suppliers.add(() -> each * each);
            }
            return suppliers.stream().map(Supplier::get).toList();
        });
        p.of("boxing", () -> {
            Object value = true ? 1 : 2.0;
            return value;
        });
        p.of("unboxing null", () -> {
            Integer value = null;
            return value + 1;
        });
        p.of("assert", () -> {
            assert ORDER.isEmpty() : "assertion";
            return "off";
        });
        p.of("varargs", () -> String.valueOf(count()) + count(1, 2) + count((Object[]) null));
        p.of("generic cast", () -> {
            @SuppressWarnings("unchecked")
            List<String> strings = (List<String>) (List<?>) new ArrayList<>(List.of(1));
            return strings.get(0).length();
        });
        p.of("local record", () -> {
            record Local(int x) {}
            return new Local(3);
        });
        p.of("nested pattern", () -> new Pair<>(new Pair<>(1, 2), 3) instanceof Pair<?, ?>(Pair<?, ?>(var a, var b), var c) ? "" + a + b + c : "no");
        p.of("accessor fails", () -> {
            Object value = new Throwing(1);
            return value instanceof Throwing(int x) ? x : 0;
        });
        p.of("object methods", () -> new int[0].getClass() + " " + new int[0][0].getClass().getSimpleName() + " " + ((Runnable) () -> {}).getClass().isSynthetic());
    }

    record Throwing(int x) {
        @Override
        public int x() {
            throw new IllegalStateException("accessor");
        }
    }

    private static String describe(Object value) {
        return switch (value) {
            case Circle(double radius) when radius > 1 -> "large circle " + radius;
            case Circle circle -> "circle";
            case Square(var side) -> "square " + side;
            case Pair<?, ?>(String first, Square(int side)) -> first + side;
            case Pair<?, ?> pair -> "pair";
            case Color.RED -> "red";
            case Color color -> color.tone();
            case Integer number when number > 40 -> "large " + number;
            case Integer number -> "number";
            case String text -> text.toUpperCase(java.util.Locale.ROOT);
            case Character character -> "character " + (int) character;
            case int[] array -> "array of " + array.length;
            default -> "something " + value;
        };
    }

    @SuppressWarnings("finally")
    private static int finallyWins() {
        try {
            throw new IllegalStateException();
        } finally {
            return 3;
        }
    }

    private static int count(Object... values) {
        return values == null ? -1 : values.length;
    }
}

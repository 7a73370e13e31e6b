package dev.ristretto.tests.runtime;

import java.util.List;
import java.util.Map;

/** What exceptions say that the machine throws. */
final class MessageChecks {
    private static final class Node {
        Node next;
        int value;
        long size;
        int[] numbers;
        String text;

        Node next() {
            return next;
        }
    }

    private static final Node NODE = new Node();
    private static Object none;

    private MessageChecks() {}

    static void plan(Plan plan) {
        says(
                plan,
                "method of a field",
                "Cannot invoke \"String.length()\" because \"<field>.text\" is null",
                () -> NODE.text.length());
        says(
                plan,
                "field of a field",
                "Cannot read field \"value\" because \"<field>.next\" is null",
                () -> NODE.next.value);
        says(
                plan,
                "field of a result",
                "Cannot read field \"size\" because the return value of"
                        + " \"dev.ristretto.tests.runtime.MessageChecks$Node.next()\" is null",
                () -> NODE.next().size);
        says(
                plan,
                "written field",
                "Cannot assign field \"size\" because \"<field>.next\" is null",
                () -> NODE.next.size = 3);
        says(plan, "element", "Cannot load from int array because \"<field>.numbers\" is null", () -> NODE.numbers[1]);
        says(
                plan,
                "written element",
                "Cannot store to int array because \"<field>.numbers\" is null",
                () -> NODE.numbers[1] = 2);
        says(
                plan,
                "length",
                "Cannot read the array length because \"<field>.numbers\" is null",
                () -> NODE.numbers.length);
        says(
                plan,
                "static field",
                "Cannot invoke \"Object.hashCode()\" because \"dev.ristretto.tests.runtime.MessageChecks.none\" is"
                        + " null",
                () -> none.hashCode());
        says(
                plan,
                "local variable",
                "Cannot invoke \"java.util.List.isEmpty()\" because \"list\" is null",
                () -> isEmpty(null));
        says(
                plan,
                "unboxing",
                "Cannot invoke \"java.lang.Integer.intValue()\" because the return value of"
                        + " \"java.util.Map.get(Object)\" is null",
                () -> {
                    int number = Map.of("a", 1).get(NODE.value + "b");
                    return number;
                });
        says(
                plan,
                "lock",
                "Cannot enter synchronized block because \"dev.ristretto.tests.runtime.MessageChecks.none\" is null",
                () -> {
                    synchronized (none) {
                        return none;
                    }
                });
        says(plan, "message by hand", "by hand", () -> {
            throw new NullPointerException("by hand");
        });
        says(plan, "no message by hand", "null", () -> {
            throw new NullPointerException();
        });
        says(
                plan,
                "cast",
                "class java.lang.String cannot be cast to class java.lang.Integer (java.lang.String and"
                        + " java.lang.Integer are in module java.base of loader 'bootstrap')",
                () -> (Integer) text());
        says(
                plan,
                "cast to own",
                "class java.lang.String cannot be cast to class dev.ristretto.tests.runtime.MessageChecks$Node"
                        + " (java.lang.String is in module java.base of loader 'bootstrap';"
                        + " dev.ristretto.tests.runtime.MessageChecks$Node is in unnamed module of loader 'app')",
                () -> (Node) text());
        says(plan, "stored array", "[Ljava.lang.Integer;", () -> {
            Object[][] texts = new String[NODE.value + 1][];
            texts[0] = new Integer[0];
            return texts;
        });
    }

    /** @param expected with {@code <field>} for the name of the class's field */
    private static void says(Plan plan, String name, String expected, Expectation.Body body) {
        plan.check(name, expected.replace("<field>", MessageChecks.class.getName() + ".NODE"), () -> {
            try {
                return "no exception but " + body.run();
            } catch (RuntimeException e) {
                return String.valueOf(e.getMessage());
            }
        });
    }

    private static boolean isEmpty(List<?> list) {
        return list.isEmpty();
    }

    private static Object text() {
        return NODE.value == 0 ? "text" : NODE;
    }
}

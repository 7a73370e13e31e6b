package differential;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Externalizable;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInput;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Java serialization, of the JDK's types and of own ones. */
final class SerializationProbes {
    record Point(int x, String name) implements Serializable {}

    enum Color {
        RED,
        GREEN
    }

    static class Parent {
        int parent = 1;
    }

    static final class Child extends Parent implements Serializable {
        private static final long serialVersionUID = 5;
        private final String name;
        private final transient int lost = 7;
        Child self = this;

        Child(String name) {
            this.name = name;
            parent = 99;
        }

        @Override
        public String toString() {
            return name + lost + parent + (self == this);
        }
    }

    static final class Custom implements Serializable {
        private static final long serialVersionUID = 1;
        private transient String text = "custom";

        private void writeObject(ObjectOutputStream output) throws IOException {
            output.defaultWriteObject();
            output.writeUTF(text);
        }

        private void readObject(ObjectInputStream input) throws IOException, ClassNotFoundException {
            input.defaultReadObject();
            text = "read " + input.readUTF();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    static final class Singleton implements Serializable {
        private static final long serialVersionUID = 1;
        static final Singleton ONE = new Singleton();

        private Object readResolve() {
            return ONE;
        }

        @Override
        public String toString() {
            return "one " + (this == ONE);
        }
    }

    /** Writes itself. */
    public static final class Own implements Externalizable {
        private int value;

        /** For the reader. */
        public Own() {}

        Own(int value) {
            this.value = value;
        }

        @Override
        public void writeExternal(ObjectOutput output) throws IOException {
            output.writeInt(value);
        }

        @Override
        public void readExternal(ObjectInput input) throws IOException {
            value = input.readInt() + 1;
        }

        @Override
        public String toString() {
            return "own " + value;
        }
    }

    static final class Unwilling implements Serializable {
        private static final long serialVersionUID = 1;

        private void readObject(ObjectInputStream input) throws IOException {
            throw new InvalidObjectException("unwilling");
        }
    }

    static final class Holder implements Serializable {
        private static final long serialVersionUID = 1;
        Object held = new Parent();
    }

    interface Lambda extends Runnable, Serializable {}

    private SerializationProbes() {}

    static void run(Probes p) throws Exception {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Object value : values()) {
            values.putIfAbsent(value.getClass().getTypeName(), value);
        }
        values.forEach((name, value) -> p.of(name, () -> {
            Object read = read(write(value));
            return value instanceof Object[] || value.getClass().isArray() || value.equals(read) ? Shown.of(read) : "other: " + Shown.of(read);
        }));
        own(p);
        streams(p);
    }

    private static List<Object> values() throws Exception {
        return List.of(
                "text", 1, 2L, 3.5, 4.5f, (short) 5, (byte) 6, 'c', true, new int[] {1, 2}, new String[] {"a"}, new byte[][] {{1}},
                new BigInteger("123456789012345678901"), new BigDecimal("1.50"), new Date(5), new ArrayList<>(List.of(1)),
                new LinkedList<>(List.of(1)), List.of(1, 2), List.of(1, 2, 3), Set.of(1), Map.of(1, 2), new HashMap<>(Map.of("a", 1)),
                new TreeMap<>(Map.of("b", 2)), new LinkedHashMap<>(Map.of("c", 3)), new HashSet<>(Set.of("x")), new TreeSet<>(Set.of("y")),
                new LinkedHashSet<>(Set.of("z")), new ArrayDeque<>(List.of(1)), new PriorityQueue<>(List.of(3, 1)), new Vector<>(List.of(1)),
                new Stack<>(), new Hashtable<>(Map.of(1, 2)), new Properties(), new BitSet(5), new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
                EnumSet.of(TimeUnit.DAYS), new IdentityHashMap<>(), Arrays.asList(1, 2), Collections.emptyList(), Collections.emptyMap(),
                Collections.singletonList(1), Collections.unmodifiableList(new ArrayList<>(List.of(1))), Collections.unmodifiableMap(new HashMap<>()),
                Collections.synchronizedList(new ArrayList<>()), Collections.nCopies(2, "a"), new ConcurrentHashMap<>(Map.of(1, 2)),
                new CopyOnWriteArrayList<>(List.of(1)), new LinkedBlockingQueue<>(List.of(1)), new AtomicInteger(4), new AtomicLong(5),
                new ReentrantLock(), UUID.fromString("00000000-0000-0001-0000-000000000002"), Locale.GERMANY, Currency.getInstance("EUR"),
                URI.create("http://h/p"), new java.net.URL("http://h/p"), InetAddress.getByName("127.0.0.1"), new InetSocketAddress("127.0.0.1", 5),
                TimeUnit.DAYS, DayOfWeek.MONDAY, Duration.ofSeconds(5), Instant.EPOCH, LocalDate.EPOCH, LocalTime.NOON, LocalDateTime.MIN,
                OffsetDateTime.MIN, Period.ofDays(3), Year.of(2000), ZoneId.of("Europe/Berlin"), ZonedDateTime.parse("2024-01-01T00:00Z[Europe/Paris]"),
                String.class, int[].class, new Random(5), new StringBuilder("sb"), new StringBuffer("sb"), TimeZone.getTimeZone("Asia/Tokyo"),
                new GregorianCalendar(2024, 1, 1), new java.io.File("/a/b"), new IllegalStateException("m"), new IOException("c", new Error("e")),
                new java.text.DecimalFormat("0.0", java.text.DecimalFormatSymbols.getInstance(Locale.US)), new java.text.SimpleDateFormat("yyyy", Locale.US),
                java.util.regex.Pattern.compile("a+"), new java.sql.Timestamp(5), new AbstractMap.SimpleEntry<>(1, 2), new OptionalHolder("o"));
    }

    record OptionalHolder(String text) implements Serializable {}

    private static void own(Probes p) {
        p.of("record", () -> read(write(new Point(1, "a"))));
        p.of("enum", () -> read(write(Color.GREEN)) == Color.GREEN);
        p.of("class", () -> read(write(new Child("child"))));
        p.of("custom", () -> read(write(new Custom())));
        p.of("resolved", () -> read(write(new Singleton())));
        p.of("external", () -> read(write(new Own(5))));
        p.of("unwilling", () -> read(write(new Unwilling())));
        p.of("not serializable", () -> write(new Parent()));
        p.of("holds not serializable", () -> write(new Holder()));
        p.of("optional", () -> write(Optional.of(1)));
        p.of("lambda", () -> {
            ((Lambda) read(write((Lambda) () -> {}))).run();
            return "ran";
        });
        p.of("own arrays", () -> read(write(new Point[][] {{new Point(1, null)}})));
        p.of("graph", () -> {
            List<Object> list = new ArrayList<>();
            list.add(list);
            List<?> read = (List<?>) read(write(list));
            return read.get(0) == read;
        });
        p.of("bytes", () -> write(new Point(1, "a")));
        p.of("version", () -> ObjectStreamClass.lookup(Point.class).getSerialVersionUID() + " " + ObjectStreamClass.lookup(Holder.class));
        p.of("computed version", () -> ObjectStreamClass.lookup(ArrayList.class).getSerialVersionUID() + " " + ObjectStreamClass.lookup(TimeUnit.class));
        p.of("fields", () -> ObjectStreamClass.lookup(Child.class).getFields());
    }

    private static void streams(Probes p) {
        p.of("garbage", () -> read(new byte[] {1, 2, 3, 4, 5}));
        p.of("empty", () -> read(new byte[0]));
        p.of("cut", () -> read(Arrays.copyOf(write("text"), 6)));
        p.of("unknown class", () -> {
            byte[] bytes = write(new Point(1, "a"));
            String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).replace("Point", "Joint");
            return read(text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        });
        p.of("filter", () -> filtered(new ArrayList<>(List.of(1)), ObjectInputFilter.Config.createFilter("!java.util.ArrayList;*")));
        p.of("filter allows", () -> filtered(new ArrayList<>(List.of(1)), ObjectInputFilter.Config.createFilter("java.util.*;java.lang.*;!*")));
        p.of("filter depth", () -> filtered(new ArrayList<>(List.of(List.of(1))), ObjectInputFilter.Config.createFilter("maxdepth=1")));
        p.of("filter pattern", () -> ObjectInputFilter.Config.createFilter("maxrefs=x"));
        p.of("primitives", () -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
                output.writeInt(5);
                output.writeObject("x");
                output.writeUnshared("x");
                output.reset();
                output.writeDouble(0.5);
            }
            ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()));
            return input.readInt() + " " + input.readObject() + input.readUnshared() + input.readDouble() + input.read();
        });
        p.of("optional data", () -> {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
                output.writeInt(5);
            }
            return read(bytes.toByteArray());
        });
    }

    private static byte[] write(Object value) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
            output.writeObject(value);
        }
        return bytes.toByteArray();
    }

    private static Object read(byte[] bytes) throws Exception {
        try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return input.readObject();
        }
    }

    private static Object filtered(Object value, ObjectInputFilter filter) throws Exception {
        try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(write(value)))) {
            input.setObjectInputFilter(filter);
            return input.readObject();
        }
    }
}

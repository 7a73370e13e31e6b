package differential;

import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Collections and arrays. */
final class CollectionProbes {
    private CollectionProbes() {}

    static void run(Probes p) {
        errors(p);
        maps(p);
        sequences(p);
        arrays(p);
        bits(p);
    }

    private static void errors(Probes p) {
        p.of("list index", () -> new ArrayList<>(List.of(1)).get(1));
        p.of("immutable index", () -> List.of(1, 2, 3).get(3));
        p.of("immutable add", () -> List.of().add(null));
        p.of("immutable null", () -> List.of((Object) null));
        p.of("immutable contains null", () -> List.of(1).contains(null));
        p.of("duplicate", () -> Set.of(1, 1));
        p.of("duplicate key", () -> Map.of("a", 1, "a", 2));
        p.of("as list add", () -> Arrays.asList(1).add(2));
        p.of("unmodifiable", () -> Collections.unmodifiableMap(new HashMap<>()).put(1, 1));
        p.of("modified", () -> {
            List<Integer> list = new ArrayList<>(List.of(1, 2, 3));
            for (Integer each : list) {
                list.remove(each);
            }
            return list;
        });
        p.of("modified map", () -> {
            Map<Integer, Integer> map = new HashMap<>(Map.of(1, 1));
            return map.computeIfAbsent(2, key -> map.put(3, 3));
        });
        p.of("empty iterator", () -> List.of().iterator().next());
        p.of("empty first", () -> new ArrayList<>().getFirst());
        p.of("empty queue", () -> new ArrayDeque<>().remove());
        p.of("empty stack", () -> new Stack<>().pop());
        p.of("empty vector", () -> new Vector<>().firstElement());
        p.of("empty tree", () -> new TreeMap<>().firstKey());
        p.of("empty linked", () -> new LinkedList<>().element());
        p.of("tree null", () -> new TreeMap<>().put(null, 1));
        p.of("tree mixed", () -> new TreeSet<Object>(List.of(1, "a")).size());
        p.of("sub map", () -> new TreeMap<>(Map.of(1, 1)).subMap(3, 2));
        p.of("sub list", () -> new ArrayList<>(List.of(1, 2)).subList(1, 3));
        p.of("negative capacity", () -> new ArrayList<>(-1));
        p.of("negative map", () -> new HashMap<>(-1));
        p.of("concurrent null", () -> new ConcurrentHashMap<>().put("a", null));
        p.of("checked", () -> {
            @SuppressWarnings({"unchecked", "rawtypes"})
            List<Object> list = (List) Collections.checkedList(new ArrayList<>(), String.class);
            return list.add(1);
        });
        p.of("optional", () -> Optional.empty().get());
        p.of("optional throw", () -> Optional.empty().orElseThrow(() -> new IllegalStateException("mine")));
        p.of("comparison", () -> {
            Integer[] values = new Random(1).ints(100).boxed().toArray(Integer[]::new);
            Arrays.sort(values, (a, b) -> 1 - (a ^ b) % 3);
            return "sorted";
        });
        p.of("array store", () -> {
            Object[] objects = new Integer[1];
            objects[0] = "x";
            return objects;
        });
        p.of("to array", () -> List.of("a").toArray(new Integer[1]));
        p.of("enum", () -> TimeUnit.valueOf("WEEKS"));
        p.of("n copies", () -> Collections.nCopies(-1, 1));
    }

    private static void maps(Probes p) {
        p.of("hash order", () -> new HashMap<>(new TreeMap<>(Map.of("one", 1, "two", 2, "three", 3, "four", 4))));
        p.of("hash set order", () -> new HashSet<>(List.of("x", "yy", "zzz", "Aa", "BB")));
        p.of("collisions", () -> {
            Map<String, Integer> map = new HashMap<>();
            for (int index = 0; index < 1024; index++) {
                StringBuilder key = new StringBuilder();
                for (int bit = 0; bit < 10; bit++) {
                    key.append((index >> bit & 1) == 0 ? "Aa" : "BB");
                }
                map.put(key.toString(), index);
            }
            return map.size() + " " + map.get("Aa".repeat(10)) + " " + List.copyOf(map.values()).hashCode();
        });
        p.of("access order", () -> {
            Map<String, Integer> map = new LinkedHashMap<>(8, 0.75f, true);
            map.put("a", 1);
            map.put("b", 2);
            map.get("a");
            return map;
        });
        p.of("merge", () -> {
            Map<String, Integer> map = new TreeMap<>();
            map.merge("a", 1, Integer::sum);
            map.merge("a", 1, Integer::sum);
            map.compute("b", (key, value) -> value == null ? 5 : null);
            map.replaceAll((key, value) -> value * 10);
            return map;
        });
        p.of("navigable", () -> {
            NavigableMap<Integer, String> map = new TreeMap<>(Map.of(1, "a", 3, "c", 5, "e"));
            return map.floorKey(4) + " " + map.higherEntry(3) + " " + map.descendingMap() + " " + map.headMap(3, true);
        });
        p.of("skip list", () -> new ConcurrentSkipListMap<>(Map.of(2, "b", 1, "a")).ceilingEntry(2));
        p.of("concurrent", () -> {
            ConcurrentHashMap<Integer, Integer> map = new ConcurrentHashMap<>();
            for (int index = 0; index < 1000; index++) {
                map.merge(index % 7, 1, Integer::sum);
            }
            return map + " " + map.reduceValues(10, Integer::sum) + " " + map.search(1, (k, v) -> v == 142 ? "found" : null);
        });
        p.of("recursive", () -> {
            ConcurrentHashMap<String, Integer> map = new ConcurrentHashMap<>();
            return map.computeIfAbsent("AaAa", key -> map.computeIfAbsent("BBBB", other -> 1));
        });
        p.of("identity", () -> {
            Map<String, Integer> map = new IdentityHashMap<>();
            map.put(new String("a"), 1);
            map.put(new String("a"), 2);
            return map.size();
        });
        p.of("weak", () -> new WeakHashMap<>(Map.of("a", 1)));
        p.of("enum map", () -> new EnumMap<>(Map.of(TimeUnit.DAYS, 1, TimeUnit.SECONDS, 2)) + "" + EnumSet.complementOf(EnumSet.range(TimeUnit.NANOSECONDS, TimeUnit.HOURS)));
        p.of("itself", () -> {
            Map<String, Object> map = new HashMap<>();
            map.put("me", map);
            return map;
        });
        p.of("entry", () -> Map.entry("k", "v") + " " + Map.entry(1, 2).hashCode());
    }

    private static void sequences(Probes p) {
        p.of("shuffle", () -> {
            List<Integer> list = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6, 7, 8));
            Collections.shuffle(list, new Random(42));
            Collections.rotate(list, 3);
            return list + " " + Collections.max(list) + Collections.frequency(list, 3);
        });
        p.of("queue", () -> {
            PriorityQueue<String> queue = new PriorityQueue<>(Comparator.comparing(String::length).thenComparing(Comparator.reverseOrder()));
            queue.addAll(List.of("ccc", "a", "bb", "b"));
            return queue + " " + queue.poll() + queue.poll();
        });
        p.of("reversed", () -> new LinkedHashSet<>(List.of(1, 2, 3)).reversed() + " " + List.of(1, 2).reversed());
        p.of("binary search", () -> Collections.binarySearch(List.of(1, 3, 5), 4) + " " + Arrays.binarySearch(new double[] {-0.0, 0.0}, 0.0));
        p.of("sub list change", () -> {
            List<Integer> list = new ArrayList<>(List.of(1, 2, 3, 4));
            list.subList(1, 3).clear();
            return list;
        });
        p.of("list iterator", () -> {
            var iterator = new LinkedList<>(List.of("a", "b")).listIterator(1);
            iterator.add("x");
            return iterator.previous() + iterator.nextIndex();
        });
        p.of("own list", () -> new AbstractList<Integer>() {
            @Override
            public Integer get(int index) {
                return index * index;
            }

            @Override
            public int size() {
                return 4;
            }
        }.subList(1, 4));
        p.of("copy on write", () -> new CopyOnWriteArrayList<>(List.of(1, 2)).addIfAbsent(2));
        p.of("comparators", () -> {
            List<String> list = Arrays.asList("b", null, "A");
            list.sort(Comparator.nullsFirst(String.CASE_INSENSITIVE_ORDER));
            return list;
        });
    }

    private static void arrays(Probes p) {
        p.of("deep", () -> Arrays.deepToString(new Object[] {1, new int[] {2}, new Object[] {null}}));
        p.of("mismatch", () -> Arrays.mismatch(new int[] {1, 2}, new int[] {1, 3}) + " " + Arrays.compare(new byte[] {1}, new byte[] {-1}));
        p.of("parallel prefix", () -> {
            int[] values = new int[10];
            Arrays.setAll(values, index -> index);
            Arrays.parallelPrefix(values, Integer::sum);
            return values;
        });
        p.of("sorts", () -> {
            Random random = new Random(7);
            double[] doubles = random.doubles(20_000).map(value -> value < 0.01 ? -0.0 : value).toArray();
            float[] floats = new float[5000];
            long[] longs = random.longs(20_000).toArray();
            char[] chars = new char[5000];
            for (int index = 0; index < floats.length; index++) {
                floats[index] = random.nextFloat() - 0.5f;
                chars[index] = (char) random.nextInt();
            }
            Arrays.sort(doubles);
            Arrays.sort(floats);
            Arrays.parallelSort(longs);
            Arrays.sort(chars);
            return Arrays.hashCode(doubles) + " " + Arrays.hashCode(floats) + " " + Arrays.hashCode(longs) + " " + Arrays.hashCode(chars);
        });
        p.of("sort range", () -> {
            int[] values = {3, 2, 1};
            Arrays.sort(values, 2, 5);
            return values;
        });
        p.of("copy", () -> Arrays.copyOfRange(new int[3], 2, 1));
        p.of("negative copy", () -> Arrays.copyOf(new int[3], -1));
        p.of("hash", () -> Arrays.hashCode(new Object[] {"a", null}) + " " + Arrays.deepHashCode(new Object[] {new int[] {1}}));
        p.of("array copy", () -> {
            System.arraycopy(new int[2], 1, new int[2], 0, 2);
            return "";
        });
        p.of("array copy types", () -> {
            System.arraycopy(new int[2], 0, new long[2], 0, 1);
            return "";
        });
        p.of("array copy elements", () -> {
            System.arraycopy(new Object[] {1, "x"}, 0, new Integer[2], 0, 2);
            return "";
        });
    }

    private static void bits(Probes p) {
        BitSet bits = BitSet.valueOf(new long[] {0b1011, 1});
        p.of("bit set", () -> bits + " " + bits.cardinality() + " " + bits.nextClearBit(0) + " " + bits.previousSetBit(63) + " " + bits.length());
        p.of("bit set bytes", () -> bits.toByteArray());
        p.of("bit set negative", () -> bits.get(-1));
        p.of("bit set range", () -> bits.get(3, 1));
        p.of("bit stream", () -> bits.stream().boxed().toList());
    }
}

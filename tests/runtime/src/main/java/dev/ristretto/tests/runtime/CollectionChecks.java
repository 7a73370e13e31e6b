package dev.ristretto.tests.runtime;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Collections and streams. */
final class CollectionChecks {
    private CollectionChecks() {}

    static void plan(Plan plan) {
        plan.check("hash map of 100,000", 4_999_950_000L, () -> {
            Map<Integer, Long> map = new HashMap<>();
            for (int i = 0; i < 100_000; i++) {
                map.merge(i % 1000, (long) i, Long::sum);
            }
            return map.values().stream().mapToLong(Long::longValue).sum();
        });
        plan.check("tree map ranges", "{3=c, 4=d}", () -> {
            TreeMap<Integer, String> map = new TreeMap<>(Map.of(1, "a", 2, "b", 3, "c", 4, "d", 5, "e"));
            return map.subMap(3, 5).toString();
        });
        plan.check("access order", "[b, c, a]", () -> {
            Map<String, Integer> map = new LinkedHashMap<>(16, 0.75f, true);
            map.put("a", 1);
            map.put("b", 2);
            map.put("c", 3);
            map.get("a");
            return map.keySet().toString();
        });
        plan.check("sort is stable", "[bb, aa, cc, ddd, eee]", () -> {
            List<String> list = new ArrayList<>(List.of("ddd", "bb", "aa", "eee", "cc"));
            list.sort(java.util.Comparator.comparingInt(String::length));
            return list.toString();
        });
        plan.holds("sort of 100,000", () -> {
            int[] numbers = new Random(7).ints(100_000).toArray();
            java.util.Arrays.sort(numbers);
            return IntStream.range(1, numbers.length).allMatch(i -> numbers[i - 1] <= numbers[i]);
        });
        plan.holds("sort of 100,000 longs agrees with boxed ones", () -> {
            long[] numbers = new Random(7).longs(100_000).map(n -> n >> n & 63).toArray();
            long[] boxed = java.util.Arrays.stream(numbers).boxed().sorted().mapToLong(n -> n).toArray();
            java.util.Arrays.sort(numbers);
            return java.util.Arrays.equals(numbers, boxed);
        });
        plan.fails("sort checks its range", ArrayIndexOutOfBoundsException.class, () -> {
            java.util.Arrays.sort(new int[5000], 10, 5001);
            return null;
        });
        plan.check("priority queue", "1 2 5 9", () -> {
            PriorityQueue<Integer> queue = new PriorityQueue<>(List.of(5, 1, 9, 2));
            return queue.poll() + " " + queue.poll() + " " + queue.poll() + " " + queue.poll();
        });
        plan.check("deque", "[3, 1, 2]", () -> {
            ArrayDeque<Integer> deque = new ArrayDeque<>(List.of(1, 2));
            deque.addFirst(3);
            return deque.toString();
        });
        plan.check("bit set", "{1, 3, 64}", () -> {
            BitSet bits = new BitSet();
            bits.set(1);
            bits.set(3);
            bits.set(64);
            return bits.toString();
        });
        plan.check("identity map", 2, () -> {
            Map<String, Integer> map = new IdentityHashMap<>();
            map.put(new String("x"), 1);
            map.put(new String("x"), 2);
            return map.size();
        });
        plan.holds("weak map forgets", () -> {
            Map<Object, String> map = new WeakHashMap<>();
            map.put(new byte[10], "x");
            for (int i = 0; i < 50 && !map.isEmpty(); i++) {
                System.gc();
                Thread.sleep(10);
            }
            return map.isEmpty();
        });
        plan.fails("immutable list", UnsupportedOperationException.class, () -> List.of(1).add(2));
        plan.fails("change while iterating", ConcurrentModificationException.class, () -> {
            List<Integer> list = new ArrayList<>(List.of(1, 2, 3));
            for (Integer number : list) {
                list.add(number);
            }
            return list;
        });
        plan.check("seeded shuffle", "[2, 1, 5, 6, 4, 3]", () -> {
            List<Integer> list = new ArrayList<>(List.of(1, 2, 3, 4, 5, 6));
            Collections.shuffle(list, new Random(42));
            return list.toString();
        });
        plan.check("stream pipeline", "[a1, b2, c3]", () -> Stream.of("c3", "a1", "b2", "a1")
                .distinct()
                .sorted()
                .toList()
                .toString());
        plan.check("grouping", "{1=[a, b], 2=[cc]}", () -> Stream.of("a", "b", "cc")
                .collect(Collectors.groupingBy(String::length, TreeMap::new, Collectors.toList()))
                .toString());
        plan.check("parallel stream", 499_999_500_000L, () -> LongStream.range(0, 1_000_000)
                .parallel()
                .sum());
        plan.check("flat map, limit, iterate", "[1, 2, 2, 4, 4, 8]", () -> Stream.iterate(1, n -> n * 2)
                .limit(3)
                .flatMap(n -> Stream.of(n, 2 * n))
                .toList()
                .toString());
        plan.check("statistics", "IntSummaryStatistics{count=4, sum=10, min=1, average=2.500000, max=4}", () ->
                IntStream.rangeClosed(1, 4).summaryStatistics().toString());
    }
}

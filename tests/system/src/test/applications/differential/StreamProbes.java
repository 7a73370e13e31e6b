package differential;

import java.util.Comparator;
import java.util.IntSummaryStatistics;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Spliterator;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Gatherers;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Streams. */
final class StreamProbes {
    private static final List<String> WORDS = List.of("pear", "fig", "apple", "kiwi", "plum", "fig");

    private StreamProbes() {}

    static void run(Probes p) {
        p.of("grouping", () -> WORDS.stream().collect(Collectors.groupingBy(String::length, TreeMap::new, Collectors.toList())));
        p.of("partitioning", () -> WORDS.stream().collect(Collectors.partitioningBy(word -> word.length() > 3, Collectors.counting())));
        p.of("teeing", () -> WORDS.stream().collect(Collectors.teeing(Collectors.counting(), Collectors.joining(), (a, b) -> a + b)));
        p.of("to map", () -> WORDS.stream().collect(Collectors.toMap(Function.identity(), String::length)));
        p.of("to map merging", () -> new TreeMap<>(WORDS.stream().collect(Collectors.toMap(Function.identity(), String::length, Integer::sum))));
        p.of("flat", () -> WORDS.stream().<Character>mapMulti((word, sink) -> sink.accept(word.charAt(0))).distinct().sorted().toList());
        p.of("take", () -> IntStream.iterate(1, value -> value * 2).takeWhile(value -> value < 100).boxed().toList());
        p.of("drop", () -> WORDS.stream().dropWhile(word -> word.length() != 5).skip(1).limit(2).toList());
        p.of("statistics", () -> IntStream.of(1, 5, 9).summaryStatistics());
        p.of("empty statistics", IntSummaryStatistics::new);
        p.of("average", () -> IntStream.empty().average());
        p.of("sum", () -> DoubleStream.of(0.1, 0.2, 0.3, 1e100, -1e100).sum());
        p.of("parallel", () -> LongStream.rangeClosed(1, 100_000).parallel().map(value -> value * value % 7).sum());
        p.of("parallel order", () -> IntStream.range(0, 10_000).parallel().filter(value -> value % 999 == 0).boxed().toList());
        p.of("parallel failure", () -> {
            try {
                return IntStream.range(0, 100).parallel().map(value -> 1 / (value / 100)).sum();
            } catch (ArithmeticException e) {
                return e.getClass();
            }
        });
        p.of("reduce", () -> WORDS.stream().reduce("", (a, b) -> a + b.charAt(0), String::concat));
        p.of("twice", () -> {
            Stream<String> stream = WORDS.stream();
            stream.count();
            return stream.count();
        });
        p.of("windows", () -> IntStream.range(0, 5).boxed().gather(Gatherers.windowSliding(3)).toList());
        p.of("fold", () -> Stream.of(1, 2, 3).gather(Gatherers.scan(() -> 0, Integer::sum)).toList());
        p.of("concurrent map", () -> Stream.of(1, 2, 3).gather(Gatherers.mapConcurrent(2, value -> value * 2)).toList());
        p.of("immutable", () -> WORDS.stream().toList().add("x"));
        p.of("null in list", () -> Stream.of("a", null).toList());
        p.of("null found", () -> Stream.of((Object) null, 1).findFirst());
        p.of("max", () -> WORDS.stream().max(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder())));
        p.of("iterator", () -> {
            Iterator<Integer> iterator = Stream.of(1, 2).iterator();
            iterator.next();
            iterator.next();
            return iterator.next();
        });
        p.of("close", () -> {
            StringBuilder order = new StringBuilder();
            try (Stream<Integer> stream = Stream.of(1).onClose(() -> order.append("a")).onClose(() -> order.append("b"))) {
                stream.count();
            }
            return order;
        });
        p.of("close failing", () -> {
            try (Stream<Integer> stream = Stream.of(1)
                    .onClose(() -> {
                        throw new IllegalStateException("first");
                    })
                    .onClose(() -> {
                        throw new IllegalArgumentException("second");
                    })) {
                return stream.count();
            } catch (IllegalStateException e) {
                return e + " " + e.getSuppressed()[0];
            }
        });
        p.of("spliterator", () -> {
            Spliterator<Integer> spliterator = List.of(1, 2, 3, 4).spliterator();
            return spliterator.trySplit().estimateSize() + " " + spliterator.hasCharacteristics(Spliterator.SIZED) + StreamSupport.stream(spliterator, false).toList();
        });
        p.of("concat", () -> Stream.concat(Stream.of(1), Stream.of(2)).map(String::valueOf).collect(Collectors.joining("+")));
        p.of("negative limit", () -> Stream.of(1).limit(-1));
        p.of("collecting", () -> WORDS.stream().collect(Collectors.collectingAndThen(Collectors.toUnmodifiableSet(), set -> set.size())));
        p.of("reducing", () -> WORDS.stream().collect(Collectors.filtering(word -> word.length() == 4, Collectors.mapping(String::toUpperCase, Collectors.reducing("", String::concat)))));
        p.of("averaging", () -> WORDS.stream().collect(Collectors.averagingInt(String::length)) + " " + WORDS.stream().collect(Collectors.summarizingDouble(String::length)));
        p.of("builder", () -> Stream.<Integer>builder().add(1).add(2).build().peek(value -> {}).toList());
        p.of("optionals", () -> Stream.of(Optional.of(1), Optional.<Integer>empty()).flatMap(Optional::stream).toList());
        p.of("map of", () -> Map.of(1, 2).entrySet().stream().map(Map.Entry::getValue).toList());
        p.of("boxed range", () -> IntStream.rangeClosed(3, 1).boxed().toList());
        p.of("array", () -> Stream.of("a", "b").toArray(Integer[]::new));
    }
}

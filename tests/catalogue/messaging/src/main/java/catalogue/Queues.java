package catalogue;

import com.lmax.disruptor.YieldingWaitStrategy;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import com.lmax.disruptor.util.DaemonThreadFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** Messages within the process: a ring of preallocated events, and reactive streams. */
final class Queues {
    private static final class Event {
        long value;
    }

    static void run() {
        var sum = new AtomicLong();
        var last = new AtomicLong();
        var disruptor = new Disruptor<>(Event::new, 64, DaemonThreadFactory.INSTANCE, ProducerType.SINGLE, new YieldingWaitStrategy());
        disruptor.handleEventsWith((event, sequence, end) -> event.value *= 2).then((event, sequence, end) -> {
            sum.addAndGet(event.value);
            last.set(sequence);
        });
        var ring = disruptor.start();
        for (long i = 0; i < 10_000; i++) {
            ring.publishEvent((event, sequence, value) -> event.value = value, i);
        }
        disruptor.shutdown();
        System.out.println("disruptor " + sum + " " + last);
        System.out.println(Flux.range(1, 1000)
                .parallel(4)
                .runOn(Schedulers.parallel())
                .map(i -> i * i)
                .sequential()
                .reduce(0L, Long::sum)
                .block());
        System.out.println(Flux.interval(Duration.ofMillis(5)).take(5).buffer(2).zipWith(Flux.just("a", "b", "c")).collectList().block());
        var tries = new AtomicLong();
        System.out.println(Mono.fromCallable(() -> {
                    if (tries.incrementAndGet() < 3) {
                        throw new IllegalStateException("try " + tries);
                    }
                    return "after " + tries;
                })
                .retryWhen(Retry.fixedDelay(5, Duration.ofMillis(1)))
                .subscribeOn(Schedulers.boundedElastic())
                .block());
        Sinks.Many<Integer> sink = Sinks.many().replay().all();
        for (int i = 0; i < 3; i++) {
            sink.tryEmitNext(i).orThrow();
        }
        sink.tryEmitComplete();
        var sent = sink.asFlux().publishOn(Schedulers.single()).concatMap(i -> Flux.just(i, -i)).onBackpressureBuffer();
        System.out.println(sent.collectList().block());
        System.out.println(Mono.error(new IllegalStateException("as meant")).onErrorResume(e -> Mono.just(e.getMessage())).block());
    }
}

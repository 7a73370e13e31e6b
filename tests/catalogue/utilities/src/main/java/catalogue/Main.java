package catalogue;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.eventbus.EventBus;
import com.google.common.eventbus.Subscribe;
import com.google.common.hash.Hashing;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.commons.collections4.bag.HashBag;
import org.apache.commons.io.IOUtils;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.builder.ToStringBuilder;
import org.apache.commons.lang3.builder.ToStringStyle;
import org.apache.commons.text.StringSubstitutor;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.joda.time.DateTimeZone;
import org.joda.time.format.ISODateTimeFormat;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** What is on most class paths, each asked for something of its own. */
public final class Main {
    public static class Listener {
        @Subscribe
        public void on(String event) {
            System.out.println("event " + event);
        }
    }

    public static class Tick implements Job {
        static final CountDownLatch TICKS = new CountDownLatch(2);

        @Override
        public void execute(JobExecutionContext context) {
            TICKS.countDown();
        }
    }

    static class Shape {
        int corners = 4;
        String name = "square";
    }

    public static void main(String[] arguments) throws Exception {
        var bus = new EventBus();
        bus.register(new Listener());
        bus.post("one");
        System.out.println(ImmutableListMultimap.of("a", 1, "a", 2) + " " + Hashing.murmur3_128(7).hashString("x", StandardCharsets.UTF_8));
        var cache = Caffeine.newBuilder().maximumSize(10).expireAfterWrite(Duration.ofHours(1)).recordStats().build(key -> "v" + key);
        System.out.println(cache.get(1) + cache.get(1) + " " + cache.stats().hitCount());
        var weak = Caffeine.newBuilder().weakKeys().softValues().build();
        weak.put("k", "v");
        System.out.println(weak.asMap().size());
        System.out.println(StringUtils.capitalize("lang") + " " + ToStringBuilder.reflectionToString(new Shape(), ToStringStyle.SHORT_PREFIX_STYLE));
        System.out.println(new HashBag<>(List.of("a", "b", "a")).getCount("a") + " " + new StringSubstitutor(Map.of("x", "y")).replace("${x}")
                + " " + IOUtils.toString(new ByteArrayInputStream("io".getBytes()), StandardCharsets.UTF_8));
        System.out.println(ISODateTimeFormat.dateTime().withZone(DateTimeZone.forID("Europe/Vienna")).print(0));
        quartz();
        micrometer();
        lucene();
    }

    private static void quartz() throws Exception {
        var scheduler = StdSchedulerFactory.getDefaultScheduler();
        scheduler.start();
        scheduler.scheduleJob(
                JobBuilder.newJob(Tick.class).build(),
                TriggerBuilder.newTrigger()
                        .withSchedule(SimpleScheduleBuilder.simpleSchedule().withIntervalInMilliseconds(50).repeatForever())
                        .build());
        Tick.TICKS.await();
        scheduler.shutdown(true);
        System.out.println("quartz " + Tick.TICKS.getCount());
    }

    private static void micrometer() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        registry.counter("cups", "colour", "blue").increment(3);
        Timer.builder("fill").publishPercentiles(0.5).register(registry).record(Duration.ofMillis(5));
        new JvmMemoryMetrics().bindTo(registry);
        registry.scrape().lines().filter(line -> line.startsWith("cups") || line.startsWith("fill_seconds_count")).forEach(System.out::println);
    }

    private static void lucene() throws Exception {
        try (var directory = new ByteBuffersDirectory();
                var analyzer = new StandardAnalyzer()) {
            try (var writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
                for (String text : List.of("the quick brown fox", "a lazy dog")) {
                    var document = new Document();
                    document.add(new TextField("text", text, Field.Store.YES));
                    writer.addDocument(document);
                }
            }
            try (var reader = DirectoryReader.open(directory)) {
                var searcher = new IndexSearcher(reader);
                var hits = searcher.search(new QueryParser("text", analyzer).parse("quick OR cat"), 10);
                System.out.println("lucene " + hits.totalHits + " " + searcher.storedFields().document(hits.scoreDocs[0].doc).get("text"));
            }
        }
    }
}

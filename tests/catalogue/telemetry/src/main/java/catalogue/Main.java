package catalogue;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.Baggage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.logs.export.SimpleLogRecordProcessor;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryLogRecordExporter;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Signals that are made here and stay here, in the exporters in memory that the libraries have. */
public final class Main {
    private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();
    private static final InMemoryMetricReader METRICS = InMemoryMetricReader.create();
    private static final InMemoryLogRecordExporter LOGS = InMemoryLogRecordExporter.create();

    /** How a header is read where the carrier is a map. */
    private enum Headers implements TextMapGetter<Map<String, String>> {
        GETTER;

        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public String get(Map<String, String> carrier, String key) {
            return carrier.get(key);
        }
    }

    public static void main(String[] arguments) {
        try (var sdk = sdk()) {
            traces(sdk);
            metrics(sdk);
            logs(sdk);
            micrometer(sdk);
        }
    }

    /** Configured by properties, by which the SDK finds propagators and samplers as services. */
    private static OpenTelemetrySdk sdk() {
        var properties = Map.of(
                "otel.service.name", "cups",
                "otel.resource.attributes", "deployment.environment.name=test",
                "otel.traces.exporter", "none",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none",
                "otel.traces.sampler", "parentbased_traceidratio",
                "otel.traces.sampler.arg", "1.0",
                "otel.propagators", "tracecontext,baggage,b3");
        return AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(() -> properties)
                .addTracerProviderCustomizer((builder, config) -> builder.addSpanProcessor(BatchSpanProcessor.builder(SPANS).build()))
                .addMeterProviderCustomizer((builder, config) -> builder.registerMetricReader(METRICS))
                .addLoggerProviderCustomizer((builder, config) -> builder.addLogRecordProcessor(SimpleLogRecordProcessor.create(LOGS)))
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
    }

    private static void traces(OpenTelemetrySdk sdk) {
        var tracer = sdk.getTracer("catalogue", "1");
        var outer = tracer.spanBuilder("outer").setSpanKind(SpanKind.SERVER).setAttribute("cup", "mug").startSpan();
        var headers = new TreeMap<String, String>();
        try (var scope = outer.makeCurrent();
                var baggage = Baggage.current().toBuilder().put("who", "Ada").build().makeCurrent()) {
            var inner = tracer.spanBuilder("inner").startSpan();
            inner.addEvent("filled", Attributes.of(AttributeKey.longKey("size"), 3L));
            inner.recordException(new IllegalStateException("as meant"));
            inner.setStatus(StatusCode.ERROR, "failed").end();
            sdk.getPropagators().getTextMapPropagator().inject(Context.current(), headers, Map::put);
        }
        outer.end();
        var remote = sdk.getPropagators().getTextMapPropagator().extract(Context.root(), headers, Headers.GETTER);
        System.out.println(headers.keySet() + " " + headers.get("baggage") + " " + Baggage.fromContext(remote).getEntryValue("who") + " "
                + Span.fromContext(remote).getSpanContext().getTraceId().equals(outer.getSpanContext().getTraceId()));
        sdk.getSdkTracerProvider().forceFlush().join(60, TimeUnit.SECONDS);
        for (var span : SPANS.getFinishedSpanItems()) {
            System.out.println(span.getName() + " " + span.getKind() + " " + span.getStatus() + " " + span.getAttributes().asMap() + " "
                    + span.getParentSpanContext().isValid() + " " + span.getEvents().stream().map(event -> event.getName()).toList());
        }
        var resource = SPANS.getFinishedSpanItems().getFirst().getResource();
        System.out.println(resource.getAttribute(AttributeKey.stringKey("service.name")) + " "
                + resource.getAttribute(AttributeKey.stringKey("deployment.environment.name")));
    }

    private static void metrics(OpenTelemetry telemetry) {
        var meter = telemetry.getMeter("catalogue");
        var cups = meter.counterBuilder("cups").setUnit("1").build();
        for (String colour : List.of("blue", "red", "blue")) {
            cups.add(2, Attributes.of(AttributeKey.stringKey("colour"), colour));
        }
        var sizes = meter.histogramBuilder("sizes").setExplicitBucketBoundariesAdvice(List.of(1.0, 5.0, 10.0)).build();
        for (double size : new double[] {0.5, 3, 4, 70}) {
            sizes.record(size);
        }
        meter.gaugeBuilder("level").buildWithCallback(level -> level.record(0.25));
        METRICS.collectAllMetrics().stream()
                .filter(metric -> metric.getInstrumentationScopeInfo().getName().equals("catalogue"))
                .sorted(Comparator.comparing(MetricData::getName))
                .forEach(Main::show);
    }

    private static void show(MetricData metric) {
        System.out.println(metric.getName() + " " + metric.getType() + " " + switch (metric.getType()) {
            case LONG_SUM -> metric.getLongSumData().getPoints().stream()
                    .map(point -> point.getAttributes().get(AttributeKey.stringKey("colour")) + "=" + point.getValue())
                    .sorted()
                    .toList();
            case HISTOGRAM -> metric.getHistogramData().getPoints().stream()
                    .map(point -> point.getCounts() + " " + point.getSum() + " " + point.getMax())
                    .toList();
            default -> metric.getDoubleGaugeData().getPoints().stream().map(point -> point.getValue()).toList();
        });
    }

    private static void logs(OpenTelemetrySdk sdk) {
        sdk.getSdkLoggerProvider()
                .get("catalogue")
                .logRecordBuilder()
                .setSeverity(Severity.WARN)
                .setBody("spilled")
                .setAttribute(AttributeKey.booleanKey("wet"), true)
                .emit();
        LOGS.getFinishedLogRecordItems()
                .forEach(log -> System.out.println(log.getSeverity() + " " + log.getBodyValue().asString() + " " + log.getAttributes()));
    }

    private static void micrometer(OpenTelemetry telemetry) {
        SPANS.reset();
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        meters.config().commonTags(List.of(Tag.of("app", "cups"))).meterFilter(MeterFilter.denyNameStartsWith("jvm.gc.pause"));
        new JvmThreadMetrics().bindTo(meters);
        new ClassLoaderMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        try (var collector = new JvmGcMetrics()) {
            collector.bindTo(meters);
            var observations = ObservationRegistry.create();
            var tracer = new OtelTracer(telemetry.getTracer("micrometer"), new OtelCurrentTraceContext(), event -> {});
            observations.observationConfig()
                    .observationHandler(new DefaultMeterObservationHandler(meters))
                    .observationHandler(new DefaultTracingObservationHandler(tracer));
            for (int i = 0; i < 3; i++) {
                Observation.createNotStarted("fill", observations)
                        .contextualName("fill a cup")
                        .lowCardinalityKeyValue("kind", i == 2 ? "pot" : "mug")
                        .observe(() -> System.out.println("observed " + (tracer.currentSpan() != null)));
            }
            DistributionSummary.builder("weights").serviceLevelObjectives(1, 10).register(meters).record(5);
            meters.timer("waits").record(Duration.ofMillis(250));
        }
        System.out.println(meters.getMeters().stream()
                .map(meter -> meter.getId().getName())
                .filter(name -> name.startsWith("jvm.threads"))
                .distinct()
                .sorted()
                .toList());
        meters.scrape().lines()
                .filter(line -> line.matches("(fill_seconds_count|weights_|waits_seconds_(count|sum)).*"))
                .sorted()
                .forEach(System.out::println);
        ((OpenTelemetrySdk) telemetry).getSdkTracerProvider().forceFlush().join(60, TimeUnit.SECONDS);
        System.out.println(SPANS.getFinishedSpanItems().stream().map(span -> span.getName() + " " + span.getAttributes().asMap()).toList());
    }
}

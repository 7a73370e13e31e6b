package catalogue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.IntegerDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The client without a cluster: mocks, and producer and consumer as a configuration makes them. */
final class Kafka {
    record Cup(String name, int size) {}

    public static class CupSerializer implements Serializer<Cup> {
        @Override
        public byte[] serialize(String topic, Cup cup) {
            return (cup.name + ":" + cup.size).getBytes(StandardCharsets.UTF_8);
        }
    }

    public static class CupDeserializer implements Deserializer<Cup> {
        @Override
        public Cup deserialize(String topic, byte[] data) {
            String[] parts = new String(data, StandardCharsets.UTF_8).split(":");
            return new Cup(parts[0], Integer.parseInt(parts[1]));
        }
    }

    public static class Intercepting implements ProducerInterceptor<String, Cup> {
        @Override
        public ProducerRecord<String, Cup> onSend(ProducerRecord<String, Cup> sent) {
            System.out.println("intercepted " + sent.value());
            return sent;
        }

        @Override
        public void onAcknowledgement(RecordMetadata metadata, Exception e) {
            System.out.println("acknowledged " + (e == null ? "" : e.getClass().getSimpleName()));
        }

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configuration) {}
    }

    static void run() throws Exception {
        var producer = new MockProducer<>(true, new RoundRobinPartitioner(), new StringSerializer(), new CupSerializer());
        var metadata = producer.send(new ProducerRecord<>("cups", 0, "a", new Cup("mug", 3))).get();
        producer.send(new ProducerRecord<>("cups", 0, "b", new Cup("tea", 1)), (sent, e) -> System.out.println("sent " + sent + " " + e));
        System.out.println(metadata + " " + producer.history().stream().map(ProducerRecord::value).toList());
        var partition = new TopicPartition("cups", 0);
        var consumer = new MockConsumer<String, Cup>("earliest");
        consumer.assign(List.of(partition));
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        long offset = 0;
        for (var sent : producer.history()) {
            byte[] value = new CupSerializer().serialize("cups", sent.value());
            consumer.addRecord(new ConsumerRecord<>("cups", 0, offset++, sent.key(), new CupDeserializer().deserialize("cups", value)));
        }
        for (var received : consumer.poll(Duration.ofMillis(10))) {
            System.out.println(received.offset() + " " + received.key() + " " + received.value());
        }
        consumer.commitSync();
        System.out.println(consumer.position(partition) + " " + consumer.committed(Set.of(partition)).get(partition).offset());
        System.out.println(Serdes.Long().deserializer().deserialize("t", Serdes.Long().serializer().serialize("t", 7L)));
        configured();
    }

    private static void configured() {
        Map<String, Object> configuration = new HashMap<>();
        // Nobody answers there.
        configuration.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9");
        configuration.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "org.apache.kafka.common.serialization.StringSerializer");
        configuration.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, CupSerializer.class);
        configuration.put(ProducerConfig.INTERCEPTOR_CLASSES_CONFIG, List.of(Intercepting.class.getName()));
        configuration.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
        configuration.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 300);
        try (var producer = new KafkaProducer<String, Cup>(configuration)) {
            producer.send(new ProducerRecord<>("cups", "a", new Cup("mug", 3)), (metadata, e) -> {
                System.out.println("callback " + (e instanceof TimeoutException));
            });
            System.out.println(producer.metrics().keySet().stream().anyMatch(name -> name.name().equals("record-send-total")));
        }
        configuration.clear();
        configuration.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:9");
        configuration.put(ConsumerConfig.GROUP_ID_CONFIG, "drinkers");
        configuration.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, IntegerDeserializer.class.getName());
        configuration.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, StringDeserializer.class.getName());
        try (var consumer = new KafkaConsumer<Integer, String>(configuration)) {
            consumer.subscribe(List.of("cups"));
            System.out.println(consumer.poll(Duration.ofMillis(200)).count() + " " + consumer.subscription());
        }
    }
}

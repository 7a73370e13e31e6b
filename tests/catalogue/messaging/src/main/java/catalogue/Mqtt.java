package catalogue;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** A broker in memory, and two clients of it. */
final class Mqtt {
    static void run() throws Exception {
        // Chosen here, as the broker tells the one that it chose only some time after its start.
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var properties = new Properties();
        properties.setProperty("host", "127.0.0.1");
        properties.setProperty("port", Integer.toString(port));
        properties.setProperty("persistence_enabled", "false");
        properties.setProperty("telemetry_enabled", "false");
        properties.setProperty("allow_anonymous", "true");
        var server = new Server();
        server.startServer(new MemoryConfig(properties));
        try {
            paho(port);
            hive(port);
        } finally {
            server.stopServer();
        }
    }

    private static void paho(int port) throws Exception {
        try (var client = new MqttClient("tcp://127.0.0.1:" + port, "paho", new MemoryPersistence())) {
            var options = new MqttConnectOptions();
            options.setCleanSession(true);
            client.connect(options);
            var received = new LinkedBlockingQueue<String>();
            client.subscribe("cups/+", 1, (topic, message) -> received.add(topic + " " + message + " " + message.getQos()));
            for (int qos = 0; qos < 2; qos++) {
                var message = new MqttMessage(("tea " + qos).getBytes(StandardCharsets.UTF_8));
                message.setQos(qos);
                client.publish("cups/mug", message);
                System.out.println("paho " + received.poll(60, TimeUnit.SECONDS));
            }
            client.publish("kept", "here".getBytes(StandardCharsets.UTF_8), 1, true);
            client.disconnect();
        }
    }

    private static void hive(int port) throws Exception {
        var client = Mqtt3Client.builder().identifier("hive").serverHost("127.0.0.1").serverPort(port).buildBlocking();
        System.out.println("hive " + client.connect().getReturnCode());
        try (var publishes = client.publishes(MqttGlobalPublishFilter.ALL)) {
            client.subscribeWith().topicFilter("kept").qos(MqttQos.AT_LEAST_ONCE).send();
            var message = publishes.receive(60, TimeUnit.SECONDS).orElseThrow();
            System.out.println(message.getTopic() + " " + new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8));
            client.subscribeWith().topicFilter("pots/#").qos(MqttQos.EXACTLY_ONCE).send();
            client.publishWith().topic("pots/a/b").qos(MqttQos.EXACTLY_ONCE).payload(new byte[1000]).send();
            message = publishes.receive(60, TimeUnit.SECONDS).orElseThrow();
            System.out.println(message.getTopic() + " " + message.getPayloadAsBytes().length + " " + message.getQos());
        }
        client.disconnect();
    }
}

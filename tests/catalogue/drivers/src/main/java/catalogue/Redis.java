package catalogue;

import com.github.fppt.jedismock.RedisServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Map;
import java.util.TreeMap;
import redis.clients.jedis.Jedis;

final class Redis {
    private Redis() {}

    static void run() throws Exception {
        RedisServer server = RedisServer.newRedisServer().start();
        try (Jedis jedis = new Jedis("127.0.0.1", server.getBindPort())) {
            jedis.set("key", "value");
            jedis.hset("hash", Map.of("a", "1", "b", "2"));
            jedis.incrBy("number", 41);
            System.out.println(jedis.get("key") + " " + new TreeMap<>(jedis.hgetAll("hash")) + " " + jedis.incr("number"));
            jedis.rpush("list", "x", "y", "z");
            System.out.println(jedis.lrange("list", 1, -1));
        }
        RedisClient client = RedisClient.create("redis://127.0.0.1:" + server.getBindPort());
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            System.out.println(connection.sync().get("key") + " " + connection.async().llen("list").get());
            System.out.println(connection.reactive().strlen("key").block());
        }
        client.shutdown();
        server.stop();
    }
}

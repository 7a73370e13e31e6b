package catalogue;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.Updates;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import java.util.List;
import org.bson.Document;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.codecs.pojo.PojoCodecProvider;

final class Mongo {
    public static class Cup {
        private String colour;
        private int size;

        public Cup() {}

        Cup(String colour, int size) {
            this.colour = colour;
            this.size = size;
        }

        public String getColour() {
            return colour;
        }

        public void setColour(String colour) {
            this.colour = colour;
        }

        public int getSize() {
            return size;
        }

        public void setSize(int size) {
            this.size = size;
        }
    }

    public record Plate(String glaze, List<Integer> sizes) {}

    private Mongo() {}

    static void run() {
        MongoServer server = new MongoServer(new MemoryBackend());
        try (MongoClient client = MongoClients.create(server.bindAndGetConnectionString())) {
            MongoCollection<Document> documents = client.getDatabase("shop").getCollection("documents");
            documents.insertMany(List.of(
                    new Document("name", "a").append("count", 3), new Document("name", "b").append("count", 5)));
            documents.updateOne(Filters.eq("name", "a"), Updates.inc("count", 10));
            documents.find().sort(Sorts.ascending("name")).forEach(each -> System.out.println(
                    each.getString("name") + " " + each.getInteger("count")));
            CodecRegistry registry = CodecRegistries.fromRegistries(
                    com.mongodb.MongoClientSettings.getDefaultCodecRegistry(),
                    CodecRegistries.fromProviders(PojoCodecProvider.builder().automatic(true).build()));
            MongoCollection<Cup> cups =
                    client.getDatabase("shop").withCodecRegistry(registry).getCollection("cups", Cup.class);
            cups.insertMany(List.of(new Cup("blue", 2), new Cup("red", 4)));
            Cup found = cups.find(Filters.gt("size", 2)).first();
            System.out.println(found.getColour() + " " + found.getSize() + " of " + cups.countDocuments());
            MongoCollection<Plate> plates = client.getDatabase("shop").getCollection("plates", Plate.class);
            plates.insertOne(new Plate("white", List.of(1, 2)));
            System.out.println(plates.find().first());
        }
        server.shutdownNow();
    }
}

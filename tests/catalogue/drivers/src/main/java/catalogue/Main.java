package catalogue;

/** Each driver against a server of its kind that is written in Java. */
public class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        Mongo.run();
        Redis.run();
        Nats.run();
        System.exit(0);
    }
}

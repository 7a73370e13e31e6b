package catalogue;

import catalogue.cups.Cup;
import catalogue.cups.CupsGrpc;
import catalogue.cups.Name;
import catalogue.cups.Range;
import catalogue.cups.Total;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server and a client that calls it over loopback, with messages that protoc made. */
public final class Main {
    public static void main(String[] arguments) throws Exception {
        var server = Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create()).addService(new Service()).build().start();
        var channel = Grpc.newChannelBuilderForAddress("127.0.0.1", server.getPort(), InsecureChannelCredentials.create()).build();
        messages();
        calls(channel);
        streams(channel);
        channel.shutdown().awaitTermination(10, TimeUnit.SECONDS);
        server.shutdown().awaitTermination(10, TimeUnit.SECONDS);
        System.out.println("ended " + server.isTerminated());
    }

    private static void messages() throws Exception {
        var cup = Cup.newBuilder().setName("mug").setSize(300).addMarks(1).addMarks(2.5).putPrices("EUR", 1L << 40).setTea("black").build();
        byte[] bytes = cup.toByteArray();
        System.out.println(bytes.length + " " + Cup.parseFrom(bytes).equals(cup) + " " + cup.getContentCase());
        System.out.print(cup);
        System.out.println(Cup.getDescriptor().findFieldByName("prices").isMapField() + " " + cup.getField(Cup.getDescriptor().findFieldByNumber(2)));
    }

    private static void calls(ManagedChannel channel) throws Exception {
        var cups = CupsGrpc.newBlockingStub(channel).withDeadlineAfter(60, TimeUnit.SECONDS);
        var cup = cups.get(Name.newBuilder().setName("tea").build());
        System.out.println(cup.getName() + " " + cup.getColour() + " " + cup.getPricesMap() + " " + cup.getTea());
        cups.list(Range.newBuilder().setFrom(1).setTo(4).build())
                .forEachRemaining(each -> System.out.println(each.getName() + " " + each.getOther().size()));
        try {
            cups.get(Name.getDefaultInstance());
        } catch (StatusRuntimeException e) {
            System.out.println(e.getStatus().getCode() + " " + e.getStatus().getDescription());
        }
        System.out.println(CupsGrpc.newFutureStub(channel).get(Name.newBuilder().setName("later").build()).get().getName());
    }

    private static void streams(ManagedChannel channel) throws Exception {
        var cups = CupsGrpc.newStub(channel);
        var total = new Collected<Total>();
        var filling = cups.fill(total);
        for (int i = 0; i < 100; i++) {
            filling.onNext(Cup.newBuilder().setSize(i).build());
        }
        filling.onCompleted();
        System.out.println(total.all.get(60, TimeUnit.SECONDS).getFirst().getSize());
        var echoes = new Collected<Name>();
        var names = cups.echo(echoes);
        for (String name : List.of("a", "b")) {
            names.onNext(Name.newBuilder().setName(name).build());
        }
        names.onCompleted();
        System.out.println(echoes.all.get(60, TimeUnit.SECONDS).stream().map(Name::getName).toList());
    }

    /** What a stream brings, once it is complete. */
    private static final class Collected<T> implements StreamObserver<T> {
        final CompletableFuture<List<T>> all = new CompletableFuture<>();
        private final List<T> values = new ArrayList<>();

        @Override
        public void onNext(T value) {
            values.add(value);
        }

        @Override
        public void onError(Throwable e) {
            all.completeExceptionally(e);
        }

        @Override
        public void onCompleted() {
            all.complete(values);
        }
    }
}

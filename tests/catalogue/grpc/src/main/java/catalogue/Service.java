package catalogue;

import catalogue.cups.Cup;
import catalogue.cups.CupsGrpc;
import catalogue.cups.Name;
import catalogue.cups.Range;
import catalogue.cups.Total;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** What the server does: one call of each kind. */
final class Service extends CupsGrpc.CupsImplBase {
    @Override
    public void get(Name request, StreamObserver<Cup> answers) {
        if (request.getName().isEmpty()) {
            answers.onError(Status.INVALID_ARGUMENT.withDescription("no name").asRuntimeException());
            return;
        }
        answers.onNext(Cup.newBuilder()
                .setName(request.getName())
                .setSize(3)
                .setColour(Cup.Colour.BLUE)
                .addMarks(0.5)
                .putPrices("EUR", 5)
                .setTea("green")
                .build());
        answers.onCompleted();
    }

    @Override
    public void list(Range request, StreamObserver<Cup> answers) {
        for (int i = request.getFrom(); i < request.getTo(); i++) {
            answers.onNext(Cup.newBuilder().setName("cup " + i).setSize(i).setOther(ByteString.copyFrom(new byte[i])).build());
        }
        answers.onCompleted();
    }

    @Override
    public StreamObserver<Cup> fill(StreamObserver<Total> answers) {
        return new Answering<>(answers) {
            private final Total.Builder total = Total.newBuilder();

            @Override
            public void onNext(Cup cup) {
                total.setCups(total.getCups() + 1).setSize(total.getSize() + cup.getSize());
            }

            @Override
            public void onCompleted() {
                answers.onNext(total.build());
                answers.onCompleted();
            }
        };
    }

    @Override
    public StreamObserver<Name> echo(StreamObserver<Name> answers) {
        return new Answering<>(answers) {
            @Override
            public void onNext(Name name) {
                answers.onNext(Name.newBuilder().setName(name.getName() + "!").build());
            }
        };
    }

    /** Takes a stream, and ends its answers as that ends. */
    private abstract static class Answering<T> implements StreamObserver<T> {
        private final StreamObserver<?> answers;

        Answering(StreamObserver<?> answers) {
            this.answers = answers;
        }

        @Override
        public void onError(Throwable e) {
            answers.onError(e);
        }

        @Override
        public void onCompleted() {
            answers.onCompleted();
        }
    }
}

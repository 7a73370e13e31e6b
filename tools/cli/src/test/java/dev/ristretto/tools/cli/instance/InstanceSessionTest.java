package dev.ristretto.tools.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.run.vmm.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InstanceSessionTest {

    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final ByteArrayOutputStream guestErrors = new ByteArrayOutputStream();

    @Test
    void theExitStatusIsTheApplicationsOwn() throws Exception {
        FakeInstance instance = new FakeInstance("");
        instance.outcome.complete(new Outcome.Exited(7));
        assertThat(session(instance).run()).isEqualTo(7);
    }

    @Test
    void whatOnlyReflectionNamesIsFoundByTracing() throws Exception {
        FakeInstance instance = new FakeInstance("WARN java.lang.ClassNotFoundException: optional.Part\r\n"
                + "Caused by: java.lang.NoSuchMethodException: shop.Order.<init>()\r\n\tat shop.Main.main");
        instance.outcome.complete(new Outcome.Exited(1));
        session(instance).run();
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .startsWith("ristretto: the image may lack what only reflection names:"
                        + " java.lang.NoSuchMethodException: shop.Order.<init>()\n")
                .contains("ristretto trace PATH");
    }

    @Test
    void whatIsMissingInStandardErrorCountsToo() throws Exception {
        FakeInstance instance = new FakeInstance("");
        instance.consoleErrors = Optional.of(new ByteArrayInputStream(
                "MissingResourceRegistrationError: Cannot access 'texts'. To allow this operation, add"
                        .getBytes(StandardCharsets.UTF_8)));
        instance.outcome.complete(new Outcome.Exited(1));
        session(instance).run();
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .contains("names: MissingResourceRegistrationError: Cannot access 'texts'\n");
    }

    @Test
    void aClassThatCannotBeMadeCountsToo() throws Exception {
        FakeInstance instance = new FakeInstance("UnsupportedOperationException:"
                + " Cannot make the class shop.Cart$Proxy, which 'ristretto trace' has not seen\n");
        instance.outcome.complete(new Outcome.Exited(1));
        session(instance).run();
        assertThat(errors.toString(StandardCharsets.UTF_8)).contains("shop.Cart$Proxy", "ristretto trace PATH");
    }

    @Test
    void whatIsMissingDoesNotMatterIfAllGoesWell() throws Exception {
        FakeInstance instance = new FakeInstance("java.lang.ClassNotFoundException: optional.Part\n");
        instance.outcome.complete(new Outcome.Exited(0));
        session(instance).run();
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aPanicIs70() throws Exception {
        FakeInstance instance = new FakeInstance("");
        instance.outcome.complete(new Outcome.Panicked(""));
        assertThat(session(instance).run()).isEqualTo(70);
    }

    @Test
    void aVirtualMachineThatIsLostIs71AndSaysWhy() throws Exception {
        FakeInstance instance = new FakeInstance("");
        instance.outcome.complete(new Outcome.Died("status 1"));
        assertThat(session(instance).run()).isEqualTo(71);
        assertThat(errors.toString(StandardCharsets.UTF_8))
                .isEqualTo("ristretto: the instance ended unexpectedly: status 1\n");
    }

    @Test
    void everythingOnTheConsoleIsPrintedBeforeTheEnd() throws Exception {
        FakeInstance instance = new FakeInstance("line\nno line end");
        instance.outcome.complete(new Outcome.Exited(0));
        session(instance).run();
        assertThat(output.toString(StandardCharsets.UTF_8)).isEqualTo("line\nno line end");
    }

    @Test
    void inputReachesTheGuestFollowedByAnEndOfTransmission() throws Exception {
        FakeInstance instance = new FakeInstance("");
        CompletableFuture<Integer> status = inBackground(session(instance, "hello\n"));
        instance.inputEnded.await();
        assertThat(instance.input.toString(StandardCharsets.UTF_8)).isEqualTo("hello\n\u0004");
        instance.outcome.complete(new Outcome.Exited(0));
        assertThat(status.get()).isZero();
    }

    @Test
    void theFirstInterruptAsksTheApplicationToStop() throws Exception {
        FakeInstance instance = new FakeInstance("");
        InstanceSession session = session(instance);
        CompletableFuture<Integer> status = inBackground(session);
        session.interrupt(SIGINT);
        instance.stopRequested.await();
        assertThat(status).isNotDone();
        instance.outcome.complete(new Outcome.Exited(143));
        assertThat(status.get()).isEqualTo(143);
    }

    @Test
    void theSecondInterruptKillsAndTheStatusIs130() throws Exception {
        FakeInstance instance = new FakeInstance("");
        InstanceSession session = session(instance);
        CompletableFuture<Integer> status = inBackground(session);
        session.interrupt(SIGINT);
        session.interrupt(SIGINT);
        assertThat(status.get()).isEqualTo(130);
    }

    @Test
    void terminationAsksTheApplicationToStop() throws Exception {
        FakeInstance instance = new FakeInstance("");
        InstanceSession session = session(instance);
        CompletableFuture<Integer> status = inBackground(session);
        session.terminate(SIGTERM);
        instance.stopRequested.await();
        instance.outcome.complete(new Outcome.Exited(0));
        assertThat(status.get()).isZero();
    }

    @Test
    void standardErrorOfTheGuestIsKeptApartIfItIsAskedFor() throws Exception {
        FakeInstance instance = new FakeInstance("to output");
        instance.consoleErrors = Optional.of(new ByteArrayInputStream("to error".getBytes(StandardCharsets.UTF_8)));
        instance.outcome.complete(new Outcome.Exited(0));

        assertThat(session(instance).run()).isZero();
        assertThat(output).hasToString("to output");
        assertThat(guestErrors).hasToString("to error");
        assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void aReaderThatIsGoneStopsTheApplication() throws Exception {
        FakeInstance instance = new FakeInstance("nobody reads this");
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        InstanceSession session = new InstanceSession(
                instance, InputStream.nullInputStream(), broken, OutputStream.nullOutputStream(), printer());
        CompletableFuture<Integer> status = inBackground(session);
        instance.stopRequested.await();
        instance.outcome.complete(new Outcome.Exited(0));
        assertThat(status.get()).isZero();
    }

    private InstanceSession session(FakeInstance instance) {
        return session(instance, "");
    }

    private InstanceSession session(FakeInstance instance, String input) {
        return new InstanceSession(
                instance,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                output,
                guestErrors,
                printer());
    }

    private PrintStream printer() {
        return new PrintStream(errors, true, StandardCharsets.UTF_8);
    }

    private static CompletableFuture<Integer> inBackground(InstanceSession session) {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                status.complete(session.run());
            } catch (InterruptedException e) {
                status.completeExceptionally(e);
            }
        });
        return status;
    }
}

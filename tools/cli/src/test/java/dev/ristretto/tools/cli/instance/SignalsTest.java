package dev.ristretto.tools.cli.instance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SignalsTest {

    private static final int SIGINT = 2;

    private final FakeInstance instance = new FakeInstance("");
    private final InstanceSession session = new InstanceSession(
            instance,
            InputStream.nullInputStream(),
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            System.err);
    private final List<Integer> exits = new ArrayList<>();
    private final Signals signals = new Signals(exits::add);

    @Test
    void aSignalThatComesBeforeTheInstanceIsStartedWaitsForIt() throws Exception {
        signals.interrupt(SIGINT);
        assertThat(instance.stopRequested.getCount()).isOne();
        signals.deliverTo(session);
        instance.stopRequested.await();
        assertThat(exits).isEmpty();
    }

    @Test
    void aSecondInterruptGivesUpAnInstanceThatDoesNotStart() {
        signals.interrupt(SIGINT);
        signals.interrupt(SIGINT);
        assertThat(exits).containsExactly(130);
    }

    @Test
    void aSignalThatComesLaterGoesToTheSession() throws Exception {
        signals.deliverTo(session);
        signals.interrupt(SIGINT);
        instance.stopRequested.await();
    }
}

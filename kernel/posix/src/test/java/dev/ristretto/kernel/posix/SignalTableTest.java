package dev.ristretto.kernel.posix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ristretto.kernel.posix.SignalTable.Action;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignalTableTest {
    private static final int USER = 10;
    private static final int CHILD = 17;

    private final List<Integer> ended = new ArrayList<>();
    private final List<Integer> handled = new ArrayList<>();
    private final SignalTable signals = new SignalTable(ended::add);

    @BeforeEach
    void handle() {
        signals.setHandler(handled::add);
    }

    @Test
    void whatNobodyHandlesEndsTheProcess() {
        signals.raise(USER);
        assertThat(ended).containsExactly(USER);
        assertThat(handled).isEmpty();
    }

    @Test
    void someDoNothingByDefault() {
        for (int signal : new int[] {CHILD, 18, 23, 28}) {
            signals.raise(signal);
        }
        assertThat(ended).isEmpty();
    }

    @Test
    void whatIsHandledIsToldAndDoesNotEnd() {
        assertThat(signals.setAction(CHILD, Action.HANDLE)).isEqualTo(Action.DEFAULT);
        signals.raise(CHILD);
        signals.raise(CHILD);
        assertThat(handled).containsExactly(CHILD, CHILD);
        assertThat(ended).isEmpty();
        assertThat(signals.setAction(CHILD, Action.IGNORE)).isEqualTo(Action.HANDLE);
    }

    @Test
    void whatIsIgnoredDoesNothing() {
        signals.setAction(USER, Action.IGNORE);
        signals.raise(USER);
        assertThat(ended).isEmpty();
        assertThat(handled).isEmpty();
        assertThat(signals.action(USER)).isEqualTo(Action.IGNORE);
    }

    @Test
    void theWishToEndIsTermUnlessOnlyAnotherIsHandled() {
        signals.raiseEnd();
        assertThat(ended).containsExactly(SignalTable.TERMINATE);
        signals.setAction(SignalTable.HANGUP, Action.HANDLE);
        signals.raiseEnd();
        signals.setAction(SignalTable.INTERRUPT, Action.HANDLE);
        signals.raiseEnd();
        signals.setAction(SignalTable.TERMINATE, Action.HANDLE);
        signals.raiseEnd();
        assertThat(handled).containsExactly(SignalTable.HANGUP, SignalTable.INTERRUPT, SignalTable.TERMINATE);
        signals.setAction(SignalTable.TERMINATE, Action.IGNORE);
        signals.raiseEnd();
        assertThat(ended).hasSize(1);
        assertThat(handled).hasSize(3);
    }

    @Test
    void numbersOfSignalsAreOneToSixtyThree() {
        assertThat(SignalTable.isSignal(0)).isFalse();
        assertThat(SignalTable.isSignal(1)).isTrue();
        assertThat(SignalTable.isSignal(63)).isTrue();
        assertThat(SignalTable.isSignal(64)).isFalse();
        assertThat(SignalTable.isSignal(-1)).isFalse();
    }
}

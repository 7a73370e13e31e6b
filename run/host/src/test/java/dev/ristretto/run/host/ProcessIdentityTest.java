package dev.ristretto.run.host;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessIdentityTest {

    private final ProcessIdentity own =
            ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

    @Test
    void aRunningProcessIsAlive() {
        assertThat(own.isAlive()).isTrue();
        assertThat(own.isOfAnEarlierBoot()).isFalse();
    }

    @Test
    void anotherProcessThatGotTheNumberIsNotTheOneThatWasMeant() {
        ProcessIdentity before = new ProcessIdentity(own.pid(), own.startTicks() - 1, own.boot());
        assertThat(before.isAlive()).isFalse();
        before.kill();
        assertThat(own.isAlive()).isTrue();
    }

    @Test
    void aNumberAndTimeOfAnEarlierBootMeanNothing() {
        ProcessIdentity before = new ProcessIdentity(own.pid(), own.startTicks(), "another");
        assertThat(before.isAlive()).isFalse();
        assertThat(before.isOfAnEarlierBoot()).isTrue();
    }

    @Test
    void whatHasEndedHasNoIdentity() throws Exception {
        Process process = new ProcessBuilder("sleep", "60").start();
        ProcessIdentity identity = ProcessIdentity.of(process.pid()).orElseThrow();
        identity.kill();
        process.waitFor();
        assertThat(identity.isAlive()).isFalse();
    }

    @Test
    void usageIsThatOfTheVeryProcess() {
        assertThat(own.usage()).hasValueSatisfying(usage -> {
            assertThat(usage.memoryBytes()).isGreaterThan(1 << 20);
            assertThat(usage.cpuSeconds()).isPositive();
        });
        assertThat(new ProcessIdentity(own.pid(), own.startTicks() - 1, own.boot()).usage())
                .isEmpty();
    }

    @Test
    void aZombieIsNotAlive() throws Exception {
        // The shell becomes a program that never asks how its child ended.
        Process parent = new ProcessBuilder("sh", "-c", "sleep 60 & echo $!; exec sleep 60").start();
        try {
            long child = Long.parseLong(parent.inputReader().readLine());
            ProcessIdentity identity = ProcessIdentity.of(child).orElseThrow();
            identity.kill();
            while (identity.isAlive()) {
                Thread.onSpinWait();
            }
            assertThat(ProcessIdentity.of(child)).isEmpty();
        } finally {
            parent.destroyForcibly();
        }
    }
}

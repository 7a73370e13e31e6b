package dev.ristretto.fleet.daemon.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.HealthCheck;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.api.error.FleetException.Kind;
import dev.ristretto.fleet.api.state.EventKind;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.daemon.model.EventQuery;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.InstanceRecord.End;
import dev.ristretto.fleet.daemon.model.NewEvent;
import dev.ristretto.run.host.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetDatabaseTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123Z");

    @TempDir
    Path folder;

    @Test
    void everythingIsThereAfterReopening() {
        InstanceRecord written;
        try (FleetDatabase database = open()) {
            written = database.insert(instance("web"), new NewEvent(EventKind.CREATED, "", NOW))
                    .running(new ProcessIdentity(17, 4711, "boot"), NOW)
                    .withLast(new End(NOW, 3, "exited with status 3", List.of("one", "two ü")))
                    .withHealth(HealthState.UNHEALTHY);
            database.update(written, new NewEvent(EventKind.STARTED, "process 17", NOW));
        }
        try (FleetDatabase database = open()) {
            assertThat(database.instances()).containsExactly(written);
            assertThat(database.events(EventQuery.after(0), 10))
                    .containsExactly(
                            new Event(1, NOW.toString(), written.id(), "web", "created", ""),
                            new Event(2, NOW.toString(), written.id(), "web", "started", "process 17"));
            assertThat(database.events(EventQuery.after(1), 10)).hasSize(1);
        }
    }

    @Test
    void theNumberOfARemovedInstanceIsNotUsedAgain() {
        try (FleetDatabase database = open()) {
            InstanceRecord first = database.insert(instance("web"), new NewEvent(EventKind.CREATED, "", NOW));
            database.delete(first, new NewEvent(EventKind.REMOVED, "", NOW));
            InstanceRecord second = database.insert(instance("web"), new NewEvent(EventKind.CREATED, "", NOW));
            assertThat(second.id()).isGreaterThan(first.id());
            assertThat(database.events(EventQuery.after(0), 10)).hasSize(3);
        }
    }

    @Test
    void aChangeThatFailsLeavesNeitherRecordNorEvent() {
        try (FleetDatabase database = open()) {
            InstanceRecord first = database.insert(instance("web"), new NewEvent(EventKind.CREATED, "", NOW));
            assertThatThrownBy(() -> database.insert(instance("web"), new NewEvent(EventKind.CREATED, "", NOW)))
                    .isInstanceOf(FleetException.class)
                    .hasMessageContaining("database");
            assertThat(database.instances()).containsExactly(first);
            assertThat(database.events(EventQuery.after(0), 10)).hasSize(1);
        }
    }

    @Test
    void eventsCannotBeChangedOrDeleted() throws Exception {
        try (FleetDatabase database = open()) {
            database.insert(instance("web"), new NewEvent(EventKind.CREATED, "", NOW));
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("DELETE FROM event")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> statement.execute("UPDATE event SET kind = 'x'"))
                    .isInstanceOf(SQLException.class);
        }
    }

    /** Whoever makes things happen without end fills no disk with it. */
    @Test
    void onlyTheNewestEventsEntriesAndAnswersAreKept() throws Exception {
        open().close();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO event VALUES (1, 0, 0, '', '', '')");
            statement.execute("INSERT INTO event VALUES (600000, 0, 0, '', '', '')");
            statement.execute("INSERT INTO audit VALUES (1, 0, '', '', 200, '')");
            statement.execute("INSERT INTO audit VALUES (600000, 0, '', '', 200, '')");
            for (int i = 0; i < 5100; i++) {
                statement.execute(
                        "INSERT INTO kept_answer (caller, key, request, time) VALUES ('', '" + i + "', '', 0)");
            }
            assertThat(count(statement, "event")).isEqualTo(1);
            assertThat(count(statement, "audit")).isEqualTo(1);
            assertThat(count(statement, "kept_answer")).isEqualTo(5000);
            assertThatThrownBy(() -> statement.execute("DELETE FROM audit")).isInstanceOf(SQLException.class);
        }
    }

    private static int count(Statement statement, String table) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void anEmptyFileIsMigratedToThePresentVersion() throws Exception {
        Files.createFile(file());
        open().close();
        try (Connection connection = connect()) {
            assertThat(Migrations.version(connection)).isEqualTo(Migrations.VERSION);
        }
    }

    @Test
    void instancesOfTheFirstVersionAreKept() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String command : Migrations.script(1).split(";\n")) {
                statement.execute(command);
            }
            statement.execute("PRAGMA user_version = 1");
            statement.execute(
                    "INSERT INTO instance (name, specification, wanted, grace_millis, state, attempts, restarts,"
                            + " created) VALUES ('old', '{\"image\":\"x\",\"digest\":\"\",\"kernel\":\"\",\"arguments\":[],"
                            + "\"environment\":{},\"memoryBytes\":1,\"machine\":\"microvm\",\"accelerator\":\"tcg\",\"ports\":[],"
                            + "\"restart\":\"no\"}', 'STOPPED', 0, 'ENDED', 0, 0, 0)");
        }
        try (FleetDatabase database = open()) {
            InstanceRecord old = database.instances().getFirst();
            assertThat(old.health()).isEqualTo(HealthState.NONE);
            assertThat(old.specification().labels()).isEmpty();
            assertThat(old.specification().health()).isNull();
            assertThat(old.specification().cpus()).isEqualTo(1);
        }
    }

    @Test
    void aDatabaseOfALaterVersionIsLeftAlone() throws Exception {
        open().close();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA user_version = 99");
        }
        assertThatThrownBy(this::open)
                .isInstanceOf(FleetException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("later ristretto");
    }

    @Test
    void whoReadsAnEventFindsWhatWasPutTogetherWithIt() throws Exception {
        try (FleetDatabase database = open()) {
            AtomicBoolean visible = new AtomicBoolean();
            AtomicBoolean found = new AtomicBoolean();
            Thread reader = Thread.ofPlatform().unstarted(() -> {
                while (database.events(EventQuery.after(0), 10).isEmpty()) {
                    Thread.onSpinWait();
                }
                found.set(visible.get());
            });
            database.alone(() -> {
                InstanceRecord inserted = database.insert(instance("web"), new NewEvent(EventKind.CREATED, "", NOW));
                reader.start();
                while (reader.isAlive() && reader.getState() != Thread.State.WAITING) {
                    Thread.onSpinWait();
                }
                visible.set(true);
                return inserted;
            });
            reader.join();
            assertThat(found).isTrue();
        }
    }

    @Test
    void whoWaitsForAnEventGetsItWhenItComes() throws Exception {
        try (FleetDatabase database = open()) {
            assertThat(database.awaitEvents(EventQuery.after(0), 10, Duration.ZERO))
                    .isEmpty();
            Thread writer = Thread.ofVirtual()
                    .start(() -> database.insert(instance("web"), new NewEvent(EventKind.CREATED, "", NOW)));
            assertThat(database.awaitEvents(EventQuery.after(0), 10, Duration.ofMinutes(1)))
                    .hasSize(1);
            writer.join();
        }
    }

    @Test
    void onAFullDiskNothingIsHalfWrittenAndItGoesOnWhenThereIsSpaceAgain() {
        try (FleetDatabase database = open()) {
            InstanceRecord web = database.insert(instance("web"), new NewEvent(EventKind.CREATED, "", NOW));
            DatabaseFaults faults = new DatabaseFaults(database);
            faults.fillDisk();
            faults.useUp();
            InstanceRecord large = instance("large", "x".repeat(10_000));
            NewEvent created = new NewEvent(EventKind.CREATED, "", NOW);
            assertThatThrownBy(() -> database.insert(large, created))
                    .isInstanceOfSatisfying(
                            FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.NO_SPACE))
                    .hasMessageContaining(file().toString())
                    .hasMessageContaining("the disk is full")
                    .hasMessageContaining("SQLITE_FULL")
                    .hasMessageContaining("Free some space");
            assertThat(database.instances()).containsExactly(web);
            assertThat(database.events(EventQuery.after(0), 10)).hasSize(1);
            faults.mend();
            InstanceRecord inserted = database.insert(large, created);
            assertThat(database.instances()).containsExactly(web, inserted);
            assertThat(database.events(EventQuery.after(0), 10))
                    .extracting(Event::sequence)
                    .containsExactly(1L, 2L);
            assertThat(faults.isSound()).isTrue();
        }
    }

    @Test
    void whatMayNotBeWrittenIsToldWithTheRemedy() {
        try (FleetDatabase database = open()) {
            DatabaseFaults faults = new DatabaseFaults(database);
            faults.forbidWriting();
            assertThatThrownBy(() -> database.insert(instance("web"), new NewEvent(EventKind.CREATED, "", NOW)))
                    .isInstanceOfSatisfying(
                            FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                    .hasMessageContaining(file().toString())
                    .hasMessageContaining("may not be written")
                    .hasMessageContaining("Give the user the right");
            faults.mend();
            database.insert(instance("web"), new NewEvent(EventKind.CREATED, "", NOW));
            assertThat(database.instances()).hasSize(1);
        }
    }

    @Test
    void aDatabaseThatMayOnlyBeReadIsNotOpened() {
        open().close();
        assertThatThrownBy(() -> FleetDatabase.open(file(), "jdbc:sqlite:file:" + file() + "?mode=ro"))
                .isInstanceOfSatisfying(
                        FleetException.class, e -> assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessageContaining(file() + " cannot be opened: it may not be written");
    }

    @Test
    void whatIsNoFileIsNotOpened() throws Exception {
        Files.createDirectory(file());
        assertThatThrownBy(this::open)
                .isInstanceOf(FleetException.class)
                .hasMessageContaining(file() + " cannot be opened")
                .hasMessageContaining("Is it a file that the user may read and write");
    }

    @Test
    void aChangeThatIsBrokenOffIsNotMadeWithTheNext() {
        try (FleetDatabase database = open()) {
            InstanceRecord web = database.insert(instance("web"), new NewEvent(EventKind.CREATED, "", NOW));
            DatabaseFaults faults = new DatabaseFaults(database);
            faults.around(
                    () -> {
                        throw new IllegalStateException("in the middle");
                    },
                    () -> {});
            assertThatThrownBy(() -> database.update(web.ended(), new NewEvent(EventKind.ENDED, "", NOW)))
                    .hasMessage("in the middle");
            faults.around(() -> {}, () -> {});
            database.insert(instance("shop"), new NewEvent(EventKind.CREATED, "", NOW));
            assertThat(database.instances()).contains(web);
            assertThat(database.events(EventQuery.after(0), 10))
                    .extracting(Event::kind)
                    .containsExactly("created", "created");
        }
    }

    private Path file() {
        return folder.resolve("fleet.db");
    }

    private FleetDatabase open() {
        return FleetDatabase.open(file());
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file());
    }

    private static InstanceRecord instance(String name) {
        return instance(name, "good day");
    }

    private static InstanceRecord instance(String name, String greeting) {
        Specification specification = Specification.builder("hello:latest", "sha256:00", "/kernel", 64 << 20)
                .arguments(List.of("--port", "80"))
                .environment(Map.of("GREETING", greeting))
                .machine("microvm")
                .accelerator("tcg")
                .ports(List.of("127.0.0.1:8080:80"))
                .restart("always")
                .labels(Map.of("tier", "back"))
                .health(HealthCheck.of("http:/health"))
                .as("process")
                .build();
        return InstanceRecord.create(name, specification, 10_000, NOW);
    }
}

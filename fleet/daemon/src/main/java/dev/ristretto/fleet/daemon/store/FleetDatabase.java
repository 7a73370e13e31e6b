package dev.ristretto.fleet.daemon.store;

import dev.ristretto.fleet.api.Event;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.error.FleetException;
import dev.ristretto.fleet.daemon.model.EventQuery;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.NewEvent;
import dev.ristretto.fleet.daemon.model.ServiceRecord;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's memory: an SQLite file with a write-ahead log. Every change is one transaction together with the event
 * that tells about it, and is on disk when the method returns. Safe for use by several threads; by one process only.
 */
public final class FleetDatabase implements AutoCloseable {

    private final Connection connection;
    private final Path file;
    private final InstanceTable instances;
    private final ServiceTable services;
    private final EventTable events;
    private final Tokens tokens = new Tokens(this);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();

    private volatile Commits commits = Commits.UNOBSERVED;

    private FleetDatabase(Connection connection, Path file) {
        this.connection = connection;
        this.file = file;
        this.instances = new InstanceTable(connection);
        this.services = new ServiceTable(connection);
        this.events = new EventTable(connection);
    }

    /**
     * Opens a database, making or migrating it if needed.
     *
     * @throws FleetException if that is not possible, or if a later version of ristretto has changed it
     */
    public static FleetDatabase open(Path file) {
        return open(file, "jdbc:sqlite:" + file);
    }

    /** The same by any URL that leads to it. */
    static FleetDatabase open(Path file, String url) {
        try {
            Connection connection = DriverManager.getConnection(url);
            try {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("PRAGMA journal_mode = WAL");
                    statement.execute("PRAGMA synchronous = FULL");
                }
                connection.setAutoCommit(false);
                Migrations.apply(connection);
                // From here on transactions are begun and ended by statements. The driver's own way does not get over a
                // transaction that SQLite has rolled back by itself, as it does when the disk is full: then every later
                // statement would be a transaction of its own.
                connection.setAutoCommit(true);
                requireWritable(connection);
                return new FleetDatabase(connection, file);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw DatabaseFailure.of(file, "cannot be opened", e);
        }
    }

    /** SQLite opens what the user may only read without a word, and refuses the first change instead. */
    private static void requireWritable(Connection connection) throws SQLException {
        execute(connection, "BEGIN");
        execute(connection, "PRAGMA user_version = " + Migrations.VERSION);
        execute(connection, "ROLLBACK");
    }

    private static void execute(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }

    /** What happens around a commit, for those who count or have it fail. */
    interface Commits {

        Commits UNOBSERVED = new Commits() {};

        /** Before it; the change is not made if this fails. */
        default void before(Connection connection) throws SQLException {}

        /** After it; the change was made. */
        default void after() {}
    }

    /** Has somebody told of every commit from now on. */
    void observe(Commits observer) {
        commits = observer;
    }

    /** Stores a new instance; returns it with its number. */
    public InstanceRecord insert(InstanceRecord instance, NewEvent event) {
        return change(() -> {
            InstanceRecord stored = instances.insert(instance);
            append(stored, event);
            return stored;
        });
    }

    /** Replaces what is known about an instance. */
    public void update(InstanceRecord instance, @Nullable NewEvent event) {
        change(() -> {
            instances.update(instance);
            if (event != null) {
                append(instance, event);
            }
            return instance;
        });
    }

    /** Forgets an instance; its events stay. */
    public void delete(InstanceRecord instance, NewEvent event) {
        change(() -> {
            instances.delete(instance);
            append(instance, event);
            return instance;
        });
    }

    /** All instances, oldest first. */
    public List<InstanceRecord> instances() {
        return change(instances::all);
    }

    /** Stores a new service with its first revision; returns it with its number. */
    public ServiceRecord insert(ServiceRecord service, Specification first, NewEvent event) {
        return change(() -> {
            ServiceRecord stored = services.insert(service);
            services.insertRevision(stored.id(), stored.target(), first, event.time());
            append(0, stored.name(), event);
            return stored;
        });
    }

    /**
     * Replaces what is known about a service. Revisions that it cannot come back to are forgotten.
     *
     * @param fresh what the wanted revision runs, if that is a new one
     */
    public void update(ServiceRecord service, @Nullable Specification fresh, @Nullable NewEvent event) {
        change(() -> {
            services.update(service);
            services.deleteOtherRevisions(service);
            if (fresh != null) {
                services.insertRevision(service.id(), service.target(), fresh, service.since());
            }
            if (event != null) {
                append(0, service.name(), event);
            }
            return service;
        });
    }

    /** Forgets a service and its revisions; its events stay. */
    public void delete(ServiceRecord service, NewEvent event) {
        change(() -> {
            services.delete(service);
            append(0, service.name(), event);
            return service;
        });
    }

    /** All services, oldest first. */
    public List<ServiceRecord> services() {
        return change(services::all);
    }

    /** What the revisions of a service run, by number. */
    public Map<Integer, Specification> revisions(ServiceRecord service) {
        return change(() -> services.revisions(service.id()));
    }

    /** The first events of a query. */
    public List<Event> events(EventQuery query, int most) {
        return change(() -> events.find(query, most));
    }

    /** The same, but waits for the next one if there is none yet; empty if the time is over. */
    public List<Event> awaitEvents(EventQuery query, int most, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        lock.lock();
        try {
            while (true) {
                List<Event> found = events(query, most);
                long left = end - System.nanoTime();
                if (!found.isEmpty() || left <= 0) {
                    return found;
                }
                boolean ignored = appended.await(left, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Who may use the API besides the user. */
    public Tokens tokens() {
        return tokens;
    }

    /** Who has asked for what. */
    public AuditLog audit() {
        return new AuditLog(this);
    }

    /** What was answered to requests that may be sent again. */
    public KeptAnswers keptAnswers() {
        return new KeptAnswers(this);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw DatabaseFailure.of(file, "cannot be closed", e);
        } finally {
            lock.unlock();
        }
    }

    private interface Work<T> {
        T run() throws SQLException;
    }

    /**
     * Does something while nobody else reads or changes the database. Who follows events finds what they tell in the
     * fleet's own memory too, if it was put there together with the change; takes no other lock.
     */
    public <T> T alone(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    /** The same for what has no result. */
    public void alone(Runnable action) {
        boolean unused = alone(() -> {
            action.run();
            return true;
        });
    }

    /** Reads or changes a table. */
    interface Access<T> {
        T run(Connection connection) throws SQLException;
    }

    /** The transaction of another table's class. */
    <T> T change(Access<T> access) {
        return change(() -> access.run(connection));
    }

    private <T> T change(Work<T> work) {
        lock.lock();
        try {
            execute(connection, "BEGIN");
            T result = work.run();
            commits.before(connection);
            execute(connection, "COMMIT");
            commits.after();
            return result;
        } catch (SQLException e) {
            rollBack(e);
            throw DatabaseFailure.of(file, "cannot be changed", e);
        } catch (RuntimeException e) {
            // Or the next change would be made together with half of this one.
            rollBack(e);
            throw e;
        } finally {
            lock.unlock();
        }
    }

    private void rollBack(Exception because) {
        try {
            execute(connection, "ROLLBACK");
        } catch (SQLException e) {
            // SQLite may have done so itself.
            because.addSuppressed(e);
        }
    }

    private void append(InstanceRecord instance, NewEvent event) throws SQLException {
        append(instance.id(), instance.name(), event);
    }

    private void append(long id, String name, NewEvent event) throws SQLException {
        events.append(id, name, event);
        appended.signalAll();
    }
}

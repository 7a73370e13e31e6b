package dev.ristretto.fleet.daemon.store;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.ristretto.fleet.api.Specification;
import dev.ristretto.fleet.api.state.DesiredState;
import dev.ristretto.fleet.api.state.HealthState;
import dev.ristretto.fleet.api.state.InstanceState;
import dev.ristretto.fleet.daemon.model.InstanceRecord;
import dev.ristretto.fleet.daemon.model.InstanceRecord.End;
import dev.ristretto.run.host.ProcessIdentity;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements about instances, each part of somebody's transaction. Not safe for use by several threads. */
final class InstanceTable {

    private static final String COLUMNS =
            "name, specification, wanted, grace_millis, state, pid, start_ticks, boot, due,"
                    + " attempts, restarts, created, started, ended, exit_status, reason, last_lines, health, ready_millis";

    private static final TypeReference<Specification> SPECIFICATION = new TypeReference<>() {};

    private final Rows rows;

    InstanceTable(Connection connection) {
        this.rows = new Rows(connection, "instance", COLUMNS);
    }

    InstanceRecord insert(InstanceRecord instance) throws SQLException {
        return instance.withId(rows.insert(values(instance)));
    }

    void update(InstanceRecord instance) throws SQLException {
        rows.update(instance.id(), values(instance));
    }

    void delete(InstanceRecord instance) throws SQLException {
        rows.delete(instance.id());
    }

    /** Oldest first. */
    List<InstanceRecord> all() throws SQLException {
        return rows.all(InstanceTable::read);
    }

    private static @Nullable Object[] values(InstanceRecord instance) {
        ProcessIdentity process = instance.process();
        End last = instance.last();
        return new @Nullable Object[] {
            instance.name(),
            Rows.json(instance.specification()),
            instance.desired().name(),
            instance.graceMillis(),
            instance.state().name(),
            process == null ? null : process.pid(),
            process == null ? null : process.startTicks(),
            process == null ? null : process.boot(),
            millis(instance.due()),
            instance.attempts(),
            instance.restarts(),
            millis(instance.created()),
            millis(instance.started()),
            last == null ? null : millis(last.time()),
            last == null ? null : last.status(),
            last == null ? null : last.reason(),
            last == null ? null : String.join("\n", last.lines()),
            instance.health().name(),
            instance.readyMillis()
        };
    }

    private static InstanceRecord read(ResultSet row) throws SQLException {
        String boot = row.getString("boot");
        Instant ended = instant(row, "ended");
        return new InstanceRecord(
                row.getLong("id"),
                row.getString("name"),
                Rows.value(row.getString("specification"), SPECIFICATION, "the specification of an instance"),
                DesiredState.valueOf(row.getString("wanted")),
                row.getLong("grace_millis"),
                InstanceState.valueOf(row.getString("state")),
                boot == null ? null : new ProcessIdentity(row.getLong("pid"), row.getLong("start_ticks"), boot),
                instant(row, "due"),
                row.getInt("attempts"),
                row.getInt("restarts"),
                Instant.ofEpochMilli(row.getLong("created")),
                instant(row, "started"),
                ended == null
                        ? null
                        : new End(
                                ended,
                                row.getInt("exit_status"),
                                row.getString("reason"),
                                row.getString("last_lines").lines().toList()),
                HealthState.valueOf(row.getString("health")),
                number(row, "ready_millis"));
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Long millis = number(row, column);
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        long number = row.getLong(column);
        return row.wasNull() ? null : number;
    }
}

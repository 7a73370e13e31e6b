CREATE TABLE instance (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  specification TEXT NOT NULL,
  wanted TEXT NOT NULL,
  grace_millis INTEGER NOT NULL,
  state TEXT NOT NULL,
  pid INTEGER,
  start_ticks INTEGER,
  boot TEXT,
  due INTEGER,
  attempts INTEGER NOT NULL,
  restarts INTEGER NOT NULL,
  created INTEGER NOT NULL,
  started INTEGER,
  ended INTEGER,
  exit_status INTEGER,
  reason TEXT,
  last_lines TEXT
);
CREATE TABLE event (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  time INTEGER NOT NULL,
  instance INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  detail TEXT NOT NULL
);
CREATE TRIGGER event_is_not_changed BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER event_is_not_deleted BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;

CREATE INDEX event_by_name ON event (name, sequence);
CREATE TABLE kept_answer (
  caller TEXT NOT NULL,
  key TEXT NOT NULL,
  request TEXT NOT NULL,
  time INTEGER NOT NULL,
  status INTEGER,
  media_type TEXT,
  body BLOB,
  PRIMARY KEY (caller, key)
);
CREATE INDEX kept_answer_by_time ON kept_answer (time);

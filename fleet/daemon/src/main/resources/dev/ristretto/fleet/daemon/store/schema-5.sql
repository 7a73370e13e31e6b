CREATE TABLE service (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE,
  settings TEXT NOT NULL,
  state TEXT NOT NULL,
  revision INTEGER NOT NULL,
  target INTEGER NOT NULL,
  previous INTEGER NOT NULL,
  latest INTEGER NOT NULL,
  replicas INTEGER NOT NULL,
  since INTEGER NOT NULL,
  deadline INTEGER,
  progress INTEGER NOT NULL,
  draining TEXT NOT NULL,
  removed INTEGER NOT NULL,
  message TEXT NOT NULL,
  created INTEGER NOT NULL
);
CREATE TABLE revision (
  service INTEGER NOT NULL,
  number INTEGER NOT NULL,
  specification TEXT NOT NULL,
  created INTEGER NOT NULL,
  PRIMARY KEY (service, number)
);

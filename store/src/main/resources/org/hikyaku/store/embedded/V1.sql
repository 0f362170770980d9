-- The first form of the database. Times are milliseconds since 1970 in UTC.
CREATE TABLE domains (
  name TEXT PRIMARY KEY,
  catch_all TEXT
) WITHOUT ROWID;

CREATE TABLE accounts (
  address TEXT PRIMARY KEY,
  domain TEXT NOT NULL REFERENCES domains (name),
  argon2id TEXT NOT NULL,
  scram TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE aliases (
  address TEXT NOT NULL,
  target TEXT NOT NULL,
  domain TEXT NOT NULL REFERENCES domains (name),
  PRIMARY KEY (address, target)
) WITHOUT ROWID;
CREATE INDEX aliases_by_target ON aliases (target);

CREATE TABLE messages (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  mailbox TEXT NOT NULL,
  segment INTEGER NOT NULL, offset INTEGER NOT NULL, size INTEGER NOT NULL, crc INTEGER NOT NULL,
  sender TEXT NOT NULL,
  received INTEGER NOT NULL
);
CREATE INDEX messages_by_account ON messages (account, id);

CREATE TABLE queue (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  segment INTEGER NOT NULL, offset INTEGER NOT NULL, size INTEGER NOT NULL, crc INTEGER NOT NULL,
  sender TEXT NOT NULL,
  body INTEGER NOT NULL, smtp_utf8 INTEGER NOT NULL, headers_only INTEGER NOT NULL, envelope_id TEXT,
  queued INTEGER NOT NULL
);

CREATE TABLE recipients (
  message INTEGER NOT NULL REFERENCES queue (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  address TEXT NOT NULL,
  domain TEXT NOT NULL,
  notices TEXT NOT NULL,
  original TEXT,
  state INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER NOT NULL,
  delay_reported INTEGER NOT NULL,
  last_reply TEXT NOT NULL,
  PRIMARY KEY (message, number)
) WITHOUT ROWID;

-- What can be leased: the waiting recipients of one message at one domain. While it is leased, due_at is the lease's end.
CREATE TABLE jobs (
  message INTEGER NOT NULL REFERENCES queue (id) ON DELETE CASCADE,
  domain TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  owner TEXT,
  PRIMARY KEY (message, domain)
) WITHOUT ROWID;
CREATE INDEX jobs_by_time ON jobs (due_at);
CREATE INDEX jobs_by_owner ON jobs (owner) WHERE owner IS NOT NULL;

CREATE TABLE inbound (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  client TEXT NOT NULL, helo TEXT NOT NULL, mail_from TEXT NOT NULL, header_from TEXT,
  spf TEXT NOT NULL, dkim TEXT NOT NULL, arc TEXT NOT NULL, dmarc TEXT NOT NULL, policy TEXT,
  disposition TEXT NOT NULL, override TEXT, recipients INTEGER NOT NULL
);
CREATE INDEX inbound_by_time ON inbound (at);

CREATE TABLE attempts (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  queue_id TEXT NOT NULL, domain TEXT NOT NULL, host TEXT NOT NULL, tls TEXT NOT NULL,
  outcome TEXT NOT NULL, reply TEXT NOT NULL
);
CREATE INDEX attempts_by_time ON attempts (at);

CREATE TABLE leases (
  name TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  until INTEGER NOT NULL
) WITHOUT ROWID;

-- How often each topic was woken by a command beside the server.
CREATE TABLE signals (
  topic TEXT PRIMARY KEY,
  count INTEGER NOT NULL
) WITHOUT ROWID;

-- The address that was spoken to, and how long the message had been under way; empty and -1 where nobody knows.
ALTER TABLE attempts ADD COLUMN address TEXT NOT NULL DEFAULT '';
ALTER TABLE attempts ADD COLUMN delay INTEGER NOT NULL DEFAULT -1;

-- How far a reader has come in something outside; changed together with the rows that it has made of it.
CREATE TABLE places (
  reader TEXT PRIMARY KEY,
  place TEXT NOT NULL
) WITHOUT ROWID;

-- What TLS came to in sessions with other hosts, added up (RFC 8460 section 4). Day is a day of UTC since 1970; result is
-- empty for success; lists have one element a line.
CREATE TABLE tls_sessions (
  day INTEGER NOT NULL,
  domain TEXT NOT NULL, policy_type TEXT NOT NULL, policy TEXT NOT NULL, patterns TEXT NOT NULL,
  mx TEXT NOT NULL, address TEXT NOT NULL, result TEXT NOT NULL, detail TEXT NOT NULL,
  sessions INTEGER NOT NULL,
  PRIMARY KEY (day, domain, policy_type, policy, patterns, mx, address, result, detail)
) WITHOUT ROWID;

-- Whether the message asks for TLS all the way (RFC 8689).
ALTER TABLE queue ADD COLUMN require_tls INTEGER NOT NULL DEFAULT 0;

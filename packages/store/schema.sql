-- Written by the tests from a migrated database: what all migrations together make. Do not edit.

create table keyturn.checkpoints (
  size bigint not null,
  note text not null,
  signed_at timestamp with time zone not null,
  PRIMARY KEY (size)
);
grant insert, select to keyturn_app;

create table keyturn.devices (
  device_id text not null,
  case_id text not null,
  public_key bytea not null,
  profile text not null,
  enrolled_at timestamp with time zone not null,
  PRIMARY KEY (device_id),
  CHECK ((octet_length(public_key) = 32))
);
grant insert, select to keyturn_app;

create table keyturn.forks (
  device_id text not null,
  body_digest bytea not null,
  at_segment integer not null,
  first_seq bigint not null,
  last_seq bigint not null,
  codec text not null,
  raw_bytes integer not null,
  body bytea not null,
  received_at timestamp with time zone not null,
  PRIMARY KEY (device_id, body_digest),
  CHECK ((octet_length(body_digest) = 32))
);
grant insert, select to keyturn_app;

create table keyturn.heads (
  device_id text not null,
  last_segment integer not null,
  last_seq bigint not null,
  digest bytea not null,
  logged_seq bigint not null default 0,
  confirmed_at timestamp with time zone,
  PRIMARY KEY (device_id),
  CHECK ((octet_length(digest) = 32))
);
CREATE INDEX heads_not_logged ON keyturn.heads USING btree (device_id) WHERE (logged_seq < last_seq);
grant insert, select, update to keyturn_app;

create table keyturn.integrity_findings (
  device_id text not null,
  kind text not null,
  reference text not null,
  found_at timestamp with time zone not null,
  words text not null,
  PRIMARY KEY (device_id, kind, reference)
);
grant insert, select to keyturn_app;

create table keyturn.leaves (
  leaf bigint not null,
  device_id text not null,
  last_seq bigint not null,
  content bytea not null,
  PRIMARY KEY (leaf)
);
CREATE UNIQUE INDEX leaves_by_upload ON keyturn.leaves USING btree (device_id, last_seq);
grant insert, select to keyturn_app;

create table keyturn.migrations (
  id integer not null,
  breaking boolean not null,
  applied_at timestamp with time zone not null default now(),
  PRIMARY KEY (id)
);
grant select to keyturn_app;

create table keyturn.tree (
  only_row smallint not null default 1,
  size bigint not null,
  PRIMARY KEY (only_row),
  CHECK ((only_row = 1))
);
grant select, update to keyturn_app;

create table keyturn.tree_nodes (
  level smallint not null,
  node bigint not null,
  hash bytea not null,
  PRIMARY KEY (level, node),
  CHECK ((octet_length(hash) = 32))
);
grant insert, select to keyturn_app;

create table keyturn.uploads (
  device_id text not null,
  last_seq bigint not null,
  first_seq bigint not null,
  first_segment integer not null,
  last_segment integer not null,
  digest bytea not null,
  codec text not null,
  raw_bytes integer not null,
  body bytea not null,
  received_at timestamp with time zone not null,
  clock_off_ms bigint,
  receipt text not null,
  PRIMARY KEY (device_id, last_seq),
  CHECK (((first_seq <= last_seq) AND (first_segment <= last_segment))),
  CHECK ((octet_length(digest) = 32))
);
CREATE INDEX uploads_as_received ON keyturn.uploads USING btree (device_id, last_seq) WHERE (codec <> 'packed'::text);
grant insert, select to keyturn_app;

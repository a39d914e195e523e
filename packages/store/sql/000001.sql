--! breaking
-- Devices, their logs as received, and what was found to be wrong with a log. Every one of these tables is keyed by the
-- device first and refers to no other device, so they can be spread over many machines by that key.
create table keyturn.devices (
  device_id text not null,
  case_id text not null,
  public_key bytea not null check (octet_length(public_key) = 32),
  profile text not null,
  enrolled_at timestamptz not null,
  primary key (device_id)
);

-- How far the log of a device is held. The only table here whose rows change.
create table keyturn.heads (
  device_id text not null,
  last_segment integer not null,
  last_seq bigint not null,
  digest bytea not null check (octet_length(digest) = 32),
  logged_seq bigint not null default 0,
  confirmed_at timestamptz,
  primary key (device_id)
);

create index heads_not_logged on keyturn.heads (device_id) where logged_seq < last_seq;

-- Whole segments as the device wrote them. `digest` is the SHA-256 of the last segment; `head_digest` that of the
-- segment before the first; `codec` says how `body` is compressed.
create table keyturn.uploads (
  device_id text not null,
  last_seq bigint not null,
  first_seq bigint not null,
  first_segment integer not null,
  last_segment integer not null,
  digest bytea not null check (octet_length(digest) = 32),
  codec text not null,
  raw_bytes integer not null,
  body bytea not null,
  received_at timestamptz not null,
  clock_off_ms bigint,
  receipt text not null,
  primary key (device_id, last_seq),
  check (first_seq <= last_seq and first_segment <= last_segment)
);

-- Already compressed: a second attempt would only cost time.
alter table keyturn.uploads alter column body set storage external;

-- A second history of a device, signed with its own key: kept whole, because it is evidence.
create table keyturn.forks (
  device_id text not null,
  body_digest bytea not null check (octet_length(body_digest) = 32),
  at_segment integer not null,
  first_seq bigint not null,
  last_seq bigint not null,
  codec text not null,
  raw_bytes integer not null,
  body bytea not null,
  received_at timestamptz not null,
  primary key (device_id, body_digest)
);

create table keyturn.integrity_findings (
  device_id text not null,
  kind text not null,
  reference text not null,
  found_at timestamptz not null,
  words text not null,
  primary key (device_id, kind, reference)
);

-- The one log over everything received (RFC 6962 hashing). Small and shared: one leaf for each accepted upload.
create table keyturn.leaves (
  leaf bigint not null,
  device_id text not null,
  last_seq bigint not null,
  content bytea not null,
  primary key (leaf)
);

create unique index leaves_by_upload on keyturn.leaves (device_id, last_seq);

-- Hashes of complete subtrees: level 0 are the leaves, node n of level k covers leaves n * 2^k to (n + 1) * 2^k - 1.
create table keyturn.tree_nodes (
  level smallint not null,
  node bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, node)
);

create table keyturn.checkpoints (
  size bigint not null,
  note text not null,
  signed_at timestamptz not null,
  primary key (size)
);

-- Who appends to the tree takes this row first.
create table keyturn.tree (
  only_row smallint not null default 1 check (only_row = 1),
  size bigint not null,
  primary key (only_row)
);

insert into keyturn.tree (size) values (0);

grant usage on schema keyturn to keyturn_app;

grant select on keyturn.migrations to keyturn_app;

grant select, insert on
  keyturn.devices, keyturn.uploads, keyturn.forks, keyturn.integrity_findings,
  keyturn.leaves, keyturn.tree_nodes, keyturn.checkpoints
  to keyturn_app;

grant select, insert, update on keyturn.heads to keyturn_app;

grant select, update on keyturn.tree to keyturn_app;

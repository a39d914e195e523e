--! breaking
-- Cases, who belongs to them, what was said about them, and where they stand. Every table of a case is keyed by the
-- case first. Who sees a row is decided here once more, after the server's table of access has decided it.

-- Vendors, their service centers, agencies. Small and shared. `kind`: vendor, center, authority.
create table keyturn.organizations (
  organization_id text not null,
  kind text not null check (kind in ('vendor', 'center', 'authority')),
  -- The vendor a center belongs to; itself otherwise.
  parent_id text not null,
  name text not null,
  body jsonb not null default '{}',
  added_at timestamptz not null,
  primary key (organization_id)
);

-- One row a case. `vendor` follows the facts; the rest of a case is in its facts.
create table keyturn.cases (
  case_id text not null,
  jurisdiction text not null,
  vendor text,
  opened_at timestamptz not null,
  last_seq integer not null default 0,
  primary key (case_id)
);

create index cases_by_jurisdiction on keyturn.cases (jurisdiction, case_id);

create index cases_by_vendor on keyturn.cases (vendor, case_id);

-- Accounts of participants: whose case it is.
create table keyturn.case_accounts (
  case_id text not null,
  user_id text not null,
  added_at timestamptz not null,
  primary key (case_id, user_id)
);

create index case_accounts_by_user on keyturn.case_accounts (user_id, case_id);

-- Licenses that cases are about: one number may be issued by two states, and one person may have two cases.
create table keyturn.case_licenses (
  case_id text not null,
  state text not null,
  number text not null,
  seq integer not null,
  primary key (case_id, state, number)
);

create index case_licenses_by_number on keyturn.case_licenses (number, state, case_id);

create table keyturn.case_facts (
  case_id text not null,
  seq integer not null check (seq > 0),
  kind text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  recorder text not null,
  recorder_name text not null,
  recorder_role text not null,
  body jsonb not null,
  basis jsonb,
  primary key (case_id, seq)
);

-- Which devices a case is told by, and how far their logs have been read for it.
create table keyturn.case_devices (
  case_id text not null,
  device_id text not null,
  read_seq bigint not null default 0,
  primary key (case_id, device_id)
);

create index case_devices_by_device on keyturn.case_devices (device_id, case_id);

-- The stored answer. It always equals an assessment from zero, made of `facts_seq` facts and `devices` as of `as_of`.
create table keyturn.case_status (
  case_id text not null,
  facts_seq integer not null,
  devices jsonb not null,
  as_of timestamptz not null,
  -- From here on the answer may be another one though nobody records anything.
  next_change_at timestamptz,
  stage text not null,
  standing text not null,
  name text not null,
  assessment jsonb not null,
  digest text not null,
  primary key (case_id)
);

create index case_status_due on keyturn.case_status (next_change_at, case_id) where next_change_at is not null;

-- Who looked at a case. Shown to the participant and to auditors.
create table keyturn.case_reads (
  case_id text not null,
  at timestamptz not null,
  read_id uuid not null,
  user_id text not null,
  user_name text not null,
  role text not null,
  what text not null,
  primary key (case_id, at, read_id)
);

-- Papers as they came. The id is the SHA-256 of the bytes.
create table keyturn.documents (
  case_id text not null,
  document_id text not null,
  name text not null,
  media_type text not null,
  bytes integer not null,
  body bytea not null,
  added_at timestamptz not null,
  added_by text not null,
  primary key (case_id, document_id)
);

alter table keyturn.documents alter column body set storage external;

-- What was answered to a request that may be sent again.
create table keyturn.idempotency_keys (
  user_id text not null,
  key text not null,
  request_digest text not null,
  status integer not null,
  answer jsonb not null,
  at timestamptz not null,
  primary key (user_id, key)
);

-- Which role may record which kind of fact: the contract's table, repeated where no program can forget it.
create table keyturn.fact_access (
  kind text not null,
  role text not null,
  primary key (kind, role)
);

alter table keyturn.cases enable row level security;

alter table keyturn.case_accounts enable row level security;

alter table keyturn.case_licenses enable row level security;

alter table keyturn.case_facts enable row level security;

alter table keyturn.case_devices enable row level security;

alter table keyturn.case_status enable row level security;

alter table keyturn.case_reads enable row level security;

alter table keyturn.documents enable row level security;

create policy reads_own on keyturn.cases for select to keyturn_app using (
  case current_setting('keyturn.role', true)
    when 'system' then true
    when 'operator' then true
    when 'authority-officer' then jurisdiction = current_setting('keyturn.jurisdiction', true)
    when 'authority-admin' then jurisdiction = current_setting('keyturn.jurisdiction', true)
    when 'auditor' then jurisdiction = current_setting('keyturn.jurisdiction', true)
    when 'vendor-operator' then vendor = current_setting('keyturn.vendor', true)
    when 'technician' then vendor = current_setting('keyturn.vendor', true)
    when 'integrator' then
      vendor = nullif(current_setting('keyturn.vendor', true), '')
      or jurisdiction = nullif(current_setting('keyturn.jurisdiction', true), '')
    when 'driver' then exists (
      select 1 from keyturn.case_accounts a
      where a.case_id = cases.case_id and a.user_id = current_setting('keyturn.user_id', true))
    else false
  end
);

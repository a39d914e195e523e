--! breaking
-- Cases, who belongs to them, what was said about them, and where they stand. Every table of a case is keyed by the
-- case first. Who sees a row is decided in 000007.

-- Vendors, their service centers, agencies. Small and shared. `kind`: vendor, center, authority. A change is a new row:
-- what a list said on a day is what cases were judged by on that day.
create table keyturn.organizations (
  organization_id text not null,
  kind text not null check (kind in ('vendor', 'center', 'authority')),
  -- The vendor a center belongs to; itself otherwise.
  parent_id text not null,
  name text not null,
  body jsonb not null default '{}',
  added_at timestamptz not null,
  primary key (organization_id, added_at)
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

-- `body` is text as well: an assessment made from it has the same bytes each time.
create table keyturn.case_facts (
  case_id text not null,
  seq integer not null check (seq > 0),
  kind text not null,
  at timestamptz not null,
  recorded_at timestamptz not null,
  recorder text not null,
  recorder_name text not null,
  recorder_role text not null,
  body json not null,
  basis json,
  primary key (case_id, seq)
);

-- Which devices a case is told by, and how far their logs have been read for it. Until a link is `settled` the log is
-- compared once more: an upload may have come while the link was made.
create table keyturn.case_devices (
  case_id text not null,
  device_id text not null,
  read_seq bigint not null default 0,
  settled boolean not null default false,
  primary key (case_id, device_id)
);

create index case_devices_to_settle on keyturn.case_devices (case_id, device_id) where not settled;

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
  -- As in the case: lists are read from here alone.
  jurisdiction text not null,
  vendor text,
  -- As text, since its bytes count: `digest` is their SHA-256.
  assessment json not null,
  digest text not null,
  primary key (case_id)
);

create index case_status_due on keyturn.case_status (next_change_at, case_id) where next_change_at is not null;

create index case_status_by_jurisdiction on keyturn.case_status (jurisdiction, stage, case_id);

create index case_status_by_vendor on keyturn.case_status (vendor, stage, case_id);

create index case_status_by_standing on keyturn.case_status (jurisdiction, standing, case_id);

create index case_status_by_vendors_standing on keyturn.case_status (vendor, standing, case_id);

-- Words of names in small letters without marks, by which cases are found.
create table keyturn.case_names (
  case_id text not null,
  word text collate "C" not null,
  primary key (case_id, word)
);

create index case_names_by_word on keyturn.case_names (word, case_id);

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

-- What was answered to a request that may be sent again: as text, so that it is the same answer.
create table keyturn.idempotency_keys (
  case_id text not null,
  user_id text not null,
  key text not null,
  request_digest text not null,
  answer json not null,
  at timestamptz not null,
  primary key (case_id, user_id, key)
);

-- Which role may record which kind of fact: the contract's table, repeated where no program can forget it.
create table keyturn.fact_access (
  kind text not null,
  role text not null,
  primary key (kind, role)
);

insert into keyturn.fact_access (kind, role) values
  ('case-opened', 'authority-officer'), ('case-opened', 'authority-integrator'), ('case-opened', 'operator'),
  ('conviction', 'authority-officer'), ('conviction', 'authority-integrator'), ('conviction', 'operator'),
  ('court-order', 'authority-officer'), ('court-order', 'authority-integrator'), ('court-order', 'operator'),
  ('suspension', 'authority-officer'), ('suspension', 'authority-integrator'), ('suspension', 'operator'),
  ('approval-granted', 'authority-officer'),
  ('approval-withdrawn', 'authority-officer'),
  ('exam-passed', 'authority-officer'), ('exam-passed', 'authority-integrator'), ('exam-passed', 'operator'),
  ('hardship-license-issued', 'authority-officer'), ('hardship-license-issued', 'authority-integrator'),
  ('hardship-license-issued', 'operator'),
  ('fully-reinstated', 'authority-officer'), ('fully-reinstated', 'authority-integrator'),
  ('fully-reinstated', 'operator'),
  ('restriction-added', 'authority-officer'), ('restriction-added', 'authority-integrator'),
  ('restriction-added', 'operator'),
  ('restriction-removed', 'authority-officer'),
  ('household-member-added', 'driver'), ('household-member-added', 'authority-officer'),
  ('household-member-added', 'authority-integrator'), ('household-member-added', 'operator'),
  ('household-member-left', 'driver'), ('household-member-left', 'authority-officer'),
  ('household-member-left', 'authority-integrator'), ('household-member-left', 'operator'),
  ('affidavit-filed', 'driver'), ('affidavit-filed', 'authority-officer'),
  ('affidavit-filed', 'authority-integrator'), ('affidavit-filed', 'operator'),
  ('address-changed', 'driver'), ('address-changed', 'authority-officer'),
  ('address-changed', 'authority-integrator'), ('address-changed', 'operator'),
  ('hardship-finding', 'authority-officer'),
  ('vehicle-added', 'driver'), ('vehicle-added', 'technician'), ('vehicle-added', 'vendor-operator'),
  ('vehicle-added', 'vendor-integrator'), ('vehicle-added', 'operator'), ('vehicle-added', 'authority-officer'),
  ('vehicle-given-up', 'driver'), ('vehicle-given-up', 'technician'), ('vehicle-given-up', 'vendor-operator'),
  ('vehicle-given-up', 'vendor-integrator'), ('vehicle-given-up', 'operator'),
  ('vehicle-given-up', 'authority-officer'),
  ('vehicle-out-of-use', 'driver'), ('vehicle-out-of-use', 'technician'), ('vehicle-out-of-use', 'vendor-operator'),
  ('vehicle-out-of-use', 'vendor-integrator'), ('vehicle-out-of-use', 'operator'),
  ('vehicle-out-of-use', 'authority-officer'),
  ('vehicle-back-in-use', 'driver'), ('vehicle-back-in-use', 'technician'),
  ('vehicle-back-in-use', 'vendor-operator'), ('vehicle-back-in-use', 'vendor-integrator'),
  ('vehicle-back-in-use', 'operator'), ('vehicle-back-in-use', 'authority-officer'),
  ('vendor-chosen', 'driver'), ('vendor-chosen', 'authority-officer'), ('vendor-chosen', 'operator'),
  ('visit-booked', 'driver'), ('visit-booked', 'technician'), ('visit-booked', 'vendor-operator'),
  ('visit-booked', 'vendor-integrator'), ('visit-booked', 'operator'),
  ('device-installed', 'technician'), ('device-installed', 'vendor-operator'),
  ('device-installed', 'vendor-integrator'), ('device-installed', 'operator'),
  ('device-moved', 'technician'), ('device-moved', 'vendor-operator'), ('device-moved', 'vendor-integrator'),
  ('device-moved', 'operator'),
  ('device-removed', 'technician'), ('device-removed', 'vendor-operator'), ('device-removed', 'vendor-integrator'),
  ('device-removed', 'operator'), ('device-removed', 'authority-officer'),
  ('visit-kept', 'technician'), ('visit-kept', 'vendor-operator'), ('visit-kept', 'vendor-integrator'),
  ('visit-kept', 'operator'),
  ('visit-announced-missed', 'driver'), ('visit-announced-missed', 'technician'),
  ('visit-announced-missed', 'vendor-operator'), ('visit-announced-missed', 'vendor-integrator'),
  ('visit-announced-missed', 'operator'),
  ('violation-reported', 'technician'), ('violation-reported', 'vendor-operator'),
  ('violation-reported', 'vendor-integrator'), ('violation-reported', 'operator'),
  ('violation-reported', 'authority-officer'),
  ('provider-failure', 'driver'), ('provider-failure', 'technician'), ('provider-failure', 'vendor-operator'),
  ('provider-failure', 'vendor-integrator'), ('provider-failure', 'operator'),
  ('provider-failure', 'authority-officer'),
  ('excusal-granted', 'authority-officer'),
  ('hearing-requested', 'driver'), ('hearing-requested', 'authority-officer'),
  ('hearing-scheduled', 'authority-officer'),
  ('hearing-evidence', 'driver'), ('hearing-evidence', 'vendor-operator'), ('hearing-evidence', 'authority-officer'),
  ('hearing-decided', 'authority-officer'),
  ('decision-contested', 'driver'), ('decision-contested', 'authority-officer'),
  ('contest-decided', 'authority-officer'),
  ('credit-requested', 'driver'), ('credit-requested', 'authority-officer'),
  ('credit-decided', 'authority-officer'),
  ('removal-requested', 'driver'), ('removal-requested', 'authority-officer'),
  ('removal-decided', 'authority-officer'),
  ('fact-withdrawn', 'driver'), ('fact-withdrawn', 'authority-officer'), ('fact-withdrawn', 'authority-integrator'),
  ('fact-withdrawn', 'operator'), ('fact-withdrawn', 'technician'), ('fact-withdrawn', 'vendor-operator'),
  ('fact-withdrawn', 'vendor-integrator');

-- How far the log of a device has been read for its case.
alter table keyturn.heads add column cased_seq bigint not null default 0;

create index heads_not_in_cases on keyturn.heads (device_id) where cased_seq < last_seq;

grant select, insert, update on keyturn.cases, keyturn.case_status, keyturn.case_devices to keyturn_app;

grant select, insert on
  keyturn.organizations, keyturn.case_accounts, keyturn.case_facts, keyturn.case_reads, keyturn.documents,
  keyturn.idempotency_keys
  to keyturn_app;

-- Made anew from the facts, should they change.
grant select, insert, delete on keyturn.case_licenses, keyturn.case_names to keyturn_app;

grant select on keyturn.fact_access to keyturn_app;

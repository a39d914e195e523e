--! breaking
-- What follows from a case by itself: when it is looked at again, what people and what programs are told about it. Each
-- consequence has a natural key under its case, so that it comes once however often it is worked out.

-- `since`: what was due up to then is not told any more, for the case was not kept here. `acted_until`: up to here all
-- consequences are made. `due_at`: the next moment at which something may follow; null while nothing does before the
-- case changes. A case that cannot be worked out waits until `retry_at`.
create table keyturn.case_agenda (
  case_id text not null,
  since timestamptz not null,
  acted_until timestamptz not null,
  due_at timestamptz,
  tries integer not null default 0,
  retry_at timestamptz,
  failure text,
  primary key (case_id)
);

create index case_agenda_due on keyturn.case_agenda (due_at, case_id) where due_at is not null;

-- What somebody is told. `due_at` is when it was to be told, `made_at` when it was: later after a time without server,
-- or when the case learned late. From `stale_at` on it would be of no use to write it to anybody.
create table keyturn.case_notices (
  case_id text not null,
  notice_id text not null,
  audience text not null check (audience in ('participant', 'vendor', 'authority')),
  kind text not null,
  due_at timestamptz not null,
  made_at timestamptz not null,
  stale_at timestamptz,
  subject text not null,
  words text not null,
  law jsonb,
  primary key (case_id, notice_id)
);

create index case_notices_by_time on keyturn.case_notices (case_id, made_at, due_at, notice_id);

-- What staff of vendors and authorities are told, over all their cases.
create index case_notices_for_staff on keyturn.case_notices (audience, made_at, case_id, notice_id)
  where audience <> 'participant';

-- How a notice to the participant gets out of the house. `staff`: nobody can write to this person, so somebody calls or
-- sends a letter. The time of the next attempt is set before an attempt is made.
create table keyturn.notice_deliveries (
  case_id text not null,
  notice_id text not null,
  channel text not null check (channel in ('mail', 'staff')),
  state text not null check (state in ('waiting', 'sent', 'kept', 'refused', 'too-late', 'told')),
  recipient text,
  tries integer not null default 0,
  try_at timestamptz,
  done_at timestamptz,
  done_by text,
  words text,
  primary key (case_id, notice_id, channel)
);

create index notice_deliveries_due on keyturn.notice_deliveries (try_at, case_id) where state = 'waiting';

create index notice_deliveries_for_staff on keyturn.notice_deliveries (state, case_id)
  where state in ('waiting', 'refused');

create table keyturn.notice_reads (
  case_id text not null,
  notice_id text not null,
  user_id text not null,
  read_at timestamptz not null,
  primary key (case_id, notice_id, user_id)
);

-- What programs are told: that something happened, never what. Jurisdiction and vendor are those of that moment: a
-- vendor hears nothing of what came before or after its time with a customer.
create table keyturn.case_events (
  case_id text not null,
  seq integer not null check (seq > 0),
  kind text not null,
  subject text not null,
  at timestamptz not null,
  made_at timestamptz not null,
  jurisdiction text not null,
  vendor text,
  spread_at timestamptz,
  primary key (case_id, seq)
);

create unique index case_events_once on keyturn.case_events (case_id, kind, subject);

create index case_events_to_spread on keyturn.case_events (case_id, seq) where spread_at is null;

-- Where a vendor or an agency wants to be told. Small and shared. `secret` is encrypted with a key that is not in the
-- database. `last_seq` counts what was put on this subscription's list.
create table keyturn.webhook_subscriptions (
  subscription_id text not null,
  jurisdiction text,
  vendor text,
  url text not null,
  kinds text[] not null,
  secret bytea not null,
  last_seq bigint not null default 0,
  created_at timestamptz not null,
  created_by text not null,
  created_by_name text not null,
  state text not null default 'on' check (state in ('on', 'off')),
  off_at timestamptz,
  off_because text,
  primary key (subscription_id),
  check ((jurisdiction is null) <> (vendor is null))
);

create table keyturn.webhook_deliveries (
  subscription_id text not null,
  seq bigint not null,
  case_id text not null,
  event_seq integer not null,
  kind text not null,
  subject text not null,
  at timestamptz not null,
  state text not null check (state in ('waiting', 'delivered', 'parked')),
  tries integer not null default 0,
  first_try_at timestamptz,
  try_at timestamptz,
  delivered_at timestamptz,
  status integer,
  failure text,
  primary key (subscription_id, seq)
);

create unique index webhook_deliveries_once on keyturn.webhook_deliveries (subscription_id, case_id, event_seq);

create index webhook_deliveries_due on keyturn.webhook_deliveries (try_at, subscription_id) where state = 'waiting';

-- What is done once a day, with what came of it.
create table keyturn.daily_runs (
  job text not null,
  day date not null,
  began_at timestamptz not null,
  ended_at timestamptz,
  outcome jsonb,
  primary key (job, day)
);

alter table keyturn.case_agenda enable row level security;

alter table keyturn.case_notices enable row level security;

alter table keyturn.notice_deliveries enable row level security;

alter table keyturn.notice_reads enable row level security;

alter table keyturn.case_events enable row level security;

alter table keyturn.webhook_subscriptions enable row level security;

alter table keyturn.webhook_deliveries enable row level security;

alter table keyturn.case_agenda force row level security;

alter table keyturn.case_notices force row level security;

alter table keyturn.notice_deliveries force row level security;

alter table keyturn.notice_reads force row level security;

alter table keyturn.case_events force row level security;

alter table keyturn.webhook_subscriptions force row level security;

alter table keyturn.webhook_deliveries force row level security;

-- Whoever may see a case may bring it up again: that is what recording a fact does.
create policy of_seen_case on keyturn.case_agenda to keyturn_app
  using (exists (select 1 from keyturn.cases c where c.case_id = case_agenda.case_id))
  with check (exists (select 1 from keyturn.cases c where c.case_id = case_agenda.case_id));

-- A participant and a vendor read what is for them; the authority reads everything that was told in its name.
create policy reads_own on keyturn.case_notices for select to keyturn_app using (
  exists (select 1 from keyturn.cases c where c.case_id = case_notices.case_id)
  and case current_setting('keyturn.role', true)
    when 'driver' then audience = 'participant'
    when 'technician' then audience = 'vendor'
    when 'vendor-operator' then audience = 'vendor'
    when 'integrator' then audience = 'vendor' or current_setting('keyturn.jurisdiction', true) <> ''
    else true
  end
);

create policy made_by_server on keyturn.case_notices for insert to keyturn_app
  with check (current_setting('keyturn.role', true) = 'system');

create policy reads_own on keyturn.notice_deliveries for select to keyturn_app using (
  exists (select 1 from keyturn.cases c where c.case_id = notice_deliveries.case_id)
  and current_setting('keyturn.role', true) in
    ('system', 'operator', 'authority-officer', 'authority-admin', 'auditor', 'driver')
);

create policy made_by_server on keyturn.notice_deliveries for insert to keyturn_app
  with check (current_setting('keyturn.role', true) = 'system');

-- The server notes what it sent; an officer notes that a person was told by telephone or letter.
create policy done_by_server_or_officer on keyturn.notice_deliveries for update to keyturn_app using (
  exists (select 1 from keyturn.cases c where c.case_id = notice_deliveries.case_id)
  and current_setting('keyturn.role', true) in ('system', 'authority-officer', 'authority-admin')
);

create policy reads_own on keyturn.notice_reads for select to keyturn_app using (
  exists (select 1 from keyturn.cases c where c.case_id = notice_reads.case_id)
);

create policy reader_own on keyturn.notice_reads for insert to keyturn_app with check (
  exists (select 1 from keyturn.cases c where c.case_id = notice_reads.case_id)
  and user_id = current_setting('keyturn.user_id', true)
);

create policy of_seen_case on keyturn.case_events to keyturn_app
  using (exists (select 1 from keyturn.cases c where c.case_id = case_events.case_id))
  with check (exists (select 1 from keyturn.cases c where c.case_id = case_events.case_id));

create policy own on keyturn.webhook_subscriptions to keyturn_app using (
  case current_setting('keyturn.role', true)
    when 'system' then true
    when 'operator' then true
    when 'authority-admin' then jurisdiction = current_setting('keyturn.jurisdiction', true)
    when 'auditor' then jurisdiction = current_setting('keyturn.jurisdiction', true)
    when 'vendor-operator' then vendor = current_setting('keyturn.vendor', true)
    when 'integrator' then
      vendor = nullif(current_setting('keyturn.vendor', true), '')
      or jurisdiction = nullif(current_setting('keyturn.jurisdiction', true), '')
    else false
  end
);

create policy of_own_subscription on keyturn.webhook_deliveries to keyturn_app using (
  exists (select 1 from keyturn.webhook_subscriptions s where s.subscription_id = webhook_deliveries.subscription_id)
);

grant select, insert, update on
  keyturn.case_agenda, keyturn.notice_deliveries, keyturn.case_events,
  keyturn.webhook_subscriptions, keyturn.webhook_deliveries, keyturn.daily_runs
  to keyturn_app;

grant select, insert on keyturn.case_notices, keyturn.notice_reads to keyturn_app;

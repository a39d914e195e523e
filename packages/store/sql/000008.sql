--! breaking
-- Signed statements as they came, where cases and devices stand towards them, and which dates devices have.

-- Statements that everybody may see. Small and shared. `digest` is the SHA-256 of the statement's own line, so two rows
-- under one id are two statements of one issuer that contradict each other: both are evidence, and neither counts.
create table keyturn.statements (
  statement_id text not null,
  digest text not null,
  kind text not null,
  jurisdiction text not null,
  -- Who signed, as the chain says: `root`, `authority US-MA`, `vendor northgate`.
  issuer text not null,
  issued_at timestamptz not null,
  file text not null,
  file_digest text not null,
  received_at timestamptz not null,
  brought_by text not null,
  brought_by_name text not null,
  primary key (statement_id, digest)
);

create index statements_by_kind on keyturn.statements (kind, issued_at, statement_id);

create index statements_by_jurisdiction on keyturn.statements (jurisdiction, received_at);

create index statements_by_file on keyturn.statements (file_digest);

-- Cases that a statement may bear on are worked out anew, some at a time: `after_case` is how far that has come.
create table keyturn.statement_wakes (
  statement_id text not null,
  digest text not null,
  jurisdiction text not null,
  -- The vendors whose cases it may bear on; null: all.
  vendors jsonb,
  at timestamptz not null,
  after_case text not null default '',
  is_done boolean not null default false,
  primary key (statement_id, digest)
);

create index statement_wakes_open on keyturn.statement_wakes (at, statement_id) where not is_done;

-- Letters about a case: confirmations, exceptions.
create table keyturn.case_statements (
  case_id text not null,
  statement_id text not null,
  digest text not null,
  kind text not null,
  issuer text not null,
  issued_at timestamptz not null,
  file text not null,
  file_digest text not null,
  received_at timestamptz not null,
  brought_by text not null,
  brought_by_name text not null,
  primary key (case_id, statement_id, digest)
);

-- Statements for one device: what it is set up as, overrides, certificates of visits. `rescue`: the credential by which
-- a center of another vendor served it.
create table keyturn.device_statements (
  device_id text not null,
  statement_id text not null,
  digest text not null,
  kind text not null,
  issuer text not null,
  issued_at timestamptz not null,
  file text not null,
  file_digest text not null,
  rescue text,
  received_at timestamptz not null,
  brought_by text not null,
  brought_by_name text not null,
  primary key (device_id, statement_id, digest)
);

-- Which dates a device in a case has, worked out whenever the case is: `due_on` before any order, `stands_on` as it
-- stands, `since_on` when the period began that ends with it. Empty text: not known.
create table keyturn.case_due (
  case_id text not null,
  device_id text not null,
  of_function text not null check (of_function in ('service-visit', 'violations-service', 'lockout-visit')),
  rule text not null,
  jurisdiction text not null,
  vendor text,
  device_vendor text not null,
  model text not null,
  firmware text not null,
  region text not null,
  center text not null,
  since_on date not null,
  due_on date not null,
  stands_on date not null,
  primary key (case_id, device_id, of_function, rule)
);

create index case_due_by_date on keyturn.case_due (jurisdiction, due_on);

create index case_due_by_standing on keyturn.case_due (jurisdiction, stands_on);

alter table keyturn.case_statements enable row level security;

alter table keyturn.case_statements force row level security;

alter table keyturn.device_statements enable row level security;

alter table keyturn.device_statements force row level security;

alter table keyturn.case_due enable row level security;

alter table keyturn.case_due force row level security;

create policy seen on keyturn.case_statements for select using (
  exists (select 1 from keyturn.cases c where c.case_id = case_statements.case_id)
);

-- A statement says itself whose it is; who brings it adds nothing. So the server keeps it, once it holds.
create policy kept on keyturn.case_statements for insert with check (
  current_setting('keyturn.role', true) = 'system'
);

create policy seen on keyturn.device_statements for select using (
  current_setting('keyturn.role', true) in ('system', 'operator')
  or exists (select 1 from keyturn.case_devices d where d.device_id = device_statements.device_id)
);

create policy kept on keyturn.device_statements for insert with check (
  current_setting('keyturn.role', true) = 'system'
);

-- The same as for the case once more, so that a preview reads one table.
create policy seen on keyturn.case_due for select using (
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
      where a.case_id = case_due.case_id and a.user_id = current_setting('keyturn.user_id', true))
    else false
  end
);

create policy follows on keyturn.case_due for insert with check (current_setting('keyturn.role', true) = 'system');

create policy made_anew on keyturn.case_due for delete using (current_setting('keyturn.role', true) = 'system');

grant select, insert on keyturn.statements, keyturn.case_statements, keyturn.device_statements to keyturn_app;

grant select, insert, update on keyturn.statement_wakes to keyturn_app;

grant select, insert, delete on keyturn.case_due to keyturn_app;

-- What is read off a signed statement is recorded by the server itself, whoever brought it.
insert into keyturn.fact_access (kind, role) values
  ('visit-kept', 'system'), ('confirmation-received', 'system'), ('exception-granted', 'system');

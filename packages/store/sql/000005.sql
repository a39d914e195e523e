--! breaking
-- Money of cases, reports to authorities, and logs of other makers' devices. Nothing here is edited: what turns out
-- otherwise is taken back by a row of its own.

-- What a vendor charges in a jurisdiction, from a day on. Small and shared.
create table keyturn.price_lists (
  vendor text not null,
  jurisdiction text not null,
  effective_on date not null,
  recorded_at timestamptz not null,
  recorder text not null,
  prices jsonb not null,
  primary key (vendor, jurisdiction, effective_on, recorded_at)
);

-- What vendors, officers and drivers settle about money: charges besides the visits, payments, failures of providers.
create table keyturn.money_facts (
  case_id text not null,
  fact_id text not null,
  kind text not null check (kind in ('charged', 'paid', 'paid-back', 'provider-caused', 'withdrawn')),
  at timestamptz not null,
  recorded_at timestamptz not null,
  recorder text not null,
  recorder_name text not null,
  recorder_role text not null,
  body jsonb not null,
  primary key (case_id, fact_id)
);

-- A double entry in one row: an amount leaves one account and enters another, so none can be out of balance.
create table keyturn.postings (
  case_id text not null,
  posting_id text not null,
  place integer not null check (place > 0),
  jurisdiction text not null,
  vendor text not null,
  kind text not null,
  at timestamptz not null,
  entered_at timestamptz not null,
  debit text not null
    check (debit in ('driver-owes', 'vendor-cash', 'authority-payable', 'vendor-revenue', 'relief', 'vendor-bears')),
  credit text not null
    check (credit in ('driver-owes', 'vendor-cash', 'authority-payable', 'vendor-revenue', 'relief', 'vendor-bears')),
  amount_cents bigint not null check (amount_cents > 0 and amount_cents <= 10000000),
  source text not null,
  reverses text,
  words text not null,
  law jsonb not null,
  primary key (case_id, posting_id),
  check (debit <> credit)
);

create unique index postings_in_order on keyturn.postings (case_id, place);

create index postings_for_remittance on keyturn.postings (vendor, jurisdiction, entered_at)
  where debit = 'authority-payable' or credit = 'authority-payable';

-- What a vendor has passed on to an authority. Small and shared.
create table keyturn.remittances (
  vendor text not null,
  jurisdiction text not null,
  remittance_id text not null,
  paid_at timestamptz not null,
  amount_cents bigint not null check (amount_cents > 0),
  reference text not null,
  recorded_at timestamptz not null,
  recorder text not null,
  recorder_name text not null,
  primary key (vendor, jurisdiction, remittance_id)
);

-- Which reports a case calls for, as worked out last: made anew with the case. What was made and sent stands below.
create table keyturn.reports_due (
  case_id text not null,
  report_id text not null,
  rule text not null,
  sort text not null,
  jurisdiction text not null,
  vendor text,
  discovered_at timestamptz not null,
  due_at timestamptz not null,
  state text not null check (state in ('due', 'made', 'sent', 'returned')),
  body jsonb not null,
  primary key (case_id, report_id)
);

create index reports_due_by_vendor on keyturn.reports_due (vendor, due_at, case_id, report_id) where state <> 'sent';

create index reports_due_by_jurisdiction on keyturn.reports_due (jurisdiction, due_at, case_id, report_id)
  where state <> 'sent';

-- A report as it was written. One that comes back is written again, as the next version.
create table keyturn.reports (
  case_id text not null,
  report_id text not null,
  version integer not null check (version > 0),
  rule text not null,
  made_at timestamptz not null,
  maker text not null,
  maker_name text not null,
  body jsonb not null,
  primary key (case_id, report_id, version)
);

create table keyturn.report_events (
  case_id text not null,
  report_id text not null,
  version integer not null,
  kind text not null check (kind in ('sent', 'returned')),
  at timestamptz not null,
  file_id text not null,
  reasons jsonb not null default '[]',
  primary key (case_id, report_id, version, kind)
);

-- Files as they are handed to an authority. `contents` names what stands in each record, from 1.
create table keyturn.report_files (
  file_id text not null,
  vendor text,
  jurisdiction text not null,
  format text not null,
  test boolean not null,
  created_at timestamptz not null,
  creator text not null,
  creator_name text not null,
  contents jsonb not null,
  cut jsonb not null,
  digest bytea not null check (octet_length(digest) = 32),
  body bytea not null,
  primary key (file_id)
);

create index report_files_by_jurisdiction on keyturn.report_files (jurisdiction, created_at, file_id);

-- That a file was delivered, and what came back, as it came.
create table keyturn.report_file_events (
  file_id text not null,
  kind text not null check (kind in ('sent', 'returned')),
  at timestamptz not null,
  recorder text not null,
  recorder_name text not null,
  body bytea,
  primary key (file_id, kind, at)
);

-- How files of other makers are read. Small and shared; the id is made of the digest of owner and mapping.
create table keyturn.import_mappings (
  mapping_id text not null,
  vendor text,
  jurisdiction text,
  name text not null,
  mapping jsonb not null,
  recorded_at timestamptz not null,
  recorder text not null,
  recorder_name text not null,
  primary key (mapping_id)
);

-- Logs of devices that are not ours, as they came, with how they were read. Small and shared: a file may be about many
-- devices. The id is made of the digests of file and mapping, so the same import is the same row.
create table keyturn.import_files (
  import_id text not null,
  vendor text,
  jurisdiction text not null,
  name text not null,
  digest bytea not null check (octet_length(digest) = 32),
  body bytea not null,
  mapping jsonb not null,
  rows integer not null,
  devices integer not null,
  unknown_codes jsonb not null,
  skipped_codes jsonb not null,
  received_at timestamptz not null,
  recorder text not null,
  recorder_name text not null,
  primary key (import_id)
);

create index import_files_by_time on keyturn.import_files (received_at, import_id);

alter table keyturn.import_files alter column body set storage external;

-- What one file tells of one device, line by line.
create table keyturn.imported_rows (
  device_id text not null,
  import_id text not null,
  vendor text,
  jurisdiction text not null,
  received_at timestamptz not null,
  rows jsonb not null,
  primary key (device_id, import_id)
);

alter table keyturn.money_facts enable row level security;

alter table keyturn.money_facts force row level security;

alter table keyturn.postings enable row level security;

alter table keyturn.postings force row level security;

alter table keyturn.price_lists enable row level security;

alter table keyturn.price_lists force row level security;

alter table keyturn.remittances enable row level security;

alter table keyturn.remittances force row level security;

alter table keyturn.reports_due enable row level security;

alter table keyturn.reports_due force row level security;

alter table keyturn.reports enable row level security;

alter table keyturn.reports force row level security;

alter table keyturn.report_events enable row level security;

alter table keyturn.report_events force row level security;

alter table keyturn.report_files enable row level security;

alter table keyturn.report_files force row level security;

alter table keyturn.report_file_events enable row level security;

alter table keyturn.report_file_events force row level security;

alter table keyturn.import_mappings enable row level security;

alter table keyturn.import_mappings force row level security;

alter table keyturn.import_files enable row level security;

alter table keyturn.import_files force row level security;

alter table keyturn.imported_rows enable row level security;

alter table keyturn.imported_rows force row level security;

-- A vendor's money is the vendor's and the authority's; a driver sees the prices that apply to the own case through the
-- statement, which the server makes.
create policy seen on keyturn.price_lists for select using (
  current_setting('keyturn.role', true) in ('system', 'operator')
  or vendor = nullif(current_setting('keyturn.vendor', true), '')
  or jurisdiction = nullif(current_setting('keyturn.jurisdiction', true), '')
);

create policy filed on keyturn.price_lists for insert with check (
  recorder = current_setting('keyturn.user_id', true)
  and (current_setting('keyturn.role', true) = 'operator'
    or (current_setting('keyturn.role', true) in ('vendor-operator', 'integrator')
      and vendor = nullif(current_setting('keyturn.vendor', true), '')))
);

create policy seen on keyturn.money_facts for select using (
  exists (select 1 from keyturn.cases c where c.case_id = money_facts.case_id)
);

create policy recorded on keyturn.money_facts for insert with check (
  recorder = current_setting('keyturn.user_id', true)
  and recorder_role = current_setting('keyturn.role', true)
  and current_setting('keyturn.role', true) in ('operator', 'technician', 'vendor-operator', 'authority-officer')
  and exists (select 1 from keyturn.cases c where c.case_id = money_facts.case_id)
);

-- A vendor sees what is about itself, also of customers who have gone; everybody else the ledgers of cases they see.
create policy seen on keyturn.postings for select using (
  case coalesce(current_setting('keyturn.vendor', true), '')
    when '' then exists (select 1 from keyturn.cases c where c.case_id = postings.case_id)
    else vendor = current_setting('keyturn.vendor', true)
  end
);

create policy follows on keyturn.postings for insert with check (current_setting('keyturn.role', true) = 'system');

create policy seen on keyturn.remittances for select using (
  current_setting('keyturn.role', true) in ('system', 'operator')
  or vendor = nullif(current_setting('keyturn.vendor', true), '')
  or jurisdiction = nullif(current_setting('keyturn.jurisdiction', true), '')
);

create policy recorded on keyturn.remittances for insert with check (
  recorder = current_setting('keyturn.user_id', true)
  and current_setting('keyturn.role', true) in ('authority-officer', 'authority-admin')
  and jurisdiction = nullif(current_setting('keyturn.jurisdiction', true), '')
);

-- A vendor reports what happened under its own care, also of customers who have gone, and not what others saw.
create policy seen on keyturn.reports_due for select using (
  case coalesce(current_setting('keyturn.vendor', true), '')
    when '' then exists (select 1 from keyturn.cases c where c.case_id = reports_due.case_id)
    else vendor = current_setting('keyturn.vendor', true)
  end
);

create policy follows on keyturn.reports_due for insert with check (current_setting('keyturn.role', true) = 'system');

create policy follows_again on keyturn.reports_due for update using (current_setting('keyturn.role', true) = 'system');

create policy made_anew on keyturn.reports_due for delete using (current_setting('keyturn.role', true) = 'system');

create policy seen on keyturn.reports for select using (
  exists (select 1 from keyturn.cases c where c.case_id = reports.case_id)
);

create policy made on keyturn.reports for insert with check (current_setting('keyturn.role', true) = 'system');

create policy seen on keyturn.report_events for select using (
  exists (select 1 from keyturn.cases c where c.case_id = report_events.case_id)
);

create policy noted on keyturn.report_events for insert with check (current_setting('keyturn.role', true) = 'system');

create policy seen on keyturn.report_files for select using (
  current_setting('keyturn.role', true) in ('system', 'operator')
  or vendor = nullif(current_setting('keyturn.vendor', true), '')
  or jurisdiction = nullif(current_setting('keyturn.jurisdiction', true), '')
);

create policy made on keyturn.report_files for insert with check (current_setting('keyturn.role', true) = 'system');

create policy seen on keyturn.report_file_events for select using (
  exists (select 1 from keyturn.report_files f where f.file_id = report_file_events.file_id)
);

create policy noted on keyturn.report_file_events for insert with check (
  current_setting('keyturn.role', true) = 'system'
);

create policy seen on keyturn.import_mappings for select using (
  current_setting('keyturn.role', true) in ('system', 'operator')
  or vendor = nullif(current_setting('keyturn.vendor', true), '')
  or jurisdiction = nullif(current_setting('keyturn.jurisdiction', true), '')
);

create policy filed on keyturn.import_mappings for insert with check (
  recorder = current_setting('keyturn.user_id', true)
  and current_setting('keyturn.role', true) in ('operator', 'vendor-operator', 'authority-officer', 'integrator')
  and vendor is not distinct from nullif(current_setting('keyturn.vendor', true), '')
  and jurisdiction is not distinct from nullif(current_setting('keyturn.jurisdiction', true), '')
);

create policy seen on keyturn.import_files for select using (
  current_setting('keyturn.role', true) in ('system', 'operator')
  or vendor = nullif(current_setting('keyturn.vendor', true), '')
  or jurisdiction = nullif(current_setting('keyturn.jurisdiction', true), '')
);

create policy taken_in on keyturn.import_files for insert with check (
  recorder = current_setting('keyturn.user_id', true)
  and current_setting('keyturn.role', true) in ('operator', 'vendor-operator', 'authority-officer', 'integrator')
  and vendor is not distinct from nullif(current_setting('keyturn.vendor', true), '')
  and (coalesce(current_setting('keyturn.jurisdiction', true), '') = ''
    or jurisdiction = current_setting('keyturn.jurisdiction', true))
);

-- Besides its vendor and its authority, whoever sees a case that is told by the device.
create policy seen on keyturn.imported_rows for select using (
  current_setting('keyturn.role', true) in ('system', 'operator')
  or vendor = nullif(current_setting('keyturn.vendor', true), '')
  or jurisdiction = nullif(current_setting('keyturn.jurisdiction', true), '')
  or exists (select 1 from keyturn.case_devices c where c.device_id = imported_rows.device_id)
);

create policy taken_in on keyturn.imported_rows for insert with check (
  current_setting('keyturn.role', true) in ('operator', 'vendor-operator', 'authority-officer', 'integrator')
  and vendor is not distinct from nullif(current_setting('keyturn.vendor', true), '')
  and (coalesce(current_setting('keyturn.jurisdiction', true), '') = ''
    or jurisdiction = current_setting('keyturn.jurisdiction', true))
);

grant select, insert on
  keyturn.price_lists, keyturn.money_facts, keyturn.postings, keyturn.remittances, keyturn.reports,
  keyturn.report_events, keyturn.report_files, keyturn.report_file_events, keyturn.import_mappings,
  keyturn.import_files, keyturn.imported_rows
  to keyturn_app;

-- Worked out from the rest whenever the case changes.
grant select, insert, update, delete on keyturn.reports_due to keyturn_app;

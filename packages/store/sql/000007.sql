--! breaking
-- Who sees and who writes a row of a case or of a device: decided here once more, after the server's table of access
-- has decided it.

-- The server says in whose name it works by four settings of the transaction. Without them a table of cases shows
-- nothing and takes nothing; a table of devices is then the server's own, which takes in logs in nobody's name.
alter table keyturn.cases enable row level security;

alter table keyturn.cases force row level security;

alter table keyturn.case_accounts enable row level security;

alter table keyturn.case_accounts force row level security;

alter table keyturn.case_licenses enable row level security;

alter table keyturn.case_licenses force row level security;

alter table keyturn.case_names enable row level security;

alter table keyturn.case_names force row level security;

alter table keyturn.case_facts enable row level security;

alter table keyturn.case_facts force row level security;

alter table keyturn.case_devices enable row level security;

alter table keyturn.case_devices force row level security;

alter table keyturn.case_status enable row level security;

alter table keyturn.case_status force row level security;

alter table keyturn.case_reads enable row level security;

alter table keyturn.case_reads force row level security;

alter table keyturn.documents enable row level security;

alter table keyturn.documents force row level security;

alter table keyturn.idempotency_keys enable row level security;

alter table keyturn.idempotency_keys force row level security;

alter table keyturn.devices enable row level security;

alter table keyturn.devices force row level security;

alter table keyturn.heads enable row level security;

alter table keyturn.heads force row level security;

alter table keyturn.uploads enable row level security;

alter table keyturn.uploads force row level security;

alter table keyturn.forks enable row level security;

alter table keyturn.forks force row level security;

alter table keyturn.integrity_findings enable row level security;

alter table keyturn.integrity_findings force row level security;

alter table keyturn.leaves enable row level security;

alter table keyturn.leaves force row level security;

-- Who sees a case.
create policy seen on keyturn.cases for select using (
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

-- The same once more, so that a list reads one table.
create policy seen on keyturn.case_status for select using (
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
      where a.case_id = case_status.case_id and a.user_id = current_setting('keyturn.user_id', true))
    else false
  end
);

create policy opened on keyturn.cases for insert with check (
  current_setting('keyturn.role', true) in ('system', 'operator')
  or (current_setting('keyturn.role', true) in ('authority-officer', 'integrator')
    and jurisdiction = nullif(current_setting('keyturn.jurisdiction', true), ''))
);

-- What follows from facts is written by the server itself, whoever recorded them.
create policy follows on keyturn.cases for update using (current_setting('keyturn.role', true) = 'system');

create policy follows on keyturn.case_status for insert with check (current_setting('keyturn.role', true) = 'system');

create policy follows_again on keyturn.case_status for update using (current_setting('keyturn.role', true) = 'system');

-- This one reads no other table, since the policy of cases reads it.
create policy seen on keyturn.case_accounts for select using (
  current_setting('keyturn.role', true) in ('system', 'operator')
  or (current_setting('keyturn.role', true) = 'driver' and user_id = current_setting('keyturn.user_id', true))
);

create policy linked on keyturn.case_accounts for insert with check (
  current_setting('keyturn.role', true) in ('system', 'operator')
);

create policy seen on keyturn.case_licenses for select using (
  exists (select 1 from keyturn.cases c where c.case_id = case_licenses.case_id)
);

create policy follows on keyturn.case_licenses for insert with check (current_setting('keyturn.role', true) = 'system');

create policy made_anew on keyturn.case_licenses for delete using (current_setting('keyturn.role', true) = 'system');

create policy seen on keyturn.case_names for select using (
  exists (select 1 from keyturn.cases c where c.case_id = case_names.case_id)
);

create policy follows on keyturn.case_names for insert with check (current_setting('keyturn.role', true) = 'system');

create policy made_anew on keyturn.case_names for delete using (current_setting('keyturn.role', true) = 'system');

create policy seen on keyturn.case_devices for select using (
  exists (select 1 from keyturn.cases c where c.case_id = case_devices.case_id)
);

create policy follows on keyturn.case_devices for insert with check (current_setting('keyturn.role', true) = 'system');

create policy follows_again on keyturn.case_devices for update using (current_setting('keyturn.role', true) = 'system');

create policy seen on keyturn.case_facts for select using (
  exists (select 1 from keyturn.cases c where c.case_id = case_facts.case_id)
);

-- In one's own name and role, in a case one sees, and of a kind that one's role may record.
create policy recorded on keyturn.case_facts for insert with check (
  recorder = current_setting('keyturn.user_id', true)
  and recorder_role = current_setting('keyturn.role', true)
  and exists (select 1 from keyturn.cases c where c.case_id = case_facts.case_id)
  and exists (
    select 1 from keyturn.fact_access f
    where f.kind = case_facts.kind and f.role = case
      when current_setting('keyturn.role', true) <> 'integrator' then current_setting('keyturn.role', true)
      when coalesce(current_setting('keyturn.vendor', true), '') = '' then 'authority-integrator'
      else 'vendor-integrator'
    end)
);

create policy seen on keyturn.case_reads for select using (
  current_setting('keyturn.role', true) in
    ('system', 'operator', 'driver', 'auditor', 'authority-officer', 'authority-admin')
  and exists (select 1 from keyturn.cases c where c.case_id = case_reads.case_id)
);

create policy noted on keyturn.case_reads for insert with check (current_setting('keyturn.role', true) = 'system');

create policy seen on keyturn.documents for select using (
  exists (select 1 from keyturn.cases c where c.case_id = documents.case_id)
);

create policy added on keyturn.documents for insert with check (
  current_setting('keyturn.role', true) in
    ('operator', 'driver', 'technician', 'vendor-operator', 'authority-officer', 'integrator')
  and added_by = current_setting('keyturn.user_id', true)
  and exists (select 1 from keyturn.cases c where c.case_id = documents.case_id)
);

create policy seen on keyturn.idempotency_keys for select using (
  (user_id = current_setting('keyturn.user_id', true) or current_setting('keyturn.role', true) = 'system')
  and exists (select 1 from keyturn.cases c where c.case_id = idempotency_keys.case_id)
);

create policy noted on keyturn.idempotency_keys for insert with check (
  user_id = current_setting('keyturn.user_id', true)
  and exists (select 1 from keyturn.cases c where c.case_id = idempotency_keys.case_id)
);

-- Logs are the server's own: taking one in reads no other table. Whose devices somebody sees is asked of case_devices.
create policy seen on keyturn.devices for select using (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy taken_in on keyturn.devices for insert with check (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy seen on keyturn.heads for select using (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy taken_in on keyturn.heads for insert with check (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy moved_on on keyturn.heads for update using (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy seen on keyturn.uploads for select using (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy taken_in on keyturn.uploads for insert with check (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy packed on keyturn.uploads for update using (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy seen on keyturn.forks for select using (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy taken_in on keyturn.forks for insert with check (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy seen on keyturn.integrity_findings for select using (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy taken_in on keyturn.integrity_findings for insert with check (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy seen on keyturn.leaves for select using (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

create policy taken_in on keyturn.leaves for insert with check (
  coalesce(current_setting('keyturn.role', true), '') in ('', 'system', 'operator')
);

-- What the nightly rehearsal found: which car would stop when, if nobody served it any more, and who could help.

-- By jurisdiction: what the law allows, the devices can, and was really done. One row a run.
create table keyturn.rehearsals (
  jurisdiction text not null,
  rehearsed_at timestamptz not null,
  matrix jsonb not null,
  primary key (jurisdiction, rehearsed_at)
);

-- The newest word about each device in a case. `stop` is how it is told.
create table keyturn.rehearsed_stops (
  case_id text not null,
  device_id text not null,
  jurisdiction text not null,
  vendor text,
  rehearsed_at timestamptz not null,
  stops_at timestamptz,
  stop jsonb not null,
  primary key (case_id, device_id)
);

create index rehearsed_stops_soonest on keyturn.rehearsed_stops (jurisdiction, stops_at);

alter table keyturn.rehearsed_stops enable row level security;

alter table keyturn.rehearsed_stops force row level security;

-- Seen as the case itself is; who may ask for a rehearsal is another matter.
create policy seen on keyturn.rehearsed_stops for select using (
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
      where a.case_id = rehearsed_stops.case_id and a.user_id = current_setting('keyturn.user_id', true))
    else false
  end
);

create policy follows on keyturn.rehearsed_stops for insert with check (
  current_setting('keyturn.role', true) = 'system'
);

create policy made_anew on keyturn.rehearsed_stops for delete using (
  current_setting('keyturn.role', true) = 'system'
);

grant select, insert on keyturn.rehearsals to keyturn_app;

grant select, insert, delete on keyturn.rehearsed_stops to keyturn_app;

-- Written by the tests from a migrated database: what all migrations together make. Do not edit.

create table keyturn.access_refusals (
  id uuid not null,
  at timestamp with time zone not null,
  user_id text not null,
  user_name text not null,
  role text not null,
  jurisdiction text,
  vendor text,
  endpoint text not null,
  path text not null,
  code text not null,
  PRIMARY KEY (id)
);
CREATE INDEX access_refusals_by_time ON keyturn.access_refusals USING btree (at, id);
grant insert, select to keyturn_app;

create table keyturn.account_changes (
  id uuid not null,
  user_id text not null,
  at timestamp with time zone not null,
  change text not null,
  by_user text not null,
  by_name text not null,
  PRIMARY KEY (id)
);
CREATE INDEX account_changes_by_user ON keyturn.account_changes USING btree (user_id, at);
grant insert, select to keyturn_app;

create table keyturn.api_tokens (
  id text not null,
  digest bytea not null,
  shown text not null,
  name text not null,
  scopes text[] not null,
  jurisdiction text,
  vendor text,
  created_by text not null,
  created_by_name text not null,
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  revoked_at timestamp with time zone,
  revoked_by text,
  used_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((jurisdiction IS NULL) <> (vendor IS NULL))),
  CHECK ((octet_length(digest) = 32))
);
CREATE UNIQUE INDEX api_tokens_by_digest ON keyturn.api_tokens USING btree (digest);
grant insert, select, update to keyturn_app;

create table keyturn.attempts (
  key text not null,
  window_at timestamp with time zone not null,
  count integer not null,
  PRIMARY KEY (key)
);
grant delete, insert, select, update to keyturn_app;

create table keyturn.case_accounts (
  case_id text not null,
  user_id text not null,
  added_at timestamp with time zone not null,
  PRIMARY KEY (case_id, user_id)
);
CREATE INDEX case_accounts_by_user ON keyturn.case_accounts USING btree (user_id, case_id);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'operator'::text])) OR ((current_setting('keyturn.role'::text, true) = 'driver'::text) AND (user_id = current_setting('keyturn.user_id'::text, true))));
policy linked for insert with check (current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'operator'::text]));

create table keyturn.case_agenda (
  case_id text not null,
  since timestamp with time zone not null,
  acted_until timestamp with time zone not null,
  due_at timestamp with time zone,
  tries integer not null default 0,
  retry_at timestamp with time zone,
  failure text,
  PRIMARY KEY (case_id)
);
CREATE INDEX case_agenda_due ON keyturn.case_agenda USING btree (due_at, case_id) WHERE (due_at IS NOT NULL);
grant insert, select, update to keyturn_app;
row level security, forced;
policy of_seen_case for all using (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = case_agenda.case_id))) with check (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = case_agenda.case_id)));

create table keyturn.case_devices (
  case_id text not null,
  device_id text not null,
  read_seq bigint not null default 0,
  settled boolean not null default false,
  PRIMARY KEY (case_id, device_id)
);
CREATE INDEX case_devices_by_device ON keyturn.case_devices USING btree (device_id, case_id);
CREATE INDEX case_devices_to_settle ON keyturn.case_devices USING btree (case_id, device_id) WHERE (NOT settled);
grant insert, select, update to keyturn_app;
row level security, forced;
policy seen for select using (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = case_devices.case_id)));
policy follows_again for update using (current_setting('keyturn.role'::text, true) = 'system'::text);
policy follows for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.case_due (
  case_id text not null,
  device_id text not null,
  of_function text not null,
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
  PRIMARY KEY (case_id, device_id, of_function, rule),
  CHECK ((of_function = ANY (ARRAY['service-visit'::text, 'violations-service'::text, 'lockout-visit'::text])))
);
CREATE INDEX case_due_by_date ON keyturn.case_due USING btree (jurisdiction, due_on);
CREATE INDEX case_due_by_standing ON keyturn.case_due USING btree (jurisdiction, stands_on);
grant delete, insert, select to keyturn_app;
row level security, forced;
policy seen for select using CASE current_setting('keyturn.role'::text, true) WHEN 'system'::text THEN true WHEN 'operator'::text THEN true WHEN 'authority-officer'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'authority-admin'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'auditor'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'vendor-operator'::text THEN (vendor = current_setting('keyturn.vendor'::text, true)) WHEN 'technician'::text THEN (vendor = current_setting('keyturn.vendor'::text, true)) WHEN 'integrator'::text THEN ((vendor = NULLIF(current_setting('keyturn.vendor'::text, true), ''::text)) OR (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text))) WHEN 'driver'::text THEN (EXISTS ( SELECT 1 FROM keyturn.case_accounts a WHERE ((a.case_id = case_due.case_id) AND (a.user_id = current_setting('keyturn.user_id'::text, true))))) ELSE false END;
policy made_anew for delete using (current_setting('keyturn.role'::text, true) = 'system'::text);
policy follows for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.case_events (
  case_id text not null,
  seq integer not null,
  kind text not null,
  subject text not null,
  at timestamp with time zone not null,
  made_at timestamp with time zone not null,
  jurisdiction text not null,
  vendor text,
  spread_at timestamp with time zone,
  PRIMARY KEY (case_id, seq),
  CHECK ((seq > 0))
);
CREATE INDEX case_events_to_spread ON keyturn.case_events USING btree (case_id, seq) WHERE (spread_at IS NULL);
CREATE UNIQUE INDEX case_events_once ON keyturn.case_events USING btree (case_id, kind, subject);
grant insert, select, update to keyturn_app;
row level security, forced;
policy of_seen_case for all using (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = case_events.case_id))) with check (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = case_events.case_id)));

create table keyturn.case_facts (
  case_id text not null,
  seq integer not null,
  kind text not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  recorder text not null,
  recorder_name text not null,
  recorder_role text not null,
  body json not null,
  basis json,
  PRIMARY KEY (case_id, seq),
  CHECK ((seq > 0))
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = case_facts.case_id)));
policy recorded for insert with check ((recorder = current_setting('keyturn.user_id'::text, true)) AND (recorder_role = current_setting('keyturn.role'::text, true)) AND (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = case_facts.case_id))) AND (EXISTS ( SELECT 1 FROM keyturn.fact_access f WHERE ((f.kind = case_facts.kind) AND (f.role = CASE WHEN (current_setting('keyturn.role'::text, true) <> 'integrator'::text) THEN current_setting('keyturn.role'::text, true) WHEN (COALESCE(current_setting('keyturn.vendor'::text, true), ''::text) = ''::text) THEN 'authority-integrator'::text ELSE 'vendor-integrator'::text END)))));

create table keyturn.case_licenses (
  case_id text not null,
  state text not null,
  number text not null,
  seq integer not null,
  PRIMARY KEY (case_id, state, number)
);
CREATE INDEX case_licenses_by_number ON keyturn.case_licenses USING btree (number, state, case_id);
grant delete, insert, select to keyturn_app;
row level security, forced;
policy seen for select using (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = case_licenses.case_id)));
policy made_anew for delete using (current_setting('keyturn.role'::text, true) = 'system'::text);
policy follows for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.case_names (
  case_id text not null,
  word text not null,
  PRIMARY KEY (case_id, word)
);
CREATE INDEX case_names_by_word ON keyturn.case_names USING btree (word, case_id);
grant delete, insert, select to keyturn_app;
row level security, forced;
policy seen for select using (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = case_names.case_id)));
policy made_anew for delete using (current_setting('keyturn.role'::text, true) = 'system'::text);
policy follows for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.case_notices (
  case_id text not null,
  notice_id text not null,
  audience text not null,
  kind text not null,
  due_at timestamp with time zone not null,
  made_at timestamp with time zone not null,
  stale_at timestamp with time zone,
  subject text not null,
  words text not null,
  law jsonb,
  PRIMARY KEY (case_id, notice_id),
  CHECK ((audience = ANY (ARRAY['participant'::text, 'vendor'::text, 'authority'::text])))
);
CREATE INDEX case_notices_by_time ON keyturn.case_notices USING btree (case_id, made_at, due_at, notice_id);
CREATE INDEX case_notices_for_staff ON keyturn.case_notices USING btree (audience, made_at, case_id, notice_id) WHERE (audience <> 'participant'::text);
grant insert, select to keyturn_app;
row level security, forced;
policy reads_own for select using ((EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = case_notices.case_id))) AND CASE current_setting('keyturn.role'::text, true) WHEN 'driver'::text THEN (audience = 'participant'::text) WHEN 'technician'::text THEN (audience = 'vendor'::text) WHEN 'vendor-operator'::text THEN (audience = 'vendor'::text) WHEN 'integrator'::text THEN ((audience = 'vendor'::text) OR (current_setting('keyturn.jurisdiction'::text, true) <> ''::text)) ELSE true END);
policy made_by_server for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.case_reads (
  case_id text not null,
  at timestamp with time zone not null,
  read_id uuid not null,
  user_id text not null,
  user_name text not null,
  role text not null,
  what text not null,
  PRIMARY KEY (case_id, at, read_id)
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'operator'::text, 'driver'::text, 'auditor'::text, 'authority-officer'::text, 'authority-admin'::text])) AND (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = case_reads.case_id))));
policy noted for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.case_statements (
  case_id text not null,
  statement_id text not null,
  digest text not null,
  kind text not null,
  issuer text not null,
  issued_at timestamp with time zone not null,
  file text not null,
  file_digest text not null,
  received_at timestamp with time zone not null,
  brought_by text not null,
  brought_by_name text not null,
  PRIMARY KEY (case_id, statement_id, digest)
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = case_statements.case_id)));
policy kept for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.case_status (
  case_id text not null,
  facts_seq integer not null,
  devices jsonb not null,
  as_of timestamp with time zone not null,
  next_change_at timestamp with time zone,
  stage text not null,
  standing text not null,
  name text not null,
  jurisdiction text not null,
  vendor text,
  assessment json not null,
  digest text not null,
  PRIMARY KEY (case_id)
);
CREATE INDEX case_status_by_jurisdiction ON keyturn.case_status USING btree (jurisdiction, stage, case_id);
CREATE INDEX case_status_by_standing ON keyturn.case_status USING btree (jurisdiction, standing, case_id);
CREATE INDEX case_status_by_vendor ON keyturn.case_status USING btree (vendor, stage, case_id);
CREATE INDEX case_status_by_vendors_standing ON keyturn.case_status USING btree (vendor, standing, case_id);
CREATE INDEX case_status_due ON keyturn.case_status USING btree (next_change_at, case_id) WHERE (next_change_at IS NOT NULL);
grant insert, select, update to keyturn_app;
row level security, forced;
policy seen for select using CASE current_setting('keyturn.role'::text, true) WHEN 'system'::text THEN true WHEN 'operator'::text THEN true WHEN 'authority-officer'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'authority-admin'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'auditor'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'vendor-operator'::text THEN (vendor = current_setting('keyturn.vendor'::text, true)) WHEN 'technician'::text THEN (vendor = current_setting('keyturn.vendor'::text, true)) WHEN 'integrator'::text THEN ((vendor = NULLIF(current_setting('keyturn.vendor'::text, true), ''::text)) OR (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text))) WHEN 'driver'::text THEN (EXISTS ( SELECT 1 FROM keyturn.case_accounts a WHERE ((a.case_id = case_status.case_id) AND (a.user_id = current_setting('keyturn.user_id'::text, true))))) ELSE false END;
policy follows_again for update using (current_setting('keyturn.role'::text, true) = 'system'::text);
policy follows for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.cases (
  case_id text not null,
  jurisdiction text not null,
  vendor text,
  opened_at timestamp with time zone not null,
  last_seq integer not null default 0,
  PRIMARY KEY (case_id)
);
CREATE INDEX cases_by_jurisdiction ON keyturn.cases USING btree (jurisdiction, case_id);
CREATE INDEX cases_by_vendor ON keyturn.cases USING btree (vendor, case_id);
grant insert, select, update to keyturn_app;
row level security, forced;
policy seen for select using CASE current_setting('keyturn.role'::text, true) WHEN 'system'::text THEN true WHEN 'operator'::text THEN true WHEN 'authority-officer'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'authority-admin'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'auditor'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'vendor-operator'::text THEN (vendor = current_setting('keyturn.vendor'::text, true)) WHEN 'technician'::text THEN (vendor = current_setting('keyturn.vendor'::text, true)) WHEN 'integrator'::text THEN ((vendor = NULLIF(current_setting('keyturn.vendor'::text, true), ''::text)) OR (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text))) WHEN 'driver'::text THEN (EXISTS ( SELECT 1 FROM keyturn.case_accounts a WHERE ((a.case_id = cases.case_id) AND (a.user_id = current_setting('keyturn.user_id'::text, true))))) ELSE false END;
policy opened for insert with check ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'operator'::text])) OR ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['authority-officer'::text, 'integrator'::text])) AND (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text))));
policy follows for update using (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.checkpoints (
  size bigint not null,
  note text not null,
  signed_at timestamp with time zone not null,
  PRIMARY KEY (size)
);
grant insert, select to keyturn_app;

create table keyturn.credentials (
  id text not null,
  user_id text not null,
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamp with time zone,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (user_id) REFERENCES keyturn.users(id)
);
CREATE INDEX credentials_by_user ON keyturn.credentials USING btree (user_id);
CREATE UNIQUE INDEX credentials_by_provider ON keyturn.credentials USING btree (provider_id, account_id);
grant insert, select, update to keyturn_app;

create table keyturn.daily_runs (
  job text not null,
  day date not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  outcome jsonb,
  PRIMARY KEY (job, day)
);
grant insert, select, update to keyturn_app;

create table keyturn.device_statements (
  device_id text not null,
  statement_id text not null,
  digest text not null,
  kind text not null,
  issuer text not null,
  issued_at timestamp with time zone not null,
  file text not null,
  file_digest text not null,
  rescue text,
  received_at timestamp with time zone not null,
  brought_by text not null,
  brought_by_name text not null,
  PRIMARY KEY (device_id, statement_id, digest)
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'operator'::text])) OR (EXISTS ( SELECT 1 FROM keyturn.case_devices d WHERE (d.device_id = device_statements.device_id))));
policy kept for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

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
row level security, forced;
policy taken_in for insert with check (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));
policy seen for select using (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));

create table keyturn.documents (
  case_id text not null,
  document_id text not null,
  name text not null,
  media_type text not null,
  bytes integer not null,
  body bytea not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  PRIMARY KEY (case_id, document_id)
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = documents.case_id)));
policy added for insert with check ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['operator'::text, 'driver'::text, 'technician'::text, 'vendor-operator'::text, 'authority-officer'::text, 'integrator'::text])) AND (added_by = current_setting('keyturn.user_id'::text, true)) AND (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = documents.case_id))));

create table keyturn.fact_access (
  kind text not null,
  role text not null,
  PRIMARY KEY (kind, role)
);
grant select to keyturn_app;

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
row level security, forced;
policy taken_in for insert with check (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));
policy seen for select using (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));

create table keyturn.heads (
  device_id text not null,
  last_segment integer not null,
  last_seq bigint not null,
  digest bytea not null,
  logged_seq bigint not null default 0,
  confirmed_at timestamp with time zone,
  cased_seq bigint not null default 0,
  PRIMARY KEY (device_id),
  CHECK ((octet_length(digest) = 32))
);
CREATE INDEX heads_not_in_cases ON keyturn.heads USING btree (device_id) WHERE (cased_seq < last_seq);
CREATE INDEX heads_not_logged ON keyturn.heads USING btree (device_id) WHERE (logged_seq < last_seq);
grant insert, select, update to keyturn_app;
row level security, forced;
policy taken_in for insert with check (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));
policy seen for select using (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));
policy moved_on for update using (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));

create table keyturn.idempotency_keys (
  case_id text not null,
  user_id text not null,
  key text not null,
  request_digest text not null,
  answer json not null,
  at timestamp with time zone not null,
  PRIMARY KEY (case_id, user_id, key)
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using (((user_id = current_setting('keyturn.user_id'::text, true)) OR (current_setting('keyturn.role'::text, true) = 'system'::text)) AND (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = idempotency_keys.case_id))));
policy noted for insert with check ((user_id = current_setting('keyturn.user_id'::text, true)) AND (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = idempotency_keys.case_id))));

create table keyturn.import_files (
  import_id text not null,
  vendor text,
  jurisdiction text not null,
  name text not null,
  digest bytea not null,
  body bytea not null,
  mapping jsonb not null,
  rows integer not null,
  devices integer not null,
  unknown_codes jsonb not null,
  skipped_codes jsonb not null,
  received_at timestamp with time zone not null,
  recorder text not null,
  recorder_name text not null,
  PRIMARY KEY (import_id),
  CHECK ((octet_length(digest) = 32))
);
CREATE INDEX import_files_by_time ON keyturn.import_files USING btree (received_at, import_id);
grant insert, select to keyturn_app;
row level security, forced;
policy taken_in for insert with check ((recorder = current_setting('keyturn.user_id'::text, true)) AND (current_setting('keyturn.role'::text, true) = ANY (ARRAY['operator'::text, 'vendor-operator'::text, 'authority-officer'::text, 'integrator'::text])) AND (NOT (vendor IS DISTINCT FROM NULLIF(current_setting('keyturn.vendor'::text, true), ''::text))) AND ((COALESCE(current_setting('keyturn.jurisdiction'::text, true), ''::text) = ''::text) OR (jurisdiction = current_setting('keyturn.jurisdiction'::text, true))));
policy seen for select using ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'operator'::text])) OR (vendor = NULLIF(current_setting('keyturn.vendor'::text, true), ''::text)) OR (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text)));

create table keyturn.import_mappings (
  mapping_id text not null,
  vendor text,
  jurisdiction text,
  name text not null,
  mapping jsonb not null,
  recorded_at timestamp with time zone not null,
  recorder text not null,
  recorder_name text not null,
  PRIMARY KEY (mapping_id)
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'operator'::text])) OR (vendor = NULLIF(current_setting('keyturn.vendor'::text, true), ''::text)) OR (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text)));
policy filed for insert with check ((recorder = current_setting('keyturn.user_id'::text, true)) AND (current_setting('keyturn.role'::text, true) = ANY (ARRAY['operator'::text, 'vendor-operator'::text, 'authority-officer'::text, 'integrator'::text])) AND (NOT (vendor IS DISTINCT FROM NULLIF(current_setting('keyturn.vendor'::text, true), ''::text))) AND (NOT (jurisdiction IS DISTINCT FROM NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text))));

create table keyturn.imported_rows (
  device_id text not null,
  import_id text not null,
  vendor text,
  jurisdiction text not null,
  received_at timestamp with time zone not null,
  rows jsonb not null,
  PRIMARY KEY (device_id, import_id)
);
grant insert, select to keyturn_app;
row level security, forced;
policy taken_in for insert with check ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['operator'::text, 'vendor-operator'::text, 'authority-officer'::text, 'integrator'::text])) AND (NOT (vendor IS DISTINCT FROM NULLIF(current_setting('keyturn.vendor'::text, true), ''::text))) AND ((COALESCE(current_setting('keyturn.jurisdiction'::text, true), ''::text) = ''::text) OR (jurisdiction = current_setting('keyturn.jurisdiction'::text, true))));
policy seen for select using ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'operator'::text])) OR (vendor = NULLIF(current_setting('keyturn.vendor'::text, true), ''::text)) OR (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text)) OR (EXISTS ( SELECT 1 FROM keyturn.case_devices c WHERE (c.device_id = imported_rows.device_id))));

create table keyturn.integrity_findings (
  device_id text not null,
  kind text not null,
  reference text not null,
  found_at timestamp with time zone not null,
  words text not null,
  PRIMARY KEY (device_id, kind, reference)
);
grant insert, select to keyturn_app;
row level security, forced;
policy taken_in for insert with check (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));
policy seen for select using (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));

create table keyturn.invitations (
  id text not null,
  digest bytea not null,
  email text not null,
  name text not null,
  role text not null,
  jurisdiction text,
  vendor text,
  case_id text,
  invited_by text not null,
  invited_by_name text not null,
  invited_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  accepted_at timestamp with time zone,
  accepted_by text,
  withdrawn_at timestamp with time zone,
  PRIMARY KEY (id),
  CHECK (((role = 'driver'::text) = (case_id IS NOT NULL))),
  CHECK ((octet_length(digest) = 32)),
  CHECK ((email = lower(email)))
);
CREATE UNIQUE INDEX invitations_by_digest ON keyturn.invitations USING btree (digest);
grant insert, select, update to keyturn_app;

create table keyturn.leaves (
  leaf bigint not null,
  device_id text not null,
  last_seq bigint not null,
  content bytea not null,
  PRIMARY KEY (leaf)
);
CREATE UNIQUE INDEX leaves_by_upload ON keyturn.leaves USING btree (device_id, last_seq);
grant insert, select to keyturn_app;
row level security, forced;
policy taken_in for insert with check (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));
policy seen for select using (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));

create table keyturn.migrations (
  id integer not null,
  breaking boolean not null,
  applied_at timestamp with time zone not null default now(),
  PRIMARY KEY (id)
);
grant select to keyturn_app;

create table keyturn.money_facts (
  case_id text not null,
  fact_id text not null,
  kind text not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  recorder text not null,
  recorder_name text not null,
  recorder_role text not null,
  body jsonb not null,
  PRIMARY KEY (case_id, fact_id),
  CHECK ((kind = ANY (ARRAY['charged'::text, 'paid'::text, 'paid-back'::text, 'provider-caused'::text, 'withdrawn'::text])))
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = money_facts.case_id)));
policy recorded for insert with check ((recorder = current_setting('keyturn.user_id'::text, true)) AND (recorder_role = current_setting('keyturn.role'::text, true)) AND (current_setting('keyturn.role'::text, true) = ANY (ARRAY['operator'::text, 'technician'::text, 'vendor-operator'::text, 'authority-officer'::text])) AND (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = money_facts.case_id))));

create table keyturn.notice_deliveries (
  case_id text not null,
  notice_id text not null,
  channel text not null,
  state text not null,
  recipient text,
  tries integer not null default 0,
  try_at timestamp with time zone,
  done_at timestamp with time zone,
  done_by text,
  words text,
  PRIMARY KEY (case_id, notice_id, channel),
  CHECK ((channel = ANY (ARRAY['mail'::text, 'staff'::text]))),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'kept'::text, 'refused'::text, 'too-late'::text, 'told'::text])))
);
CREATE INDEX notice_deliveries_due ON keyturn.notice_deliveries USING btree (try_at, case_id) WHERE (state = 'waiting'::text);
CREATE INDEX notice_deliveries_for_staff ON keyturn.notice_deliveries USING btree (state, case_id) WHERE (state = ANY (ARRAY['waiting'::text, 'refused'::text]));
grant insert, select, update to keyturn_app;
row level security, forced;
policy reads_own for select using ((EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = notice_deliveries.case_id))) AND (current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'operator'::text, 'authority-officer'::text, 'authority-admin'::text, 'auditor'::text, 'driver'::text])));
policy made_by_server for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);
policy done_by_server_or_officer for update using ((EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = notice_deliveries.case_id))) AND (current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'authority-officer'::text, 'authority-admin'::text])));

create table keyturn.notice_reads (
  case_id text not null,
  notice_id text not null,
  user_id text not null,
  read_at timestamp with time zone not null,
  PRIMARY KEY (case_id, notice_id, user_id)
);
grant insert, select to keyturn_app;
row level security, forced;
policy reads_own for select using (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = notice_reads.case_id)));
policy reader_own for insert with check ((EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = notice_reads.case_id))) AND (user_id = current_setting('keyturn.user_id'::text, true)));

create table keyturn.organizations (
  organization_id text not null,
  kind text not null,
  parent_id text not null,
  name text not null,
  body jsonb not null default '{}'::jsonb,
  added_at timestamp with time zone not null,
  PRIMARY KEY (organization_id, added_at),
  CHECK ((kind = ANY (ARRAY['vendor'::text, 'center'::text, 'authority'::text])))
);
grant insert, select to keyturn_app;

create table keyturn.outbox (
  id uuid not null,
  key text,
  recipient text not null,
  subject text not null,
  text text not null,
  about text not null,
  jurisdiction text,
  created_at timestamp with time zone not null,
  sent_at timestamp with time zone,
  failure text,
  tries integer not null default 0,
  PRIMARY KEY (id)
);
CREATE INDEX outbox_by_time ON keyturn.outbox USING btree (created_at, id);
CREATE UNIQUE INDEX outbox_by_key ON keyturn.outbox USING btree (key) WHERE (key IS NOT NULL);
grant insert, select, update to keyturn_app;

create table keyturn.postings (
  case_id text not null,
  posting_id text not null,
  place integer not null,
  jurisdiction text not null,
  vendor text not null,
  kind text not null,
  at timestamp with time zone not null,
  entered_at timestamp with time zone not null,
  debit text not null,
  credit text not null,
  amount_cents bigint not null,
  source text not null,
  reverses text,
  words text not null,
  law jsonb not null,
  PRIMARY KEY (case_id, posting_id),
  CHECK (((amount_cents > 0) AND (amount_cents <= 10000000))),
  CHECK ((debit <> credit)),
  CHECK ((credit = ANY (ARRAY['driver-owes'::text, 'vendor-cash'::text, 'authority-payable'::text, 'vendor-revenue'::text, 'relief'::text, 'vendor-bears'::text]))),
  CHECK ((debit = ANY (ARRAY['driver-owes'::text, 'vendor-cash'::text, 'authority-payable'::text, 'vendor-revenue'::text, 'relief'::text, 'vendor-bears'::text]))),
  CHECK ((place > 0))
);
CREATE INDEX postings_for_remittance ON keyturn.postings USING btree (vendor, jurisdiction, entered_at) WHERE ((debit = 'authority-payable'::text) OR (credit = 'authority-payable'::text));
CREATE UNIQUE INDEX postings_in_order ON keyturn.postings USING btree (case_id, place);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using CASE COALESCE(current_setting('keyturn.vendor'::text, true), ''::text) WHEN ''::text THEN (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = postings.case_id))) ELSE (vendor = current_setting('keyturn.vendor'::text, true)) END;
policy follows for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.price_lists (
  vendor text not null,
  jurisdiction text not null,
  effective_on date not null,
  recorded_at timestamp with time zone not null,
  recorder text not null,
  prices jsonb not null,
  PRIMARY KEY (vendor, jurisdiction, effective_on, recorded_at)
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'operator'::text])) OR (vendor = NULLIF(current_setting('keyturn.vendor'::text, true), ''::text)) OR (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text)));
policy filed for insert with check ((recorder = current_setting('keyturn.user_id'::text, true)) AND ((current_setting('keyturn.role'::text, true) = 'operator'::text) OR ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['vendor-operator'::text, 'integrator'::text])) AND (vendor = NULLIF(current_setting('keyturn.vendor'::text, true), ''::text)))));

create table keyturn.rehearsals (
  jurisdiction text not null,
  rehearsed_at timestamp with time zone not null,
  matrix jsonb not null,
  PRIMARY KEY (jurisdiction, rehearsed_at)
);
grant insert, select to keyturn_app;

create table keyturn.rehearsed_stops (
  case_id text not null,
  device_id text not null,
  jurisdiction text not null,
  vendor text,
  rehearsed_at timestamp with time zone not null,
  stops_at timestamp with time zone,
  stop jsonb not null,
  PRIMARY KEY (case_id, device_id)
);
CREATE INDEX rehearsed_stops_soonest ON keyturn.rehearsed_stops USING btree (jurisdiction, stops_at);
grant delete, insert, select to keyturn_app;
row level security, forced;
policy seen for select using CASE current_setting('keyturn.role'::text, true) WHEN 'system'::text THEN true WHEN 'operator'::text THEN true WHEN 'authority-officer'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'authority-admin'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'auditor'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'vendor-operator'::text THEN (vendor = current_setting('keyturn.vendor'::text, true)) WHEN 'technician'::text THEN (vendor = current_setting('keyturn.vendor'::text, true)) WHEN 'integrator'::text THEN ((vendor = NULLIF(current_setting('keyturn.vendor'::text, true), ''::text)) OR (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text))) WHEN 'driver'::text THEN (EXISTS ( SELECT 1 FROM keyturn.case_accounts a WHERE ((a.case_id = rehearsed_stops.case_id) AND (a.user_id = current_setting('keyturn.user_id'::text, true))))) ELSE false END;
policy made_anew for delete using (current_setting('keyturn.role'::text, true) = 'system'::text);
policy follows for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.remittances (
  vendor text not null,
  jurisdiction text not null,
  remittance_id text not null,
  paid_at timestamp with time zone not null,
  amount_cents bigint not null,
  reference text not null,
  recorded_at timestamp with time zone not null,
  recorder text not null,
  recorder_name text not null,
  PRIMARY KEY (vendor, jurisdiction, remittance_id),
  CHECK ((amount_cents > 0))
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'operator'::text])) OR (vendor = NULLIF(current_setting('keyturn.vendor'::text, true), ''::text)) OR (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text)));
policy recorded for insert with check ((recorder = current_setting('keyturn.user_id'::text, true)) AND (current_setting('keyturn.role'::text, true) = ANY (ARRAY['authority-officer'::text, 'authority-admin'::text])) AND (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text)));

create table keyturn.report_events (
  case_id text not null,
  report_id text not null,
  version integer not null,
  kind text not null,
  at timestamp with time zone not null,
  file_id text not null,
  reasons jsonb not null default '[]'::jsonb,
  PRIMARY KEY (case_id, report_id, version, kind),
  CHECK ((kind = ANY (ARRAY['sent'::text, 'returned'::text])))
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = report_events.case_id)));
policy noted for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.report_file_events (
  file_id text not null,
  kind text not null,
  at timestamp with time zone not null,
  recorder text not null,
  recorder_name text not null,
  body bytea,
  PRIMARY KEY (file_id, kind, at),
  CHECK ((kind = ANY (ARRAY['sent'::text, 'returned'::text])))
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using (EXISTS ( SELECT 1 FROM keyturn.report_files f WHERE (f.file_id = report_file_events.file_id)));
policy noted for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.report_files (
  file_id text not null,
  vendor text,
  jurisdiction text not null,
  format text not null,
  test boolean not null,
  created_at timestamp with time zone not null,
  creator text not null,
  creator_name text not null,
  contents jsonb not null,
  cut jsonb not null,
  digest bytea not null,
  body bytea not null,
  PRIMARY KEY (file_id),
  CHECK ((octet_length(digest) = 32))
);
CREATE INDEX report_files_by_jurisdiction ON keyturn.report_files USING btree (jurisdiction, created_at, file_id);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using ((current_setting('keyturn.role'::text, true) = ANY (ARRAY['system'::text, 'operator'::text])) OR (vendor = NULLIF(current_setting('keyturn.vendor'::text, true), ''::text)) OR (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text)));
policy made for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.reports (
  case_id text not null,
  report_id text not null,
  version integer not null,
  rule text not null,
  made_at timestamp with time zone not null,
  maker text not null,
  maker_name text not null,
  body jsonb not null,
  PRIMARY KEY (case_id, report_id, version),
  CHECK ((version > 0))
);
grant insert, select to keyturn_app;
row level security, forced;
policy seen for select using (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = reports.case_id)));
policy made for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.reports_due (
  case_id text not null,
  report_id text not null,
  rule text not null,
  sort text not null,
  jurisdiction text not null,
  vendor text,
  discovered_at timestamp with time zone not null,
  due_at timestamp with time zone not null,
  state text not null,
  body jsonb not null,
  PRIMARY KEY (case_id, report_id),
  CHECK ((state = ANY (ARRAY['due'::text, 'made'::text, 'sent'::text, 'returned'::text])))
);
CREATE INDEX reports_due_by_jurisdiction ON keyturn.reports_due USING btree (jurisdiction, due_at, case_id, report_id) WHERE (state <> 'sent'::text);
CREATE INDEX reports_due_by_vendor ON keyturn.reports_due USING btree (vendor, due_at, case_id, report_id) WHERE (state <> 'sent'::text);
grant delete, insert, select, update to keyturn_app;
row level security, forced;
policy seen for select using CASE COALESCE(current_setting('keyturn.vendor'::text, true), ''::text) WHEN ''::text THEN (EXISTS ( SELECT 1 FROM keyturn.cases c WHERE (c.case_id = reports_due.case_id))) ELSE (vendor = current_setting('keyturn.vendor'::text, true)) END;
policy made_anew for delete using (current_setting('keyturn.role'::text, true) = 'system'::text);
policy follows_again for update using (current_setting('keyturn.role'::text, true) = 'system'::text);
policy follows for insert with check (current_setting('keyturn.role'::text, true) = 'system'::text);

create table keyturn.second_factors (
  id text not null,
  user_id text not null,
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verifications integer not null default 0,
  locked_until timestamp with time zone,
  PRIMARY KEY (id),
  FOREIGN KEY (user_id) REFERENCES keyturn.users(id)
);
CREATE UNIQUE INDEX second_factors_by_user ON keyturn.second_factors USING btree (user_id);
grant delete, insert, select, update to keyturn_app;

create table keyturn.sessions (
  id text not null,
  token text not null,
  user_id text not null,
  second_factor text,
  ip_address text,
  user_agent text,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  PRIMARY KEY (id),
  FOREIGN KEY (user_id) REFERENCES keyturn.users(id)
);
CREATE INDEX sessions_by_user ON keyturn.sessions USING btree (user_id);
CREATE UNIQUE INDEX sessions_by_token ON keyturn.sessions USING btree (token);
grant delete, insert, select, update to keyturn_app;

create table keyturn.statement_wakes (
  statement_id text not null,
  digest text not null,
  jurisdiction text not null,
  vendors jsonb,
  at timestamp with time zone not null,
  after_case text not null default ''::text,
  is_done boolean not null default false,
  PRIMARY KEY (statement_id, digest)
);
CREATE INDEX statement_wakes_open ON keyturn.statement_wakes USING btree (at, statement_id) WHERE (NOT is_done);
grant insert, select, update to keyturn_app;

create table keyturn.statements (
  statement_id text not null,
  digest text not null,
  kind text not null,
  jurisdiction text not null,
  issuer text not null,
  issued_at timestamp with time zone not null,
  file text not null,
  file_digest text not null,
  received_at timestamp with time zone not null,
  brought_by text not null,
  brought_by_name text not null,
  PRIMARY KEY (statement_id, digest)
);
CREATE INDEX statements_by_file ON keyturn.statements USING btree (file_digest);
CREATE INDEX statements_by_jurisdiction ON keyturn.statements USING btree (jurisdiction, received_at);
CREATE INDEX statements_by_kind ON keyturn.statements USING btree (kind, issued_at, statement_id);
grant insert, select to keyturn_app;

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
row level security, forced;
policy taken_in for insert with check (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));
policy seen for select using (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));
policy packed for update using (COALESCE(current_setting('keyturn.role'::text, true), ''::text) = ANY (ARRAY[''::text, 'system'::text, 'operator'::text]));

create table keyturn.users (
  id text not null,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  role text not null,
  jurisdiction text,
  vendor text,
  two_factor_enabled boolean not null default false,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  PRIMARY KEY (id),
  CHECK (((role = ANY (ARRAY['authority-officer'::text, 'authority-admin'::text, 'auditor'::text])) = (jurisdiction IS NOT NULL))),
  CHECK (((role = ANY (ARRAY['technician'::text, 'vendor-operator'::text])) = (vendor IS NOT NULL))),
  CHECK ((email = lower(email))),
  CHECK ((role = ANY (ARRAY['driver'::text, 'technician'::text, 'vendor-operator'::text, 'authority-officer'::text, 'authority-admin'::text, 'auditor'::text])))
);
CREATE UNIQUE INDEX users_by_email ON keyturn.users USING btree (email);
grant insert, select, update to keyturn_app;

create table keyturn.verifications (
  id text not null,
  identifier text not null,
  value text not null,
  expires_at timestamp with time zone not null,
  created_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  PRIMARY KEY (id)
);
CREATE INDEX verifications_by_identifier ON keyturn.verifications USING btree (identifier);
grant delete, insert, select, update to keyturn_app;

create table keyturn.webhook_deliveries (
  subscription_id text not null,
  seq bigint not null,
  case_id text not null,
  event_seq integer not null,
  kind text not null,
  subject text not null,
  at timestamp with time zone not null,
  state text not null,
  tries integer not null default 0,
  first_try_at timestamp with time zone,
  try_at timestamp with time zone,
  delivered_at timestamp with time zone,
  status integer,
  failure text,
  PRIMARY KEY (subscription_id, seq),
  CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'parked'::text])))
);
CREATE INDEX webhook_deliveries_due ON keyturn.webhook_deliveries USING btree (try_at, subscription_id) WHERE (state = 'waiting'::text);
CREATE UNIQUE INDEX webhook_deliveries_once ON keyturn.webhook_deliveries USING btree (subscription_id, case_id, event_seq);
grant insert, select, update to keyturn_app;
row level security, forced;
policy of_own_subscription for all using (EXISTS ( SELECT 1 FROM keyturn.webhook_subscriptions s WHERE (s.subscription_id = webhook_deliveries.subscription_id)));

create table keyturn.webhook_subscriptions (
  subscription_id text not null,
  jurisdiction text,
  vendor text,
  url text not null,
  kinds text[] not null,
  secret bytea not null,
  last_seq bigint not null default 0,
  created_at timestamp with time zone not null,
  created_by text not null,
  created_by_name text not null,
  state text not null default 'on'::text,
  off_at timestamp with time zone,
  off_because text,
  PRIMARY KEY (subscription_id),
  CHECK (((jurisdiction IS NULL) <> (vendor IS NULL))),
  CHECK ((state = ANY (ARRAY['on'::text, 'off'::text])))
);
grant insert, select, update to keyturn_app;
row level security, forced;
policy own for all using CASE current_setting('keyturn.role'::text, true) WHEN 'system'::text THEN true WHEN 'operator'::text THEN true WHEN 'authority-admin'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'auditor'::text THEN (jurisdiction = current_setting('keyturn.jurisdiction'::text, true)) WHEN 'vendor-operator'::text THEN (vendor = current_setting('keyturn.vendor'::text, true)) WHEN 'integrator'::text THEN ((vendor = NULLIF(current_setting('keyturn.vendor'::text, true), ''::text)) OR (jurisdiction = NULLIF(current_setting('keyturn.jurisdiction'::text, true), ''::text))) ELSE false END;

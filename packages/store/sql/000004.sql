-- People and programs that may sign in, how they prove themselves, whom they invite, what they were refused, and mail.
-- Small and shared: no table here is keyed by a case or a device.
create table keyturn.users (
  id text not null,
  name text not null,
  email text not null check (email = lower(email)),
  email_verified boolean not null default false,
  image text,
  role text not null check (role in (
    'driver', 'technician', 'vendor-operator', 'authority-officer', 'authority-admin', 'auditor')),
  jurisdiction text,
  vendor text,
  two_factor_enabled boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (id),
  check ((role in ('authority-officer', 'authority-admin', 'auditor')) = (jurisdiction is not null)),
  check ((role in ('technician', 'vendor-operator')) = (vendor is not null))
);

create unique index users_by_email on keyturn.users (email);

-- What was done to an account by somebody else, or by itself: never changed, never removed.
create table keyturn.account_changes (
  id uuid not null,
  user_id text not null,
  at timestamptz not null,
  change text not null,
  by_user text not null,
  by_name text not null,
  primary key (id)
);

create index account_changes_by_user on keyturn.account_changes (user_id, at);

-- A password (`provider_id` credential), or the account at an agency's provider.
create table keyturn.credentials (
  id text not null,
  user_id text not null references keyturn.users (id),
  provider_id text not null,
  account_id text not null,
  password text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (id)
);

create unique index credentials_by_provider on keyturn.credentials (provider_id, account_id);

create index credentials_by_user on keyturn.credentials (user_id);

-- `second_factor` says what proved the second factor in this session; null while nothing has.
create table keyturn.sessions (
  id text not null,
  token text not null,
  user_id text not null references keyturn.users (id),
  second_factor text,
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (id)
);

create unique index sessions_by_token on keyturn.sessions (token);

create index sessions_by_user on keyturn.sessions (user_id);

-- Secret and backup codes are encrypted with a key that is not in the database.
create table keyturn.second_factors (
  id text not null,
  user_id text not null references keyturn.users (id),
  secret text not null,
  backup_codes text not null,
  verified boolean not null default true,
  failed_verifications integer not null default 0,
  locked_until timestamptz,
  primary key (id)
);

create unique index second_factors_by_user on keyturn.second_factors (user_id);

-- What was sent out and must come back: recovery, a sign-in that waits for its second factor.
create table keyturn.verifications (
  id text not null,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (id)
);

create index verifications_by_identifier on keyturn.verifications (identifier);

-- How often something was tried in the window that began then: a sign-in by e-mail address or by network address.
create table keyturn.attempts (
  key text not null,
  window_at timestamptz not null,
  count integer not null,
  primary key (key)
);

-- Only the digest of an invitation's secret is kept.
create table keyturn.invitations (
  id text not null,
  digest bytea not null check (octet_length(digest) = 32),
  email text not null check (email = lower(email)),
  name text not null,
  role text not null,
  jurisdiction text,
  vendor text,
  case_id text,
  invited_by text not null,
  invited_by_name text not null,
  invited_at timestamptz not null,
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by text,
  withdrawn_at timestamptz,
  primary key (id),
  check ((role = 'driver') = (case_id is not null))
);

create unique index invitations_by_digest on keyturn.invitations (digest);

-- Only the digest of a token is kept; `shown` is its beginning, by which people tell tokens apart.
create table keyturn.api_tokens (
  id text not null,
  digest bytea not null check (octet_length(digest) = 32),
  shown text not null,
  name text not null,
  scopes text[] not null,
  jurisdiction text,
  vendor text,
  created_by text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by text,
  used_at timestamptz,
  primary key (id),
  check ((jurisdiction is null) <> (vendor is null))
);

create unique index api_tokens_by_digest on keyturn.api_tokens (digest);

-- Calls of people and programs that were known and refused.
create table keyturn.access_refusals (
  id uuid not null,
  at timestamptz not null,
  user_id text not null,
  user_name text not null,
  role text not null,
  jurisdiction text,
  vendor text,
  endpoint text not null,
  path text not null,
  code text not null,
  primary key (id)
);

create index access_refusals_by_time on keyturn.access_refusals (at, id);

-- What the server wrote to people. Recorded before it is sent; `text` leaves out secrets that only the mail carries.
create table keyturn.outbox (
  id uuid not null,
  key text,
  recipient text not null,
  subject text not null,
  text text not null,
  about text not null,
  jurisdiction text,
  created_at timestamptz not null,
  sent_at timestamptz,
  failure text,
  tries integer not null default 0,
  primary key (id)
);

create unique index outbox_by_key on keyturn.outbox (key) where key is not null;

create index outbox_by_time on keyturn.outbox (created_at, id);

grant select, insert, update on
  keyturn.users, keyturn.credentials, keyturn.invitations, keyturn.api_tokens, keyturn.outbox
  to keyturn_app;

grant select, insert, update, delete on
  keyturn.sessions, keyturn.second_factors, keyturn.verifications, keyturn.attempts
  to keyturn_app;

grant select, insert on keyturn.access_refusals, keyturn.account_changes to keyturn_app;

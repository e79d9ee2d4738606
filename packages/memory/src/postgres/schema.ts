/**
 * The steps from one version of the schema to the next; a released step never changes. `words` holds the same tokens as SQLite's
 * index (see `sqlite/schema.ts`), so that both stores give the same candidates.
 */
export const STEPS: readonly string[] = [
  `create table scopes (
     scope serial primary key, path text collate "C" not null unique, above int[] not null,
     records bigint not null default 0, words bigint not null default 0
   );
   create table records (
     seq bigserial primary key,
     id text collate "C" not null unique, scope int not null, state smallint not null, kind smallint not null,
     said float8 not null, same text not null, fact_key text, conversation text, message text, place int not null,
     supersedes text, body text not null, words text[] not null
   );
   create index records_by_scope on records (scope, state, seq);
   create index records_by_same on records (scope, same) where state = 0 and kind = 0;
   create index records_by_key on records (scope, fact_key) where state = 0 and fact_key is not null;
   create index records_by_place on records (scope, conversation, place) where conversation is not null;
   create index records_by_message on records (scope, conversation, message) where message is not null;
   create index records_by_supersedes on records (supersedes) where supersedes is not null;
   create index records_by_words on records using gin (words);
   create table vectors (
     seq bigint primary key references records on delete cascade, scope int not null, model text not null, vector real[] not null
   );
   create index vectors_by_scope on vectors (scope, model);
   create table events (
     number bigserial primary key, id text not null, path text collate "C" not null, body text not null
   );
   create index events_by_id on events (id);`,
  `create table other_keys (
     scope int not null, fact_key text not null, seq bigint not null references records on delete cascade,
     primary key (scope, fact_key, seq)
   );
   create index other_keys_by_seq on other_keys (seq);
   create table purged (
     id text collate "C" primary key, path text collate "C" not null, at float8 not null, why text not null
   );
   create index purged_by_path on purged (path, id);`,
];

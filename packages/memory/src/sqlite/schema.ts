/**
 * The steps from one version of the schema to the next; a released step never changes. Texts are blobs: where one flipped bit makes
 * an invalid text, the driver would end the process. Tokens of `words` name a scope and a word, so that a search never meets the
 * records of another scope, however many there are (docs/decisions/0124).
 */
export const STEPS: readonly string[] = [
  `create table scopes (
     scope integer primary key, path text not null unique, above text not null,
     records integer not null default 0, words integer not null default 0
   );
   create table records (
     seq integer primary key autoincrement,
     id blob not null unique, scope integer not null, state integer not null, kind integer not null,
     said integer not null, same blob not null, fact_key blob, conversation blob, message blob, place integer not null,
     supersedes blob,
     body blob not null
   );
   create index records_by_scope on records (scope, state, seq);
   create index records_by_same on records (scope, same) where state = 0 and kind = 0;
   create index records_by_key on records (scope, fact_key) where state = 0 and fact_key is not null;
   create index records_by_place on records (scope, conversation, place) where conversation is not null;
   create index records_by_message on records (scope, conversation, message) where message is not null;
   create index records_by_supersedes on records (supersedes) where supersedes is not null;
   create virtual table words using fts5 (
     tokens, content = '', contentless_delete = 1, detail = none, tokenize = "ascii tokenchars '._'"
   );
   create table vectors (
     seq integer primary key, scope integer not null, model blob not null, vector blob not null
   );
   create index vectors_by_scope on vectors (scope, model);
   create table events (
     number integer primary key autoincrement, id blob not null, path text not null, body blob not null
   );
   create index events_by_id on events (id);`,
  `create table other_keys (
     scope integer not null, fact_key blob not null, seq integer not null, primary key (scope, fact_key, seq)
   ) without rowid;
   create index other_keys_by_seq on other_keys (seq);
   create table purged (
     id blob primary key, path text not null, at integer not null, why text not null
   ) without rowid;
   create index purged_by_path on purged (path, id);`,
];

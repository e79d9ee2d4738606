/** The steps from one version of the schema of originals to the next; a released step never changes. */
export const STEPS: readonly string[] = [
  `create table entries (
     id integer primary key,
     tenant blob not null, key blob not null, value blob not null,
     packed integer not null, size integer not null, expires integer not null, seq integer not null,
     unique (tenant, key)
   );
   create index entries_by_seq on entries (seq);
   create index entries_by_expires on entries (expires);
   create index entries_to_pack on entries (id) where packed = 0;
   create table totals (id integer primary key check (id = 1), entries integer not null, bytes integer not null);
   insert into totals values (1, 0, 0);
   create trigger entries_added after insert on entries begin
     update totals set entries = entries + 1, bytes = bytes + new.size;
   end;
   create trigger entries_removed after delete on entries begin
     update totals set entries = entries - 1, bytes = bytes - old.size;
   end;
   create trigger entries_resized after update of size on entries when new.size <> old.size begin
     update totals set bytes = bytes + new.size - old.size;
   end;
   create table gone (id integer primary key, tenant blob not null, key blob not null, unique (tenant, key));
   create table group_entries (
     id integer primary key,
     tenant blob not null, name blob not null, key blob not null,
     value blob not null, note blob not null, version integer not null, expires integer not null,
     unique (tenant, name, key)
   );
   create index group_entries_by_version on group_entries (tenant, name, version);
   create table versions (id integer primary key check (id = 1), last integer not null);
   insert into versions values (1, 0);`,
];

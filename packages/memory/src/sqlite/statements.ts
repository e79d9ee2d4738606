import { blob, type Database, number, type Statement } from '@headroom/stores/database';

const ROW = `${number('seq')}, ${blob('body')}`;
/** Many rows as one JSON text: the driver takes longer for a row than for a hundred bytes. */
const ROWS = `cast(group_concat('[' || r.seq || ',' || cast(r.body as text) || ']') as blob) as found`;
const PURGED = `${blob('id')}, ${blob('path')}, ${number('at')}, ${blob('why')}`;
const LIST = 'select value from json_each(?)';

/** Prepared once a connection. */
export function statements(database: Database) {
  const p = (sql: string): Statement => database.prepare(sql);
  const scope = `${number('scope')}, ${blob('path')}, ${number('records')}, ${number('words')}`;
  return {
    scopes: p(`select ${scope} from scopes where path in (${LIST}) order by path`),
    scopesUnder: p(`select ${scope} from scopes where path >= ? and path < ? order by path limit ?`),
    addScope: p('insert into scopes (path, above) values (?, ?)'),
    count: p('update scopes set records = records + ?, words = words + ? where scope = ?'),
    find: p(
      'select group_concat(rowid) as found from (select rowid from words where words match ? order by rowid desc limit ?)',
    ),
    howMany: p('select count(*) as many from words where words match ?'),
    bySeq: p(`select ${ROWS} from records r where r.seq in (${LIST})`),
    byId: p(`select ${ROW} from records where id = ?`),
    bySame: p(`select ${ROW} from records where scope = ? and same = ? and state = 0 and kind = 0 order by seq`),
    byKey: p(
      `select ${ROW} from records where state = 0 and seq in (
         select seq from records where scope = ?1 and fact_key = ?2 and state = 0
         union all select seq from other_keys where scope = ?1 and fact_key = ?2) order by seq`,
    ),
    addKey: p('insert or ignore into other_keys (scope, fact_key, seq) values (?, ?, ?)'),
    removeKeys: p('delete from other_keys where seq = ?'),
    byMessage: p(`select ${ROW} from records where scope = ? and conversation = ? and message = ? order by seq`),
    successors: p(`select ${ROW} from records where supersedes = ? order by seq`),
    byPlace: p(
      `select ${ROWS} from json_each(?) p join records r on r.scope = json_extract(p.value, '$[0]')
       and r.conversation = unhex(json_extract(p.value, '$[1]'))
       and r.place between json_extract(p.value, '$[2]') and json_extract(p.value, '$[3]') where r.state = 0`,
    ),
    lastPlace: p(
      'select cast(coalesce(max(place), 0) as integer) as place from records where scope = ? and conversation = ?',
    ),
    // Of one scope and state the index has the order; among many it is made of numbers, not of records.
    newest: p(
      `select ${number('seq')} from records where scope = ? and state = ? and seq < ? order by seq desc limit ?`,
    ),
    newestOf: p(
      `select ${number('seq')} from records where scope in (${LIST}) and state in (${LIST}) and seq < ? order by seq desc limit ?`,
    ),
    oldest: p(`select ${ROW} from records where scope in (${LIST}) and seq > ? order by seq limit ?`),
    add: p(
      `insert into records (id, scope, state, kind, said, same, fact_key, conversation, message, place, supersedes, body)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning cast(seq as integer) as seq`,
    ),
    change: p(
      `update records set id = ?, scope = ?, state = ?, kind = ?, said = ?, same = ?, fact_key = ?, conversation = ?, message = ?,
       place = ?, supersedes = ?, body = ? where seq = ?`,
    ),
    remove: p('delete from records where seq = ?'),
    addWords: p('insert into words (rowid, tokens) values (?, ?)'),
    removeWords: p('delete from words where rowid = ?'),
    setVector: p('insert or replace into vectors (seq, scope, model, vector) values (?, ?, ?, ?)'),
    moveVector: p('update vectors set scope = ? where seq = ?'),
    removeVector: p('delete from vectors where seq = ?'),
    nearest: p(
      `select cast(v.seq as integer) as seq, vector_distance_cos(v.vector, ?) as distance from vectors v
       where v.scope in (${LIST}) and v.model = ? and length(v.vector) = ? order by distance, v.seq limit ?`,
    ),
    withoutVector: p(
      `select cast(r.seq as integer) as seq, cast(r.body as blob) as body from records r
       left join vectors v on v.seq = r.seq and v.model = ? where r.state = 0 and v.seq is null and r.seq > ?
       and r.scope in (select scope from scopes where path >= ? and path < ?) order by r.seq limit ?`,
    ),
    addEvent: p('insert into events (id, path, body) values (?, ?, ?)'),
    events: p(
      `select ${number('number')}, ${blob('body')} from events where number > ? and path >= ? and path < ? order by number limit ?`,
    ),
    eventsOf: p(
      `select ${number('number')}, ${blob('body')} from events where id in (select unhex(value) from json_each(?)) order by number limit ?`,
    ),
    lastEvent: p('select cast(coalesce(max(number), 0) as integer) as number from events'),
    addPurged: p('insert or replace into purged (id, path, at, why) values (?, ?, ?, ?)'),
    purged: p(`select ${PURGED} from purged where id in (select unhex(value) from json_each(?)) order by path, id`),
    purgedUnder: p(
      `select ${PURGED} from purged where (path = ? or path >= ? and path < ?) and (path, id) > (?, ?) order by path, id limit ?`,
    ),
    states: p(
      `select cast(state as integer) as state, cast(count(*) as integer) as many, cast(min(said) as integer) as oldest,
       cast(max(said) as integer) as newest from records where scope in (${LIST}) group by state`,
    ),
    conversations: p(
      `select cast(count(*) as integer) as many from
       (select distinct scope, conversation from records where scope in (${LIST}) and conversation is not null and state = 0)`,
    ),
    embedded: p(`select cast(count(*) as integer) as many from vectors where scope in (${LIST}) and model = ?`),
    integrity: p('select cast(integrity_check as blob) as line from pragma_integrity_check(100)'),
    words: p("insert into words (words) values ('integrity-check')"),
    all: p(`select ${ROW} from records where seq > ? order by seq limit 500`),
  } satisfies Readonly<Record<string, Statement>>;
}

export type Statements = ReturnType<typeof statements>;

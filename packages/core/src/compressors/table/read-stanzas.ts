import type { Row, Table } from './table-model.js';

/** A value after its key: `Package: libc6`, `cpu MHz\t\t: 2450.000`, `Id=ssh.service`. */
const FIELD = /^([A-Za-z][\w .()/+-]{0,48}?)(?:\s{0,40}: |\s{0,40}:$|\s?=\s?)/;
const SAMPLE_STANZAS = 30;
const FEWEST = 4;

/** Whether a text is made of stanzas: records of one `Key: value` a line, apart by blank lines, all beginning with the same key. */
export function isStanzas(lines: readonly string[]): boolean {
  const stanzas = stanzasOf(lines).slice(0, SAMPLE_STANZAS);
  const first = firstKey(stanzas.map(({ source }) => source));
  if (first === undefined) return false;
  const own = stanzas.filter(({ source }) => keyOf(source[0]) === first);
  const fields = own.flatMap(({ source }) => source.filter((line) => !isContinuation(line)));
  const keyed = fields.filter((line) => keyOf(line) !== undefined).length;
  return own.length >= FEWEST - 1 && keyed >= own.length * 2 && keyed >= fields.length * 0.9;
}

/** Reads stanzas as records, each in one piece; what stands between two of them belongs to the one before. */
export function readStanzas(lines: readonly string[]): Table | undefined {
  const stanzas = stanzasOf(lines);
  const first = firstKey(stanzas.map(({ source }) => source));
  const heads = stanzas.filter(({ source }) => keyOf(source[0]) === first);
  if (first === undefined || heads.length < FEWEST) return undefined;
  const records = heads.map(({ at }, i) => ({ at, fields: fieldsOf(lines, at, heads[i + 1]?.at ?? lines.length) }));
  const names = namesOf(records.map(({ fields }) => fields));
  const rows = records.map(({ at, fields }, i): Row => {
    const source = lines.slice(at, heads[i + 1]?.at ?? lines.length).join('\n');
    return { cells: names.map((name) => fields.get(name) ?? ''), source: source.trimEnd(), line: at };
  });
  const start = heads[0]?.at ?? 0;
  const header: Row = { cells: names, source: '', line: start };
  return { kind: 'stanzas', delimiter: ':', before: lines.slice(0, start), header, rule: '', rows, after: [] };
}

interface Stanza {
  readonly at: number;
  readonly source: readonly string[];
}

function stanzasOf(lines: readonly string[]): Stanza[] {
  const stanzas: Stanza[] = [];
  let start = -1;
  for (let l = 0; l <= lines.length; l++) {
    const isBlank = (lines[l] ?? '').trim() === '';
    if (!isBlank && start < 0) start = l;
    if (!isBlank || start < 0) continue;
    stanzas.push({ at: start, source: lines.slice(start, l) });
    start = -1;
  }
  return stanzas;
}

/** The key that most stanzas begin with. */
function firstKey(stanzas: readonly (readonly string[])[]): string | undefined {
  const counts = new Map<string, number>();
  for (const source of stanzas) {
    const key = keyOf(source[0]);
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const [top] = [...counts].sort((a, b) => b[1] - a[1]);
  return top && top[1] >= stanzas.length * 0.7 ? top[0] : undefined;
}

/** Keys in the order in which they come, of records that lack some too. */
function namesOf(records: readonly ReadonlyMap<string, string>[]): string[] {
  const counts = new Map<string, number>();
  for (const fields of records) for (const name of fields.keys()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > 1 && count >= records.length * 0.05).map(([name]) => name);
}

function fieldsOf(lines: readonly string[], from: number, to: number): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of lines.slice(from, to)) {
    const key = keyOf(line);
    if (key !== undefined && !fields.has(key)) fields.set(key, line.replace(FIELD, '').trim());
  }
  return fields;
}

/** The key that a line of a stanza begins with. */
export function keyOf(line = ''): string | undefined {
  return FIELD.exec(line.length > 200 ? line.slice(0, 200) : line)?.[1]?.trim();
}

function isContinuation(line: string): boolean {
  return line.startsWith(' ') || line.startsWith('\t');
}

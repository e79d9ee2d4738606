import type { MemoryRecord, Recollection, RecordHistory, Scope, Source } from '@headroom/memory';
import { dim, yellow } from '../print.js';

/** A text as a terminal may be given it: what would move its cursor or turn its direction is shown as a sign. */
export function plain(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd');
}

/** One line a record; on a terminal no wider than that. */
export function recordLine(record: MemoryRecord, own: Scope): string {
  const state = record.state === 'current' ? '' : yellow(` (${record.state})`);
  const where = record.scope.path === own.path ? '' : dim(` [${scopeName(record.scope)}]`);
  const about = record.key === undefined ? '' : dim(` ${plain(record.key)}:`);
  const tags = record.tags.map((tag) => dim(` #${plain(tag)}`)).join('');
  const text = plain(record.text).replace(/\s+/g, ' ');
  const room = (process.stdout.isTTY ? process.stdout.columns || 80 : Number.POSITIVE_INFINITY) - 45;
  const cut = text.length > Math.max(30, room) ? `${text.slice(0, Math.max(30, room)).toWellFormed()}…` : text;
  return `${dim(record.id)}  ${day(record.saidAt)} ${about} ${cut}${tags}${where}${state}`;
}

export function scopeName(scope: Scope): string {
  return Object.entries(scope.names)
    .map(([level, name]) => `${level} ${plain(String(name))}`)
    .join(', ');
}

/** All of one record. */
export function recordInWords(record: MemoryRecord): string {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['id', record.id],
    ['scope', scopeName(record.scope)],
    ['state', record.state],
    ['about', record.key],
    ['said', moment(record.saidAt)],
    ['holds from', record.validFrom === record.saidAt ? undefined : moment(record.validFrom)],
    ['holds until', record.validUntil === undefined ? undefined : moment(record.validUntil)],
    ['importance', String(record.importance)],
    ['from', sources([record.source, ...record.otherSources])],
    ['tags', record.tags.join(', ')],
    ['replaces', record.supersedes],
    ['replaced by', record.supersededBy],
    ['promoted from', record.promotedFrom?.join(', ')],
    ['metadata', Object.keys(record.metadata).length === 0 ? undefined : JSON.stringify(record.metadata)],
    ['changed', record.changedAt === record.createdAt ? undefined : moment(record.changedAt)],
  ];
  const shown = rows.flatMap(([name, value]) => (value ? [`${dim(name.padEnd(14))}${plain(value)}`] : []));
  return `${plain(record.text)}\n\n${shown.join('\n')}\n`;
}

function sources(all: readonly Source[]): string {
  const words = all.map((source) =>
    Object.entries(source)
      .map(([name, value]) => `${name} ${value}`)
      .join(', '),
  );
  return words.filter(Boolean).join('; ');
}

/** What a question brought back, best first. */
export function foundInWords({ records, found, tokens }: Recollection, own: Scope): string {
  if (records.length === 0) return 'Nothing is known of this.\n';
  const lines = records.map(({ record, flagged }) => {
    const warned = flagged ? yellow(' (gives orders: handed to agents as a quotation, marked)') : '';
    return `${recordLine(record, own)}${warned}`;
  });
  const more = found > records.length ? ` of ${found} that have to do with it` : '';
  return `${lines.join('\n')}\n${dim(`${records.length}${more}; ${tokens} tokens as an agent gets them (--text shows that)`)}\n`;
}

/** That there is something, and no room for it. */
export function unfit({ found }: Recollection): string {
  const [what, fits] =
    found === 1 ? ['1 record has', 'it does not fit'] : [`${found} records have`, 'none of them fits'];
  return `${what} to do with it, but ${fits} into the budget; give more with --budget, or see \`headroom memory list\``;
}

export function historyInWords({ records, events }: RecordHistory, own: Scope): string {
  const versions = records.map((record) => `${recordLine(record, own)}${dim(span(record))}`);
  const steps = events.map(({ at, kind, id, reason, before }) => {
    const was = before === undefined ? '' : dim(` was ${plain(JSON.stringify(before))}`);
    return `  ${moment(at)}  ${kind.padEnd(10)} ${dim(id)}${reason === undefined ? '' : `  ${plain(reason)}`}${was}`;
  });
  return `${versions.join('\n')}\n\n${steps.join('\n')}\n`;
}

function span({ validFrom, validUntil }: MemoryRecord): string {
  return `  from ${day(validFrom)}${validUntil === undefined ? '' : ` until ${day(validUntil)}`}`;
}

export const day = (time: number): string => new Date(time).toISOString().slice(0, 10);
const moment = (time: number): string => `${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

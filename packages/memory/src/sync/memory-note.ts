import { createHash } from 'node:crypto';
import type { MemoryRecord } from '../model/record.js';
import { withoutInvisible } from '../pack/invisible.js';
import { writtenFact } from './written-fact.js';

/** One file of Claude Code's memory: front matter and a text. */
export interface MemoryNote {
  /** Of the record that it was written from. */
  readonly id: string | undefined;
  readonly type: string | undefined;
  readonly text: string;
}

/** The kinds that Claude Code knows. */
export const NOTE_TYPES: readonly string[] = ['user', 'feedback', 'project', 'reference'];

/** Reads a note; undefined for what is no text. */
export function readNote(bytes: Uint8Array): MemoryNote | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
  if (text.includes('\0')) return undefined;
  const [whole, head = ''] = /^---\n([\s\S]*?)\n---[ \t]*(?:\n|$)/.exec(text) ?? [''];
  const rows = head.split('\n').map((row) => row.trim());
  const value = (name: string) => {
    const found = rows
      .find((row) => row.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
    return found?.startsWith('"') ? String(unquoted(found)) : found || undefined;
  };
  return { id: value('headroom_id'), type: value('type'), text: text.slice(whole.length).trim() };
}

function unquoted(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A record as a note, and what it is called. */
export function writtenNote({ id, text, tags, source }: MemoryRecord): {
  readonly name: string;
  readonly bytes: Buffer;
} {
  const type = NOTE_TYPES.find((one) => tags.includes(one)) ?? 'project';
  // What JSON writes is what YAML reads.
  const rows = [
    ['name', shortened(text, 60)],
    ['description', shortened(text, 150)],
    ['type', type],
    ['headroom_id', id],
    ...(source.agent === undefined ? [] : [['source_agent', source.agent]]),
  ].map(([name, value]) => `${name}: ${JSON.stringify(withoutInvisible(value ?? ''))}`);
  return {
    name: noteName(id),
    bytes: Buffer.from(`---\n${rows.join('\n')}\n---\n\n${withoutInvisible(text).trim()}\n`),
  };
}

/** The line by which the index leads to a note. */
export function indexLine({ id, text }: MemoryRecord): string {
  const name = shortened(text, 60).replace(/[[\]]/g, '');
  const isWhole = writtenFact(text).length <= 60;
  return `- [${name}](${noteName(id)})${isWhole ? '' : ` — ${shortened(text, 150)}`}`;
}

function noteName(id: string): string {
  const isPlain = /^[a-z0-9-]{1,64}$/.test(id);
  return `headroom-${isPlain ? id : createHash('sha256').update(id).digest('hex').slice(0, 16)}.md`;
}

/** The beginning of a fact, to the end of a word. */
function shortened(text: string, most: number): string {
  const line = writtenFact(text);
  if (line.length <= most) return line;
  const end = line.lastIndexOf(' ', most - 1);
  return `${line.slice(0, end > 0 ? end : most - 1).toWellFormed()}…`;
}

import { trimEndOf } from '../../reading/trim-end.js';
import type { Entry } from './read-entries.js';

const IDENTITY =
  /^(?:name|id|key|title|func|function|path|image|uses|hostname|host|alias|kind|type|package|module|url|rule|metric|alert|record|job_name|source)$/i;

/** The words after the key on an entry's own row. */
export function valueAt(line: string): string {
  const bare = line.trim().replace(/^(?:- +)+/, '');
  const found = /^(?:"[^"]*"\s*|'[^']*'\s*|[^:=]*)[:=]([\s\S]*)$/.exec(bare.slice(0, 300));
  const value = (found ? (found[1] ?? '').trimStart() : bare).replace(/\s#[\s\S]*$/, '').trimEnd();
  return trimEndOf(value.replace(/^["']/, ''), /["',;]/).trim();
}

function shortName(value: string): string {
  const bare = /^[\w.$@/:+*~-]+(?=\()/.exec(value)?.[0] ?? value;
  return bare.length <= 48 ? bare : `${bare.slice(0, 45).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** What a reader would call an entry: its key, or the value that identifies a list item, section or document. */
export function nameOf(entry: Entry, lines: readonly string[]): string {
  const own = lines[entry.head] ?? '';
  const value = (wanted: RegExp): string => {
    const child = entry.children.find((one) => wanted.test(one.key));
    return child && child.to === child.head ? valueAt(lines[child.head] ?? '') : '';
  };
  if (/\{\s*$/.test(own) && !entry.key.includes(' ')) {
    const child = entry.children.find((one) => /^(?:server_name|name|hostname)$/.test(one.key));
    const said = child ? (lines[child.head] ?? '').trim().slice(child.key.length) : '';
    return shortName(`${entry.key} ${trimEndOf(said.replace(/^[\s="']+/, ''), /["';]/)}`.trim());
  }
  if (!entry.isItem && entry.key !== '' && !/^\s*\[\[/.test(own)) return shortName(entry.key);
  if (/^---/.test(own)) {
    const metadata = entry.children.find((one) => one.key === 'metadata');
    const name = metadata?.children.find((one) => one.key === 'name');
    return shortName(
      [value(/^kind$/), name ? valueAt(lines[name.head] ?? '') : value(/^name$/)].filter((part) => part).join('/'),
    );
  }
  if (/^\s*\[\[/.test(own))
    return shortName([value(/^(?:name|id|path)$/), value(/^version$/)].filter((part) => part).join(' '));
  const key = /^\s*(?:- +)+["']?([\w.-]+)["']?\s*:/.exec(own)?.[1] ?? '';
  if (IDENTITY.test(key) || key === '') return shortName(valueAt(own));
  return shortName(value(IDENTITY) || valueAt(own) || key);
}

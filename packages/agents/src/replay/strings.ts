import { withoutEnd } from '../without-end.js';
/** How a string is looked for in a text. */
export type Kind = 'word' | 'reference' | 'path' | 'url' | 'phrase' | 'line';

/** Something an action uses and may have learnt from a result. */
export interface Used {
  readonly kind: Kind;
  readonly text: string;
  /** It is all that an argument says. */
  readonly isArgument?: true;
}

const EXTENSIONS =
  'ts|tsx|mts|cts|js|jsx|mjs|cjs|json|jsonl|ya?ml|toml|py|go|mod|sum|rs|java|rb|php|cc?|cpp|hh?|hpp|md|rst|txt|html?|css|scss|sh|sql|cfg|ini|conf|env|lock|log|csv|tsv|xml|pdf|docx?|xlsx?|pptx?|png|svg|out|gz|tar|zip|db|sqlite';
/** The words of a text that say something by themselves, the longest readings first. */
const TELLING = new RegExp(
  [
    String.raw`(?<url>https?://[^\s"'\x60<>)\]}\\]+)`,
    String.raw`(?<path>(?<!\w)(?:~?\.{0,2}/)?(?:[\w@.+-]+/)+[\w@.+-]*\w|(?<![\w.])[\w-]+(?:\.[\w-]+)*\.(?:${EXTENSIONS})(?!\w))`,
    String.raw`(?<id>(?<![\w-])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,64}|[A-Z]{2,}[-_]?\d{2,}|(?=[A-Z]*\d)(?=\d*[A-Z])[A-Z0-9]{6,})(?![\w-]))`,
    String.raw`(?<number>(?<![\w.,$-])\d[\d,]*(?:\.\d+)?(?!\w))`,
    String.raw`(?<name>[A-Za-z_$][\w$]{5,})`,
  ].join('|'),
  'g',
);
const QUOTED = /"([^"\n]{12,200})"|'([^'\n]{12,200})'|`([^`\n]{12,200})`/g;
/** Numbers that people choose, and years. */
const ROUND = /^(?:\d*00|120|150|25[056]|512|1024|2048|4096|8080|8000|3000|5000|(?:19|20)\d\d)$/;
const LIMIT = /^(?:timeout|time|n|num.*|size|width|height|duration|count|.*limit|max.*|.*_ms)$/i;
const LINE = /^(?:offset|line|line_number|(?:start|end|insert)(?:_line)?|view_range)$/;
const REFERENCE = /^(?:ref|uid|bid|(?:element|node)_?id|(?:start|end)ref)$/i;
const RANGE = /(?:\bsed\s{1,9}(?:-\w{1,20}\s{1,9}){0,4}["']?|\b(?:edit|goto)\s+)(\d{2,})(?:[,:](\d{2,}))?/g;
const SETTING = /(?:-n\s*|-[ABC]\s*|\b(?:head|tail)\s+-(?:n\s*)?|\btimeout\s+|\bsleep\s+)\d+/g;

const isCode = (text: string) => /[\s()=<>*:.]/.test(text) && !/^[\w./-]+$/.test(text);
/** Names in camel or snake case or with a digit: plain words anybody may know. */
const isName = (text: string) => /[a-z0-9][A-Z]|[A-Za-z]_[A-Za-z]|\d/.test(text);

/** The strings of a text, or of one argument of a call, that its writer may have learnt. */
export function stringsOf(text: string, argument = ''): Used[] {
  if (REFERENCE.test(argument) && text.length < 40) return [{ kind: 'reference', text }];
  if (LINE.test(argument) && /^\d{2,}$/.test(text)) return [{ kind: 'line', text }];
  if (LIMIT.test(argument) && /^\d+(?:\.\d+)?$/.test(text)) return [];
  const found: Used[] = [];
  const fits = text.length >= 12 && text.length <= 300 && !text.includes('\n');
  if (argument && fits && /[\s()"'=<>*]/.test(text)) found.push({ kind: 'phrase', text, isArgument: true });
  for (const [, from, to] of text.matchAll(RANGE))
    for (const line of [from, to]) if (line) found.push({ kind: 'line', text: line });
  for (const match of text.matchAll(QUOTED)) {
    const quoted = match[1] ?? match[2] ?? match[3] ?? '';
    if (isCode(quoted)) found.push({ kind: 'phrase', text: quoted });
  }
  return [...found, ...wordsOf(text.replace(RANGE, ' ').replace(SETTING, ' '))];
}

function wordsOf(text: string): Used[] {
  return [...text.matchAll(TELLING)].flatMap(({ groups = {} }): Used[] => {
    const { url, path, id, number, name } = groups;
    if (url) return [{ kind: 'url', text: withoutEnd(url, '.,;:') }];
    if (path) return [{ kind: 'path', text: path.replace(/^\.\//, '') }];
    if (id) return [{ kind: 'word', text: id }];
    if (number) {
      const value = withoutEnd(number, '.,');
      return value.replace(/\D/g, '').length >= 3 && !ROUND.test(value) ? [{ kind: 'word', text: value }] : [];
    }
    return name && isName(name) ? [{ kind: 'word', text: name }] : [];
  });
}

/** Edits that make one word of another, at most so many; one more where there are more. */
export function distance(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = Array.from({ length: other.length + 1 }, (_, i) => i);
  let earlier = before;
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      let cost = Math.min(
        (before[j] as number) + 1,
        (row[j - 1] as number) + 1,
        (before[j - 1] as number) + (isSame ? 0 : 1),
      );
      // Two signs that changed places are one slip.
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        cost = Math.min(cost, (earlier[j - 2] as number) + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    earlier = before;
    before = row;
  }
  return before[other.length] as number;
}

const SHORTEST = 4;
/** In a word as short as this another letter makes another word: `lint`, `link`. */
const SHORT = 4;

/**
 * Whether one word was meant where the other was written. Words that differ in their numbers only are two, and so are those that differ in a
 * part that only counts: `plan-a`, `plan-b`.
 */
export function isSlip(one: string, other: string): boolean {
  if (one === other || Math.min(one.length, other.length) < SHORTEST) return false;
  if (one.replace(/\d+/g, '') === other.replace(/\d+/g, '') || differInCount(one, other)) return false;
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  const most = Math.max(1, Math.floor(Math.max(a.length, b.length) / 4));
  if (distance(a, b, most) > most) return false;
  return a.length !== b.length || a.length > SHORT || sorted(a) === sorted(b);
}

const sorted = (word: string): string => [...word].sort().join('');

/** Whether two names are the same but for one short part that is another word: `plan-a`, `plan-b`; `dev:api`, `dev:app`. */
function differInCount(one: string, other: string): boolean {
  const parts = (word: string) => word.split(/[^A-Za-z0-9]|(?<=[a-z0-9])(?=[A-Z])/);
  const [a, b] = [parts(one), parts(other)];
  const differ = a.flatMap((part, i) => (part === b[i] ? [] : [[part, b[i] ?? ''] as const]));
  const [pair] = differ;
  if (a.length !== b.length || a.length < 2 || differ.length !== 1 || pair === undefined) return false;
  const [x, y] = pair;
  return Math.max(x.length, y.length) <= 2 || (x.length === y.length && x.length <= SHORT && sorted(x) !== sorted(y));
}

/** Whether one folder's name stands for the other: a slip, in other letters, of one and of many, cut short. */
export function isKin(one: string, other: string): boolean {
  const [a, b] = [one.toLowerCase(), other.toLowerCase()].sort((x, y) => x.length - y.length) as [string, string];
  return a === b || isPlural(a, b) || isSlip(one, other) || isShortFor(a, b);
}

const isPlural = (one: string, many: string): boolean =>
  many === `${one}s` || many === `${one}es` || (one.endsWith('y') && many === `${one.slice(0, -1)}ies`);

/** `lib` of `library`, `src` of `source`: the beginning, or the consonants of it. */
function isShortFor(short: string, long: string): boolean {
  if (!/^[a-z]{2,6}$/.test(short) || !/^[a-z]{5,20}$/.test(long) || short[0] !== long[0]) return false;
  if (short.length >= 3 && long.startsWith(short)) return true;
  const consonants = long.replace(/[aeiou]/g, '').replace(/(.)\1/g, '$1');
  if (/[aeiou]/.test(short) || consonants.length > short.length + (short.length === 2 ? 2 : 1)) return false;
  let at = 0;
  for (const sign of consonants) if (sign === short[at]) at += 1;
  return at === short.length;
}

/** Whether one name says the other in more or fewer parts: `test:unit`, `unit`. */
export function sharesPart(one: string, other: string): boolean {
  const parts = (word: string) =>
    word
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((part) => part.length >= 3);
  const [a, b] = [parts(one), parts(other)];
  if (one.replace(/\d+/g, '') === other.replace(/\d+/g, '') || differInCount(one, other)) return false;
  return a.length > 0 && b.length > 0 && (a.every((part) => b.includes(part)) || b.every((part) => a.includes(part)));
}

/** Names that stand in nearly every folder, and those that stand in many. */
const EVERYWHERE =
  /^(?:index|main|mod|lib|__init__|__main__|readme|package|setup|conftest|license|makefile|dockerfile|cargo|go|tsconfig|pyproject|build|pom|cmakelists|gemfile)(?:\.|$)/i;
const IN_MANY =
  /^(?:config|configuration|settings|constants|app|server|client|api|types?|utils?|helpers?|common|base|core|errors?|tests?|schema|models?|routes?|views?|urls|store|styles?|theme|hooks|actions)(?:\.|$)/i;

/** A file for somebody to copy, or that somebody has put aside. */
const SAMPLE = /\.(?:example|sample|template|tmpl|dist|default|bak|old|orig)$/i;

/**
 * Whether a path that is not there was meant for one that is: the same file in another folder, or a slip in its name. A name that
 * stands in many folders has to share the folder above too, or to lie deeper on the same way.
 */
export function isSamePath(wrong: string, right: string): boolean {
  if (wrong === right || wrong === '' || right === '') return false;
  if (wrong.toLowerCase() === right.toLowerCase()) return true;
  const [a, b] = [wrong.split('/'), right.split('/')];
  const [name, real] = [a.pop() as string, b.pop() as string];
  if (name === real) {
    const isAbove = a.length > 0 && b.length > 0 && a.at(-1) === b.at(-1);
    if (EVERYWHERE.test(name)) return isAbove || isRenamed(a, b);
    return IN_MANY.test(name) ? isAbove || isOnTheWay(a, b) || isRenamed(a, b) : true;
  }
  if (a.join('/') !== b.join('/')) return false;
  if (SAMPLE.test(real)) return false;
  const stem = (file: string) => file.replace(/\.[^.]*$/, '') || file;
  if (stem(name) === stem(real)) return stem(name).length >= SHORTEST;
  return extension(name) === extension(real) && isSlip(stem(name), stem(real));
}

/** Whether all folders of one path are on the way of a deeper one, in their order. */
function isOnTheWay(few: readonly string[], many: readonly string[]): boolean {
  let at = 0;
  for (const folder of many) if (folder === few[at]) at += 1;
  return few.length > 0 && few.length < many.length && at === few.length;
}

/** Whether the folders are the same but for one that has another name. */
function isRenamed(one: readonly string[], other: readonly string[]): boolean {
  const differ = one.flatMap((folder, i) => (folder === other[i] ? [] : [[folder, other[i] ?? ''] as const]));
  const [pair] = differ;
  return one.length === other.length && differ.length === 1 && pair !== undefined && isKin(pair[0], pair[1]);
}

/** Whether a folder that is not there was meant for one that is: a name for the same, in the same place. */
export function isSameFolder(wrong: string, right: string): boolean {
  const [a, b] = [wrong.split('/'), right.split('/')];
  if (wrong === right || wrong === '' || right === '') return false;
  return isRenamed(a, b) || (a.length !== b.length && (a.at(-1) as string).length >= SHORTEST && a.at(-1) === b.at(-1));
}

const extension = (file: string) => /\.[^.]*$/.exec(file)?.[0] ?? '';

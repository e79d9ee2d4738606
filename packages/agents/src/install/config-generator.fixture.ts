/** A source of numbers that gives the same ones for the same seed (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  is(probability: number): boolean {
    return this.next() < probability;
  }

  one<T>(of: readonly T[]): T {
    return of[this.below(of.length)] as T;
  }
}

/** A configuration as somebody may have it. */
export interface Generated {
  readonly text: string;
  /** Comments in it, all of which have to stay. */
  readonly comments: readonly string[];
  readonly isCrlf: boolean;
}

const WORDS = ['theme', 'model', 'env', 'a b', 'größe', 'x.y', 'nested', 'list', 'version', 'Ω', 'editor', 'path\\to'];
const TEXTS = [
  'dark',
  '',
  'C:\\Users\\me',
  'say "hi"',
  'https://example.org//x',
  '/* no comment */',
  '# neither',
  'ü\u2028',
  '$(cwd)',
  '{}',
];

/** A value of any kind. */
function anyValue(chance: Chance, depth: number): unknown {
  const kind = chance.below(depth > 2 ? 5 : 8);
  if (kind === 0) return chance.is(0.5);
  if (kind === 1) return chance.below(1e6) / chance.one([1, 8, 100]);
  if (kind < 5) return chance.one(TEXTS);
  if (kind === 5) return Array.from({ length: chance.below(4) }, () => anyValue(chance, depth + 1));
  return objectOf(chance, depth + 1);
}

function objectOf(chance: Chance, depth: number): Record<string, unknown> {
  const entries = Array.from({ length: chance.below(5) }, () => [chance.one(WORDS), anyValue(chance, depth)] as const);
  return Object.fromEntries(entries);
}

/** An object in which some of the places that an agent's entry goes to are there already. */
export function settingsOf(chance: Chance, paths: readonly (readonly string[])[]): Record<string, unknown> {
  const settings = objectOf(chance, 0);
  for (const [at, path] of paths.entries()) {
    const depth = chance.below(path.length + 1);
    if (depth === 0) continue;
    let inner = settings;
    for (const key of path.slice(0, depth - 1)) {
      inner[key] = isFields(inner[key]) ? inner[key] : objectOf(chance, 2);
      inner = inner[key] as Record<string, unknown>;
    }
    const key = path[depth - 1] as string;
    if (key in inner) continue;
    const isList = depth === path.length && ['allow', 'PostToolUse', 'AfterTool', 'plugin'].includes(key);
    if (depth === path.length && !isList) continue;
    inner[key] = isList
      ? Array.from({ length: chance.below(3) }, () => `rule ${at} ${chance.below(99)}`)
      : objectOf(chance, 2);
  }
  return settings;
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Writes an object down in a style somebody may have, comments and trailing commas in any place that allows them. */
export function jsonOf(chance: Chance, settings: unknown): Generated {
  const eol = chance.is(0.2) ? '\r\n' : '\n';
  const unit = chance.one(['  ', '    ', '\t', '']);
  const comments: string[] = [];
  const commented = chance.is(0.5);
  const trailing = chance.is(0.3);
  const spaced = chance.is(0.7);
  const comment = (mayEndLine: boolean): string => {
    if (!commented || !chance.is(0.25)) return '';
    const text = `c${comments.length} "${chance.one(['{', '}', ',', 'mcpServers', '[]'])}"`;
    const whole = mayEndLine && chance.is(0.6) ? `// ${text}` : `/* ${text} */`;
    comments.push(whole);
    return whole;
  };
  const write = (value: unknown, indent: string, inline: boolean): string => {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    const isList = Array.isArray(value);
    const [open, close] = isList ? '[]' : '{}';
    const children = isList ? value.map((one) => ['', one] as const) : Object.entries(value);
    const oneLine = inline || chance.is(0.3);
    const inner = indent + unit;
    const glue = oneLine ? '' : `${eol}${inner}`;
    const parts = children.map(([name, one], at) => {
      const head = isList ? '' : `${JSON.stringify(name)}${spaced ? ': ' : ':'}`;
      const comma = at < children.length - 1 || trailing ? ',' : '';
      const before = comment(false);
      const after = comment(!oneLine);
      return `${before ? `${before}${glue}` : ''}${head}${write(one, inner, oneLine)}${comma}${after ? ` ${after}` : ''}`;
    });
    const lead = comment(!oneLine);
    if (oneLine)
      return `${open}${lead}${spaced ? ' ' : ''}${parts.join(spaced ? ' ' : '')}${spaced ? ' ' : ''}${close}`;
    const tail = comment(true);
    const gap = chance.is(0.1) ? eol : '';
    const rows = [lead ? ` ${lead}` : '', ...parts.map((part) => `${gap}${glue}${part}`), tail ? `${glue}${tail}` : ''];
    return `${open}${rows.join('')}${children.length > 0 || lead || tail || chance.is(0.3) ? `${eol}${indent}` : ''}${close}`;
  };
  const head = comment(true);
  const body = write(settings, '', chance.is(0.15));
  const foot = comment(true);
  const mark = chance.is(0.1) ? '\ufeff' : '';
  const end = chance.one(['', eol, eol + eol]);
  return {
    text: `${mark}${head ? head + eol : ''}${body}${foot ? eol + foot : ''}${end}`,
    comments,
    isCrlf: eol === '\r\n',
  };
}

/** Writes tables down in a style somebody may have. */
export function tomlOf(chance: Chance, key: string): Generated {
  const eol = chance.is(0.2) ? '\r\n' : '\n';
  const comments: string[] = [];
  const comment = (): string => {
    if (!chance.is(0.3)) return '';
    const whole = `# c${comments.length} ${chance.one(['[x]', `[${key}.headroom]`, '"', "'''"])}`;
    comments.push(whole);
    return whole;
  };
  const scalar = () =>
    chance.one([
      '1',
      '-2.5',
      'true',
      '"dark"',
      "'C:\\x'",
      '1979-05-27T07:32:00Z',
      '9223372036854775807',
      '[ 1, 2 ]',
      '[\n  "a", # in a list\n  "b",\n]',
      `"""\n[${key}.headroom]\ntext\n"""`,
      '{ x = 1, "y z" = { q = "" } }',
    ]);
  let lastKey = 0;
  const row = (): string => {
    const name = chance.one([`k${lastKey}`, `"k k${lastKey}"`, `d${lastKey}.e`]);
    lastKey++;
    const note = comment();
    return `${chance.one(['', '  '])}${name}${chance.one(['', ' '])}= ${scalar()}${note ? ` ${note}` : ''}`;
  };
  const rows = (count: number) => Array.from({ length: count }, row);
  const server = (name: string) => [
    `command = "${name}"`,
    ...(chance.is(0.5) ? ['args = ["x"]'] : []),
    ...(chance.is(0.3) ? ['env = { "A" = "1" }'] : []),
  ];
  const parts: string[][] = [rows(chance.below(4))];
  const style = chance.below(5);
  if (style === 1) parts[0]?.push(`${key} = { other = { command = "y" } }${chance.is(0.5) ? ' # inline' : ''}`);
  if (style === 2) parts[0]?.push(`${key}.other.command = "y"`);
  const tables: string[][] = [];
  if (style === 3) tables.push([`[${key}]`], [`[${key}.other]`, ...server('o')]);
  if (style === 4) tables.push([`[${key}.other]`, ...server('o')], [`[${key}."a b"] # quoted`, ...server('q')]);
  for (let at = chance.below(4); at > 0; at--)
    tables.push([chance.one([`[profiles.p${at}]`, `[[hooks]]`, `[ t${at} . "x y" ]`]), ...rows(chance.below(3))]);
  if (chance.is(0.5)) tables.reverse();
  if (style === 3) tables.sort((a, b) => Number(b[0] === `[${key}]`) - Number(a[0] === `[${key}]`));
  for (const table of tables) {
    const note = comment();
    parts.push([...(chance.is(0.6) ? [''] : []), ...(note ? [note] : []), ...table]);
  }
  const end = chance.one(['', eol, eol + eol]);
  const mark = chance.is(0.1) ? '\ufeff' : '';
  const text = parts.flat().join('\n').replaceAll('\n', eol);
  return { text: `${mark}${text}${text === '' ? '' : end}`, comments, isCrlf: eol === '\r\n' };
}

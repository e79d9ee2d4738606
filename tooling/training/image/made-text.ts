/** Texts and how they look, made from words of our own, so that what stands in a picture is known. */

/** A stream of numbers from 0 to 1 that is the same for the same seed. */
export function chance(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state = Math.imul(state, 1664525) + 1013904223;
    return (state >>> 0) / 2 ** 32;
  };
}

export type Style = 'prose' | 'log' | 'code' | 'table' | 'form';
export const STYLES: readonly Style[] = ['prose', 'log', 'code', 'table', 'form'];

export interface MadeText {
  readonly style: Style;
  readonly lines: readonly string[];
  /** A question that one line answers, and the words that must be read. */
  readonly question: string;
  readonly answer: string;
}

export interface Look {
  readonly font: number;
  readonly width: number;
  readonly height?: number;
  readonly dark: boolean;
}

const NOUNS =
  'harbour ledger window server invoice carrier garden signal parcel engine printer station archive battery valley customer contract schedule account report library bridge sensor market voyage chapter column pattern'.split(
    ' ',
  );
const VERBS =
  'opened closed moved checked stored refused counted measured returned delivered replaced cancelled confirmed restarted'.split(
    ' ',
  );
const ADJECTIVES =
  'quiet early narrow second broken northern empty regular heavy recent formal spare local steady'.split(' ');
const NAMES =
  'Mira Okafor|Jonas Lindqvist|Priya Raman|Tomas Varga|Elena Costa|Samir Haddad|Anna Kowalska|David Mwangi'.split('|');
const MODULES = 'billing shipping search session gateway export importer scheduler mailer catalog'.split(' ');

type Chance = () => number;
const one = <T>(from: readonly T[], next: Chance): T => from[Math.floor(next() * from.length)] as T;
const number = (next: Chance, from: number, to: number): number => from + Math.floor(next() * (to - from));

function sentence(next: Chance): string {
  const noun = () => `${one(ADJECTIVES, next)} ${one(NOUNS, next)}`;
  const start = `The ${noun()} was ${one(VERBS, next)} near the ${noun()}`;
  return next() < 0.5 ? `${start}.` : `${start} before the ${noun()} ${one(VERBS, next)} ${number(next, 2, 90)} times.`;
}

function prose(next: Chance, count: number): Omit<MadeText, 'style'> {
  const place = `${one(ADJECTIVES, next)} ${one(NOUNS, next)}`;
  const answer = `${number(next, 11, 98)} boxes of ${one(NOUNS, next)}`;
  const text: string[] = [];
  for (let at = 0; at < count; at++) text.push(sentence(next));
  text[Math.floor(count / 2)] = `In March the ${place} held ${answer}.`;
  return { lines: text, question: `What did the ${place} hold in March, according to the text?`, answer };
}

function log(next: Chance, count: number): Omit<MadeText, 'style'> {
  const time = (at: number) => `10:${String(10 + (at % 50)).padStart(2, '0')}:${String(number(next, 10, 59))}`;
  const code = `E${number(next, 1000, 9999)}`;
  const lines = Array.from(
    { length: count },
    (_, at) =>
      `${time(at)} INFO ${one(MODULES, next)} ${one(VERBS, next)} ${one(NOUNS, next)} in ${number(next, 1, 900)} ms`,
  );
  lines[Math.floor(count / 3)] = `${time(1)} ERROR ${one(MODULES, next)} failed with code ${code}`;
  return { lines, question: 'What does the error message in the log say?', answer: code };
}

function code(next: Chance, count: number): Omit<MadeText, 'style'> {
  const lines: string[] = [];
  for (let at = 0; at < count; at += 4) {
    const name = `${one(VERBS, next)}_${one(NOUNS, next)}`;
    lines.push(`def ${name}(items, limit=${number(next, 5, 400)}):`);
    lines.push(`    total = sum(item.${one(NOUNS, next)} for item in items)`);
    lines.push(`    return min(total, limit * ${number(next, 2, 9)})`, '');
  }
  const answer = `MAX_${one(NOUNS, next).toUpperCase()} = ${number(next, 100, 9000)}`;
  lines[0] = answer;
  return {
    lines: lines.slice(0, count),
    question: 'Which constant is defined in the first line of this code?',
    answer,
  };
}

function table(next: Chance, count: number): Omit<MadeText, 'style'> {
  const rows = Array.from({ length: count }, () => [
    one(NAMES, next),
    one(MODULES, next),
    `${number(next, 100, 9999)}.${number(next, 10, 99)}`,
  ]);
  const wanted = rows[Math.floor(count / 2)] ?? [];
  wanted[0] = 'Vera Lundgren';
  const lines = [
    'Name             Module      Amount',
    ...rows.map(([a = '', b = '', c = '']) => `${a.padEnd(16)} ${b.padEnd(11)} ${c}`),
  ];
  return { lines, question: 'What amount does the table give for Vera Lundgren?', answer: wanted[2] ?? '' };
}

function form(next: Chance, count: number): Omit<MadeText, 'style'> {
  const fields = [
    'Customer',
    'Order',
    'Carrier',
    'Delivery',
    'Contact',
    'Account',
    'Reference',
    'Desk',
    'Region',
    'Status',
  ];
  const answer = `HX-${number(next, 10_000, 99_999)}`;
  const lines = fields
    .slice(0, Math.max(4, Math.min(count, 10)))
    .map((field) => `${field}: ${one(NAMES, next)}, ${one(NOUNS, next)} ${number(next, 1, 99)}`);
  lines[2] = `Serial number: ${answer}`;
  return { lines, question: 'What is the serial number on this form?', answer };
}

const MAKERS = { prose, log, code, table, form } as const;

export function madeText(style: Style, seed: number, count: number): MadeText {
  return { style, ...MAKERS[style](chance(seed), count) };
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** Lines broken to a width, as a reader of the picture sees them. */
export function broken(text: MadeText, { font, width }: Look): readonly string[] {
  const most = Math.floor((width - 60) / (font * 0.61));
  return text.lines.flatMap((line) => {
    const parts: string[] = [];
    let rest = line;
    while (rest.length > most) {
      const at = rest.lastIndexOf(' ', most);
      parts.push(rest.slice(0, at > 0 ? at : most));
      rest = rest.slice(at > 0 ? at + 1 : most);
    }
    return [...parts, rest];
  });
}

/** A page as SVG: black on white, or the other way round. */
export function pageOf(text: MadeText, look: Look): string {
  const { font, width, dark } = look;
  const lines = broken(text, look);
  const step = Math.round(font * 1.5);
  const height = look.height ?? 40 + lines.length * step + 20;
  const family = text.style === 'prose' || text.style === 'form' ? 'Liberation Sans' : 'DejaVu Sans Mono';
  const rows = lines.map(
    (line, at) => `<text x="30" y="${30 + font + at * step}" xml:space="preserve">${escaped(line)}</text>`,
  );
  const [ground, ink] = dark ? ['#1e1e2e', '#dcdce4'] : ['#ffffff', '#1c1c22'];
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="${ground}"/><g font-family="${family}" font-size="${font}" fill="${ink}">${rows.join('')}</g></svg>`;
}

import { isFlat, type Layout, numberUnderHeading, pathOfHeading, plainPath, readMatches } from './read-matches.js';

const SAMPLE_LINES = 300;
const FEW = 5;
const SAMPLE_CHARACTERS = 40_000;
/** What compilers and linters say behind a place. */
const DIAGNOSTIC =
  /:\d+:(?:\d+:?)? (?:- )?(?:\w+ )?(?:error|warning|note|info|fatal|style|hint|remark|convention|refactor|undefined reference|in function|in )\b/i;
const LINTER =
  /:\d+:\d+: [^\s*]|:\d+: [A-Z]\w{0,60}(?:Error|Warning|Exception)\b|\[(?:Error|Warning)\/|\[-W|\[[a-z]+(?:-[a-z]+)+\]$/;
/** A time of day is no place in a file. */
const CLOCK = /^[^:]*\b\d\d:\d\d:\d\d\b/;
const CONTEXT = /^\S.*?(?:-\d{1,9}-|=\d{1,9}=)/;

interface Found {
  readonly layout: Layout;
  readonly score: number;
  /** It says only how many matches each file has. */
  readonly counts?: boolean;
}

/** The layout of a search output and how sure that is, judged on the first lines. */
export function layoutOf(lines: readonly string[]): Found | undefined {
  const sample: string[] = [];
  for (let i = 0, room = SAMPLE_CHARACTERS; i < lines.length && sample.length < SAMPLE_LINES && room > 0; i++) {
    const line = lines[i]!.slice(0, 2000);
    room -= line.length;
    if (line.trim() !== '') sample.push(line);
  }
  if (sample.length < 3) return undefined;
  return flat(sample) ?? heading(sample) ?? plain(sample);
}

function flat(sample: readonly string[]): Found | undefined {
  const isMatch = sample.map(isFlat);
  const matches = isMatch.filter((is) => is).length;
  const around = sample.filter((line, i) => !isMatch[i] && (line === '--' || CONTEXT.test(line))).length;
  const diagnostics = sample.filter((line, i) => isMatch[i] && (DIAGNOSTIC.test(line) || LINTER.test(line))).length;
  const clocks = sample.filter((line, i) => isMatch[i] && CLOCK.test(line)).length;
  if (clocks * 2 > matches || diagnostics * 5 > matches || (matches < 3 && !isOneFile(sample))) return undefined;
  const share = (matches + (matches * 25 > around ? around : 0)) / sample.length;
  return share > 0.7 ? { layout: 'flat', score: share > 0.9 ? 0.93 : 0.86 } : undefined;
}

/** A match or two with many lines around, all of one file. */
function isOneFile(sample: readonly string[]): boolean {
  const rows = readMatches(sample, 'flat').filter(({ kind }) => kind !== 'gap');
  const [first] = rows;
  return (
    rows.length > FEW && first?.kind === 'hit' && rows.every((row) => row.kind === 'hit' && row.path === first.path)
  );
}

function heading(sample: readonly string[]): Found | undefined {
  let numbered = 0;
  let headings = 0;
  let others = 0;
  let last = 0;
  let rising = 0;
  let next = 0;
  sample.forEach((line, i) => {
    const found = numberUnderHeading(line);
    if (found) {
      const number = Number(found[1]);
      numbered++;
      if (number > last) rising++;
      if (number === last + 1) next++;
      last = number;
      return;
    }
    last = 0;
    if (/^-{2,3}$/.test(line)) return;
    const path = pathOfHeading(line);
    if (/[./\\]/.test(path) && !/\s{2}|:\s/.test(path) && numberUnderHeading(sample[i + 1] ?? '')) headings++;
    else others++;
  });
  const clocks = sample.filter((line) => /^\d\d:\d\d:\d\d|^\d{4}-\d\d-\d\d|^\d+[:-]\d+[:-]\d/.test(line)).length;
  if (numbered < 3 || rising < numbered * 0.9 || clocks * 5 > numbered) return undefined;
  if (others > sample.length * 0.15) return undefined;
  if (headings > 0) return { layout: 'heading', score: 0.92 };
  return others > 0 || next > numbered * 0.7 ? undefined : { layout: 'heading', score: 0.75 };
}

const SOURCE_FILE = /\.(?:[cm]?[jt]sx?|py|go|rs|java|rb|c|h|cc|cpp|cs|php|md|json|ya?ml|toml|sh|css|html|txt|log)$/;
const SPOKEN = /^ (?:error|warning|note|fatal|no such|permission|cannot)|^\d+:/i;

/** `grep -r` without `-n`, `grep -c`: every line starts with a path, and paths repeat. */
function plain(sample: readonly string[]): Found | undefined {
  const rows = sample.flatMap((line) => {
    const path = plainPath(line);
    return path === undefined ? [] : [{ path, text: line.slice(path.length + 1) }];
  });
  const deep = rows.filter(({ path }) => /[/\\]/.test(path) || SOURCE_FILE.test(path)).length;
  if (deep < 4 || deep < sample.length * 0.85) return undefined;
  const counts = rows.filter(({ text }) => /^\d+\r?$/.test(text)).length;
  if (counts >= rows.length * 0.95) return { layout: 'plain', score: 0.88, counts: true };
  const spoken = rows.filter(({ text }) => SPOKEN.test(text)).length;
  const repeats = rows.length - new Set(rows.map(({ path }) => path)).size;
  if (spoken * 4 > rows.length || repeats * 6 < rows.length) return undefined;
  return { layout: 'plain', score: 0.82 };
}

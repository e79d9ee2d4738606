/** One commit of a log, as printed. */
export interface Commit {
  readonly hash: string;
  readonly author: string;
  /** ISO day where the date could be read, otherwise the date as printed. */
  readonly day: string;
  readonly subject: string;
  /** Its lines in the text, as a half-open range. */
  readonly from: number;
  readonly to: number;
}
export type Layout = 'full' | 'oneline' | 'blame';

const GRAPH = /^[*|\\/_ ]*/;
const COMMIT = /^[*|\\/_ ]*commit \^?([0-9a-f]{7,64})\b/;
const ONELINE = /^[*|\\/_ ]*["']?([0-9a-f]{7,12}|[0-9a-f]{40})[\s|,;:"-]+([^\s|,;:"-].*)$/;
export const BLAME =
  /^\^?([0-9a-f]{7,40}) (?:[^(]{0,200} )?\((.{1,80}?) +(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) ([+-]\d{4}) +(\d+)\)(.*)$/s;
/** A file or an image under its hash, or an object with its sizes. */
const SUM = /^[0-9a-f]{7,40} {2}\S+$|^[0-9a-f]{12} {2,}|^[0-9a-f]{40} \w+ +\d+ \d+ /;
const SAMPLE_LINES = 200;
const MAX_LINE = 2000;

/** The layout of a log and how sure that is, judged on its first lines. */
export function layoutOf(lines: readonly string[]): { readonly layout: Layout; readonly score: number } | undefined {
  const sample = lines
    .slice(0, SAMPLE_LINES)
    .map((line) => line.slice(0, MAX_LINE))
    .filter((line) => line.trim() !== '');
  const first = sample.slice(0, 4).findIndex((line) => COMMIT.test(line));
  if (
    first >= 0 &&
    sample.slice(first + 1, first + 5).some((line) => /^[*|\\/_ ]*(?:Author|Merge|tree|Reflog):? /.test(line))
  ) {
    return { layout: 'full', score: sample.some((line) => line.startsWith('diff --git ')) ? 0.5 : 0.94 };
  }
  const rows = sample.filter((line) => !/^[*|\\/_ ]+$/.test(line));
  if (rows.length < 5) return undefined;
  const blamed = rows.filter((line) => BLAME.test(line)).length;
  if (blamed >= rows.length * 0.95) return { layout: 'blame', score: 0.94 };
  const hashes = rows.map((line) => ONELINE.exec(line)?.[1]).filter((hash) => hash !== undefined);
  const mixed = hashes.filter((hash) => /[a-f]/.test(hash) && /\d/.test(hash)).length;
  const sums = rows.filter((line) => SUM.test(line)).length;
  const stats = rows.filter((line) => /^ \S.* \| +(?:\d|Bin)|^ \d+ files? changed/.test(line)).length;
  if (sums * 2 > hashes.length || hashes.length + stats < rows.length * 0.92 || mixed < hashes.length * 0.7)
    return undefined;
  return hashes.length < 4 ? undefined : { layout: 'oneline', score: 0.9 };
}

/** Reads the commits of a log; lines before the first are not part of any. */
export function readLog(lines: readonly string[], layout: Layout): Commit[] {
  const pattern = layout === 'full' ? COMMIT : ONELINE;
  const starts: number[] = [];
  lines.forEach((line, i) => {
    if (line.length <= MAX_LINE && pattern.test(line)) starts.push(i);
  });
  return starts.map((from, i) => {
    const to = starts[i + 1] ?? lines.length;
    return layout === 'full' ? readFull(lines, from, to) : readOneline(lines, from, to);
  });
}

function readOneline(lines: readonly string[], from: number, to: number): Commit {
  const [, hash = '', rest = ''] = ONELINE.exec(lines[from]!)!;
  const day = /\d{4}-\d\d-\d\d/.exec(rest)?.[0] ?? '';
  return { hash, author: '', day, subject: rest.trimEnd(), from, to };
}

function readFull(lines: readonly string[], from: number, to: number): Commit {
  let author = '';
  let day = '';
  let subject = '';
  for (let i = from + 1; i < to && subject === ''; i++) {
    const line = lines[i]!.slice(0, MAX_LINE).replace(GRAPH, '').trimEnd();
    const field =
      /^(Merge|Author|AuthorDate|Date|Commit|CommitDate|Reflog|Reflog message|tree|parent|author|committer):? +([^ ].*|)$/.exec(
        line,
      );
    if (!field) subject = line;
    else if (field[1] === 'Author' || field[1] === 'author') author = field[2]!;
    else if ((field[1] === 'Date' || field[1] === 'AuthorDate') && day === '') day = isoDay(field[2]!);
  }
  const hash = COMMIT.exec(lines[from]!)![1]!;
  return { hash, author: author.split('<', 1)[0]!.trimEnd(), day, subject, from, to };
}

const MONTHS = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** `Wed Jan 10 12:30:45 2024 +0000` and ISO forms as `2024-01-10`; anything else as it is. */
function isoDay(date: string): string {
  const iso = /\d{4}-\d\d-\d\d/.exec(date);
  if (iso) return iso[0];
  const long =
    /^[A-Z][a-z]{2},? (?:([A-Z][a-z]{2}) (\d{1,2}) [\d:]{5,8} (\d{4})|(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}))/.exec(date);
  const month = MONTHS.indexOf(long?.[1] ?? long?.[5] ?? '?');
  if (!long || month < 0) return date;
  const pad = (text: string | number): string => String(text).padStart(2, '0');
  return `${long[3] ?? long[6]}-${pad(month / 3 + 1)}-${pad(long[2] ?? long[4]!)}`;
}

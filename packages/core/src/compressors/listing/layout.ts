/** How a listing is laid out. */
export type Layout = 'paths' | 'names' | 'tree' | 'folders' | 'details';

/** Lines with a detail before the path; each has the groups `d` (all before the path), `path`, and maybe `size` and `mode`. */
const DETAILS: readonly RegExp[] = [
  // ls -l, tar tvf
  /^(?<d>\s*(?:\d+ +)?(?<mode>[-dlcbps][-rwxsStT]{9}[.+@]?) +(?:\d+ +)?(?:\S+ +){1,2}(?<size>\d[\d.,]*[KMGTP]?|\d+, +\d+) +(?:\d{4}-\d\d-\d\d \d\d:\d\d(?::[\d.]+)?(?: [+-]\d{4})?|\p{L}{3,5}\.? +\d{1,2} +(?:\d{4}|\d\d:\d\d)|\d{1,2} \p{L}{3,5}\.? +(?:\d{4}|\d\d:\d\d)) )(?<path>.+)$/u,
  // unzip -l, unzip -v, jar tvf
  /^(?<d> *(?<size>\d+)(?: +\w+ +\d+ +-?\d+%)? +(?:\d{2,4}-\d\d-\d{2,4} \d\d:\d\d|[A-Z][a-z]{2} [A-Z][a-z]{2} +\d+ [\d:]+ \S+ \d{4})(?: +[0-9a-f]{8})? +)(?<path>[^ ].*)$/,
  // dir, Get-ChildItem
  /^(?<d>(?:(?<mode>[-dlarhs]{5,6}) +)?\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4} +\d{1,2}:\d\d(?: ?[AP]M)? +(?:(?<size><DIR>|<JUNCTION>|\d[\d,.]*(?= )) *)?)(?<path>\S.*)$/,
  // npm pack --dry-run
  /^(?<d>npm notice (?<size>\d[\d.]* ?[kMG]?B) +)(?<path>\S+)$/,
  // git ls-tree, git ls-files -s
  /^(?<d>(?<mode>\d{6}) (?:blob |tree |commit )?[0-9a-f]{40,64}(?: +(?<size>\d+|-))?(?: \d)?\t)(?<path>.+)$/,
  // sha256sum, md5sum
  /^(?<d>[0-9a-f]{32,128} [ *])(?<path>\S.*)$/,
  // du, wc -l
  /^(?<d> *(?<size>\d[\d.]*[KMGTP]?i?B?)[ \t]+)(?<path>\.|total|(?=\S{0,200}[A-Za-z_])(?=[^\s:]*[/.])[^\s:]+(?: [^\s:]+){0,4})$/,
  // list_directory of file servers
  /^(?<d>\[(?<size>DIR|FILE|dir|file)\] )(?<path>\S.*)$/,
  // git status --short, git diff --name-status
  /^(?<d>(?:(?: [MADRCUT]|[MADRCUT?!][MADRCUT?! ]) |[MADTU]\t|[RC]\d{0,3}\t))(?<path>"[^"]+"|[^\s"]+(?:(?: -> |\t)\S+)?)$/,
];
/** A branch of a drawn tree: its bars, its label. */
export const TREE = /^([│| \u00a0]*)[├└|`+\\][─-]{2}[ \u00a0](.+)$/;
/** A folder's content as nested bullets, two blanks a level. */
export const BULLET = /^((?: {2})*)- (\S+(?: \S+)?)$/;
/** The folder over its content in `ls -R`. */
export const HEADING = /^(\S.*):\r?$/;
const SAMPLE_LINES = 250;
/** Longer lines are no entries. */
export const MAX_LINE = 1000;

function detailsOf(lines: readonly string[]): RegExp | undefined {
  return DETAILS.find((pattern) => fitsMost(lines, pattern, Math.max(4, lines.length * 0.7)));
}

/** Whether at least so many lines fit; gives up as soon as too few are left. */
function fitsMost(lines: readonly string[], pattern: RegExp, least: number): boolean {
  let others = lines.length - least;
  for (const line of lines) if (!pattern.test(line) && --others < 0) return false;
  return others >= 0;
}

/** True for a line that is a path and nothing else. */
export function isPathLine(line: string): boolean {
  if (line.length === 0 || line.length > 400 || !/[/\\]/.test(line)) return false;
  return !/^\s|\s$|\s{2}|:\/\/|[<>"|;{}=`]|: | \S+ \S+ \S+ \S+ |[,:]$|:\d|^\S+\(|^\/[/*]|\\[nrtdws"]/.test(
    line.replace(/\r$/, ''),
  );
}

/** True for a bare file name, as `ls -1` prints it. */
export function isNameLine(line: string): boolean {
  return line.length <= 200 && /^[\w@.+~()[\]-]+(?: [\w@.+~()[\]-]+){0,3}\/?\*?\r?$/.test(line);
}

/** Which kind of listing a text is and how sure that is, judged on its first lines. */
export function layoutOf(
  lines: readonly string[],
): { readonly layout: Layout; readonly score: number; readonly pattern?: RegExp } | undefined {
  const sample = lines
    .slice(0, SAMPLE_LINES)
    .filter((line) => line.trim() !== '')
    .map((line) => line.slice(0, MAX_LINE));
  if (sample.length < 5) return undefined;
  if (fitsMost(sample, TREE, sample.length * 0.85)) return { layout: 'tree', score: 0.93 };
  if (fitsMost(sample, BULLET, sample.length * 0.85)) {
    const bullets = sample.filter((line) => BULLET.test(line));
    if (fitsMost(bullets, /\/$|\.\w{1,10}$/, bullets.length * 0.8))
      return bullets.some((line) => line.endsWith('/')) ? { layout: 'tree', score: 0.9 } : undefined;
  }
  const headings = sample.filter((line, i) => HEADING.test(line) && isFolderHeading(sample, i)).length;
  const body = sample.filter(
    (line) =>
      !HEADING.test(line) && !/^(?:total \S+|---.*|Archive: .*|npm notice(?=.*(?:Tarball|📦)).*)\r?$/.test(line),
  );
  const pattern = detailsOf(body);
  if (pattern) return { layout: 'details', score: pattern === DETAILS[6] ? 0.84 : 0.92, pattern };
  const paths = sample.filter(isPathLine);
  const named = body.filter(isNameLine);
  if (headings >= 2 && named.length >= body.length * 0.9) return { layout: 'folders', score: 0.9 };
  if (paths.length >= sample.length * 0.9) {
    const roots = new Set(paths.map((path) => path.split(/[/\\]/, 2).join('/'))).size;
    return roots > paths.length * 0.8 && paths.length > 20 ? undefined : { layout: 'paths', score: 0.9 };
  }
  const files = sample.filter(
    (line) => isPathLine(line) || (isNameLine(line) && /\.\w{1,10}\r?$|\/\r?$|^[A-Z]/.test(line)),
  );
  if (paths.length >= sample.length * 0.4 && files.length >= sample.length * 0.9)
    return { layout: 'paths', score: 0.87 };
  const dotted = sample.filter((line) => isNameLine(line) && /^[^\s]+\.[A-Za-z]\w{0,9}\r?$/.test(line));
  if (dotted.length >= sample.length * 0.7 && named.length >= sample.length * 0.97)
    return { layout: 'names', score: 0.8 };
  return undefined;
}

function isFolderHeading(sample: readonly string[], i: number): boolean {
  const next = sample[i + 1] ?? '';
  return /[/.]/.test(sample[i]!) && !/^\s/.test(next) && (isNameLine(next) || /^total \d/.test(next));
}

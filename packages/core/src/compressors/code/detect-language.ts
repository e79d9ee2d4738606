import { evidenceIn } from './language-evidence.js';
import { type Language, type LanguageName, languageOf, languageOfPath } from './languages.js';

/** Lines that say: another kind of text (log, diff, search result, stack trace, markup, shell, other languages). */
const FOREIGN =
  /^(?:\[?\d{4}-\d\d-\d\d[ T]|\[?\d\d:\d\d:\d\d|@@ -|diff --git |\+\+\+ |--- a|[+-] {2,}|[^\s:'"(]+:\d+[:=-]|[\w@.-]+\/[\w@./-]+\.\w{1,5}(?:[:=]|$)|\d+[:=-]|==\d+==|\s+#\d+ +0x|\s+at .{1,200}:\d+|Traceback |\s+File "|<[!/a-zA-Z]|\$ |> |- |\| |={4}|#{2,} |(?:INFO|WARN|ERROR|DEBUG)\b)|^using [\w.]+;|^<\?php|^(?:local )?function \w+ ?\(\)?$|^\s*end\s*$|^\s*(?:fi|done|esac)\b|^(?:SELECT|CREATE|INSERT|ALTER) /;
const CODELIKE =
  /[;{}(,]\s*$|^\s*[)}\]]|^\s*(?:\/\/|#|\*|\/\*|@)|:\s*$|[=(]|^\s*(?:return|import|from|else|pass|break|continue|raise|use|package)\b/;
const OPENING_LINES = 12;
const SAMPLE_LINES = 240;
/** The largest share of lines in another format, or of prose. */
const MOST_FOREIGN = 0.15;
const LEAST_CODELIKE = 0.6;
/** For texts whose first lines say what they are. */
const LEAST_CODELIKE_OPENED = 0.45;
const SAMPLE_CHARACTERS = 24_000;

/** What a look at the first lines says: the likely language and how sure that is, 0 to 1. */
export interface Detected {
  readonly language: Language | undefined;
  readonly score: number;
}

interface Tally {
  readonly points: Map<LanguageName, number>;
  /** Points of the first few lines. */
  readonly opening: Map<LanguageName, number>;
  evident: number;
  codelike: number;
  foreign: number;
  prose: number;
  total: number;
}

const FENCE = /^(?:```|~~~)/;

/** Follows block comments and triple-quoted strings, whose lines say nothing about the language. */
function commentTracker(): (line: string) => boolean {
  let close = '';
  return (line) => {
    if (close) {
      if (line.includes(close)) close = '';
      return true;
    }
    const text = line.trimStart();
    const opened = /^(?:\/\*|[rubRUB]{0,2}("""|'''))/.exec(text);
    if (opened) {
      const end = opened[1] ?? '*/';
      if (text.indexOf(end, opened[0].length) < 0) close = end;
      return true;
    }
    for (const quotes of ['"""', "'''"])
      if (text.includes(quotes) && text.split(quotes).length % 2 === 0) close = quotes;
    return false;
  };
}

/** Whether no lines that may still come can make code of it. */
function isLost({ foreign, prose, codelike, total }: Tally): boolean {
  return (
    Math.max(foreign, prose) > MOST_FOREIGN * SAMPLE_LINES ||
    total - codelike > (1 - LEAST_CODELIKE_OPENED) * SAMPLE_LINES
  );
}

function tally(lines: readonly string[]): Tally {
  const found: Tally = {
    points: new Map(),
    opening: new Map(),
    evident: 0,
    codelike: 0,
    foreign: 0,
    prose: 0,
    total: 0,
  };
  const inComment = commentTracker();
  let fenced = false;
  let room = SAMPLE_CHARACTERS;
  for (let row = 0; row < lines.length && found.total < SAMPLE_LINES && room > 0 && row < 4 * SAMPLE_LINES; row++) {
    const line = (lines[row] ?? '').slice(0, 240).trimEnd();
    if (line.length === 0 || (!fenced && inComment(line))) continue;
    // Blocks between fences are examples in a document; what stands around them says what the text is.
    const isFence = FENCE.test(line);
    if (isFence) fenced = !fenced;
    if (fenced || isFence) continue;
    room -= line.length;
    found.total++;
    let evident = false;
    for (const { pattern, language: name, points } of evidenceIn(line)) {
      if (!pattern.test(line)) continue;
      found.points.set(name, (found.points.get(name) ?? 0) + points);
      if (found.total <= OPENING_LINES) found.opening.set(name, (found.opening.get(name) ?? 0) + points);
      evident = true;
    }
    if (!evident && /^\s*(?:\/\/|#(?:[ \t]|$))/.test(line)) {
      found.total--;
      continue;
    }
    if (evident) found.evident++;
    if (FOREIGN.test(line)) found.foreign++;
    else if (evident || CODELIKE.test(line)) found.codelike++;
    else if (/^[A-Z][\w',]* (?:[\w',-]+ ){4,}/.test(line)) found.prose++;
    if (isLost(found)) break;
  }
  return found;
}

/** Languages that contain another: evidence of the smaller one counts for the larger once that one has shown itself. */
const WIDER: readonly (readonly [LanguageName, LanguageName])[] = [
  ['typescript', 'javascript'],
  ['cpp', 'c'],
];

function best(points: Map<LanguageName, number>): [LanguageName, number] | undefined {
  for (const [wide, narrow] of WIDER) {
    const own = points.get(wide) ?? 0;
    if (own >= 3) points.set(wide, own + (points.get(narrow) ?? 0));
  }
  return [...points].sort((a, b) => b[1] - a[1])[0];
}

/** Judges source lines by a bounded sample from their beginning. */
export function detectLanguage(lines: readonly string[]): Detected {
  const found = tally(lines);
  const winner = best(found.points);
  if (!winner || found.total < 4) return { language: undefined, score: 0 };
  const [name, points] = winner;
  const share = found.codelike / found.total;
  const strength = found.evident / found.total;
  const opens = (found.opening.get(name) ?? 0) >= 4;
  if (points < 6 || share < (opens ? LEAST_CODELIKE_OPENED : LEAST_CODELIKE) || strength < (opens ? 0.02 : 0.06))
    return { language: undefined, score: 0 };
  if (Math.max(found.foreign, found.prose) > MOST_FOREIGN * found.total) return { language: undefined, score: 0 };
  const jsx =
    name === 'typescript' && lines.some((line) => /^\s*<\/?[A-Za-z][\w.]*[ />]|return \(?<\w/.test(line.slice(0, 200)));
  return { language: languageOf(jsx ? 'tsx' : name), score: 0.6 + 0.25 * Math.min(1, 2 * strength * share) };
}

const PATH_KEYS = /^(?:path|file|file_?path|filename|target_?file|uri|absolute_?path|relative_?path)$/i;

/** The path a tool call names, if its arguments have one. */
export function pathOf(input: unknown): string | undefined {
  if (input === null || typeof input !== 'object') return undefined;
  for (const [key, value] of Object.entries(input)) if (PATH_KEYS.test(key) && typeof value === 'string') return value;
  const command = (input as { command?: unknown }).command ?? (input as { cmd?: unknown }).cmd;
  if (typeof command !== 'string') return undefined;
  const paths = command.slice(0, 500).match(/[\w@./~+-]+\.[A-Za-z]{1,4}\b/g) ?? [];
  return paths.length === 1 ? paths[0] : undefined;
}

/** The language of a text: what its path says when the text agrees that it is code, else what the text says. */
export function languageFor(
  path: string | undefined,
  fence: string | undefined,
  detected: Detected,
): Language | undefined {
  const named = (path && languageOfPath(path)) || (fence && languageOfPath(`x.${fence}`)) || undefined;
  if (!named || !detected.language) return detected.language;
  return named.name === 'c' && detected.language.name === 'cpp' ? detected.language : named;
}

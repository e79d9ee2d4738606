import type { Content } from '../../model/content.js';
import { timesOf } from '../../reading/grouped.js';
import { readFrame } from '../../reading/stack-frame.js';
import { withoutEscapes } from '../../reading/terminal-text.js';
import { type LogLine, readLine } from './read-lines.js';
import { templateKey } from './template-key.js';

const MARKS =
  /^(?:\[(?:INFO|ERROR|WARNING|WARN|DEBUG|FATAL)\]|npm (?:ERR!|WARN|warn|error|http|verb|info|sill)|(?:Get|Hit|Ign|Err|Fetched|Reading|Building|Setting up|Unpacking|Selecting previously|Preparing to|Processing triggers|Collecting|Downloading|Downloaded|Installing|Installed|Compiling|Compiled|Checking|Finished|Fetching|Linking|Running|Updating|Resolving|Requirement already|Using cached|Step \d+\/\d+|Removing|Creating|Pulling|Pushed|Sending build|make(?:\[\d+\])?:|ninja:|CMake|-- |> Task|ok |not ok |running \d+ test|test .* \.\.\. |[=_-]{5,} .* [=_-]{5,}$|#\d+ (?:\[|\d|DONE|CACHED|sha256)|added \d+|PASS|FAIL|=== |panic: |Terraform |Plan: \d|(?:PLAY|TASK) \[|(?:ok|changed|fatal|skipping): \[|Epoch \d|\[ +(?:RUN|OK|FAILED|PASSED) +\]| +# \S+ (?:will|must) be |RUN |DONE |TAP version|WARNING:|ERROR:|INFO:|DEBUG:|LOG:|W: |E: )|\s*(?:✓|✔|√|✗|✘|✖|×|●|⎯{3,})|\s+\d+:\d+\s+(?:error|warning)\s)/;
const RESULT = /\b(?:PASSED|FAILED|SKIPPED)\b| \.\.\. (?:ok|FAIL|ERROR|skipped|passed|done|yes|no)\b/;
const LEVELS =
  /^\d+ (?:verbose|silly|info|http|warn|error|notice|timing) |^(?:.{0,60}[\s[(|:<"=])?(?:FATAL|ERROR|ERR|WARN(?:ING)?|INFO|DEBUG|TRACE|NOTICE|CRITICAL|SEVERE|LOG)[\])>|: ]/;
const DIAGNOSTIC =
  /^(?:[A-Za-z]:)?[^\s:(][^:(]{0,200}(?:\(\d+(?:,\d+)?\)|:\d+(?::\d+)?)(?: -|:) (?:fatal )?(?:error|warning|note)\b|^(?:error|warning)(?:\[\w+\])?: |^\s*--> \S+:\d+|^(?:In file included|\S+: In (?:member )?function)|^\S*(?:ld|collect2|cc1plus): /;
/** Source lines and carets under a diagnostic; alone they could be a table. */
const EXCERPT = /^\s+\d* \| |^\d+ \| |^\s+\|$|^ *[~^]+$/;
const TOOL =
  /^(?:\+ |\$ )?(?:\S*\/)?(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|ar|rustc|javac|libtool|ranlib|CC|CXX|LD|AR) \S/;
const REQUEST =
  /"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S+ HTTP\/|^(?:GET|POST|PUT|PATCH|DELETE|HEAD) \/\S* \d{3}\b|^(?:\[pid +\d+\] +|\d+ +)?[a-z_0-9]{2,20}\(.*\) += +(?:-?\d+|0x[0-9a-f]+|\?)/;
const SEARCH = /^(?:[^\s:]+:\d+[:-]|\d+[:-])(?! (?:fatal )?(?:error|warning|note)\b)(?!\d+: )/;
const CODE =
  /[;{}]\s*(?:\/\/[\s\S]*)?$|^\s*(?:import|export|from|def|class|function|const|let|var|public|private|return|if|for|while|fn|func|package|use|#include|#define)\b|^\s*(?:\/\/|\/\*|\*(?: |\/|$))/;
const PROSE = /^(?:#{1,6} |[-*] |\d+\. |> |\|.*\|$|```)|^\s*[A-Z"'(][^|=]{60,}[.,:;!?)]?$/;

/** What each of them matches is a line of a log. */
const SURE = [REQUEST, DIAGNOSTIC, LEVELS, MARKS, RESULT];

/** Lines that only a tool's report has. */
const REPORT =
  /^=+ (?:FAILURES|ERRORS|short test summary info|test session starts|warnings summary) =+$|^(?:=+ )?\d+ (?:failed|passed)\b.* in [\d.]+s|^Ran \d+ tests? in |^TAP version|^Test Suites: |^test result: |^(?:webpack \S+ )?compiled with \d+|^Found \d+ (?:error|warning)|^Checked \d+ file|^BUILD (?:SUCCESS|FAIL)|^\[(?:INFO|ERROR)\] BUILD |^make: \*\*\*|^npm ERR!|^ERROR in \S|^\S+: (?:fatal )?error: |^Plan: \d+ to add|^PLAY RECAP/;

const FEWEST_RECORDS = 3;
const MOSTLY_INDENTED = 0.4;
const FEW_AT_EDGE = 0.1;
const FEWEST_FIGURES = 3;
const MOSTLY_FIGURES = 0.6;

/** How sure it is that a text is the output of a program at work. Looks at a sample of lines. */
export function recognizeLog(content: Content): number {
  const { text } = content;
  if (text.length < 40) return 0;
  if (content.json !== undefined) return 0;
  const lines = sample(content.lines);
  if (lines.length < 3) return 0;
  let good = 0;
  let bad = 0;
  let frames = 0;
  let excerpts = 0;
  let filled = 0;
  const bare = lines.map((line) => readLine(line.length > 400 ? line.slice(0, 400) : line));
  const bodies = bare.map((line) => line.body);
  bare.forEach((line, i) => {
    if (!isFilled(line)) return;
    filled += 1;
    const { body } = line;
    if (/^(?:@@ |diff --git |[{[]"|<\w)/.test(body)) bad += 3;
    if (readFrame(bodies, i)) frames += 1;
    else if (line.stamped || SURE.some((pattern) => pattern.test(body))) good += 1;
    else if (TOOL.test(body)) good += 0.8;
    else if (EXCERPT.test(body)) excerpts += 1;
    else if (SEARCH.test(body)) bad += 1;
    else if (CODE.test(body) || PROSE.test(body)) bad += 0.6;
  });
  if (filled < 3) return 0;
  if (tabular(bodies) || areFigures(bodies)) return 0;
  const share = (good + frames * 0.3 + Math.min(excerpts, good * 8)) / filled;
  const net = share - (bad / filled) * 0.7;
  if (net >= 0.55) return frames > good * 1.2 ? 0.6 : 0.84;
  if (net >= 0.3) return frames > good * 1.2 ? 0.5 : 0.76;
  if (net > -0.15 && bodies.some((body) => REPORT.test(body))) return 0.72;
  if (net >= 0.15) return 0.6;
  if (net >= 0.06) return 0.35;
  return bad < filled * 0.1 && filled >= 12 && fromFewStatements(bare.filter(isFilled)) ? 0.25 : 0;
}

const isFilled = (line: LogLine): boolean => line.text.trim() !== '';

/** What closes an object, a list or a block. */
const CLOSING = /^\s*[\]})]+[,;]?$/;

/** Lines of several words that come in few shapes, and are no parts of elements or of objects printed over several lines. */
function fromFewStatements(lines: readonly LogLine[]): boolean {
  if (lines.filter(({ body }) => body.trimStart().startsWith('<')).length > lines.length * 0.5) return false;
  if (lines.filter(({ body }) => CLOSING.test(body)).length > lines.length * 0.05) return false;
  if (areRecords(lines)) return false;
  const words = lines.reduce((sum, { body }) => sum + body.split(' ', 8).length, 0);
  return (
    words >= lines.length * 3 &&
    new Set(lines.map(({ body }) => templateKey(body.slice(0, 120)))).size < lines.length * 0.4
  );
}

/** Lines with what belongs to them indented below, at the left edge or within: records, of which a line is nothing without its head. */
function areRecords(lines: readonly LogLine[]): boolean {
  const indents = lines.map(({ text }) => text.length - text.trimStart().length);
  const often = [...timesOf(indents)].filter(([, count]) => count > indents.length * FEW_AT_EDGE);
  return [0, ...often.map(([indent]) => indent)].some((edge) => {
    const heads = indents.filter((indent, i) => indent <= edge && (indents[i + 1] ?? 0) > edge).length;
    return (
      heads >= FEWEST_RECORDS && indents.filter((indent) => indent > edge).length >= lines.length * MOSTLY_INDENTED
    );
  });
}

function sample(lines: readonly string[]): string[] {
  const all =
    lines.length <= 260
      ? lines
      : [...lines.slice(0, 160), ...lines.slice(lines.length >> 1, (lines.length >> 1) + 50), ...lines.slice(-50)];
  return all.map((line) => withoutEscapes(line.length > 1000 ? line.slice(0, 1000) : line));
}

/** Rows of numbers, which say nothing without the heading that they stand under, whatever time is printed before them. */
function areFigures(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  const rows = filled.filter((line) => {
    const words = line.trim().split(/\s+/, 40);
    const numbers = words.filter((word) => /^[-+]?\d[\d.,]*%?$/.test(word)).length;
    return numbers >= FEWEST_FIGURES && numbers >= words.length * MOSTLY_FIGURES;
  });
  return rows.length > filled.length * 0.4;
}

/** The same delimiter equally often in nearly all lines. */
function tabular(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line !== '').slice(0, 60);
  return [',', '\t', ';'].some((mark) => {
    const counts = filled.map((line) => line.split(mark).length - 1);
    const usual = counts[1] ?? 0;
    return usual >= 2 && counts.filter((count) => count === usual).length >= filled.length * 0.9;
  });
}

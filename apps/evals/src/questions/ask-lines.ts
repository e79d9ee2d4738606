import type { Question } from './question.js';
import { saysCount, tokenPositions } from './whole-token.js';

const ERROR_LINE = /\b(?:ERROR|FATAL|CRITICAL)\b:?\s*(.+)$/;
const MOST_ERRORS = 8;

/** The end of a line, which says what happened; its start is a time that may be folded. */
const tail = (line: string) => line.trimEnd().slice(-32).trim();

/** Questions about a log: its errors one by one, how many lines have a level, its first and its last line. */
export function askLog(text: string): Question[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 50 || text.includes('\u001b')) return [];
  const errors = [...new Set(lines.flatMap((line) => ERROR_LINE.exec(line)?.[1] ?? []))];
  const said = (words: string) => (after: string) => after.includes(words);
  const questions: Question[] =
    errors.length > MOST_ERRORS
      ? []
      : errors.map((message) => ({
          type: 'error',
          ask: 'Which errors occurred?',
          expects: errors.map(tail),
          answeredBy: said(tail(message)),
        }));
  for (const level of ['ERROR', 'WARN', 'WARNING', 'INFO']) {
    const count = tokenPositions(text, level).length;
    if (count > 0 && count <= lines.length)
      questions.push({ type: 'count', ask: `How many lines are ${level}?`, answeredBy: saysCount(level, count) });
  }
  return [
    ...questions,
    { type: 'first', ask: 'What does the first line say?', answeredBy: said(tail(lines[0] ?? '')) },
    { type: 'last', ask: 'What does the last line say?', answeredBy: said(tail(lines.at(-1) ?? '')) },
  ];
}

const DEFINITION =
  /^[ \t]*(?:\d+[\t→ ]+)?(?:export |pub |public |async |static )*(?:function|class|interface|def|fn|func|struct|enum|trait)[ \t]+(?:\([^)]*\)[ \t]*)?([A-Za-z_]\w{3,})/;

/** Questions about source code: where a name is defined, as the line that defines it. */
export function askDefinitions(text: string): Question[] {
  const seen = new Map<string, string>();
  for (const line of text.split('\n')) {
    const name = DEFINITION.exec(line)?.[1];
    if (name && !seen.has(name)) seen.set(name, line.trim().replace(/^\d+[\t→ ]+/, ''));
  }
  return [...seen].slice(0, 8).map(([name, line]) => ({
    type: 'definition',
    ask: `Where is ${name} defined?`,
    // Whoever quotes a line may leave out what opens a block.
    expects: [line.replace(/[ \t]*[{:]$/, '')],
    answeredBy: (after) => after.includes(line),
  }));
}

/** Questions about a list of paths: is a file there, by its name. */
export function askPaths(text: string): Question[] {
  const names = text.match(/[\w.-]+\.[a-z]{1,4}$/gm) ?? [];
  const single = [...new Set(names)].filter((name) => name.length > 5 && tokenPositions(text, name).length === 1);
  return [0.15, 0.4, 0.65, 0.9].flatMap((share) => {
    const name = single[Math.floor(single.length * share)];
    if (name === undefined) return [];
    return [{ type: 'lookup', ask: `Where is ${name}?`, answeredBy: (after: string) => after.includes(name) } as const];
  });
}

import { finalState, withoutEscapes } from '../../reading/terminal-text.js';

/** One line of a log as a reader sees it. */
export interface LogLine {
  /** Without colours, and in its last state where carriage returns rewrote it. */
  readonly text: string;
  /** The text after what every record starts with: container name, time, `==pid==`. */
  readonly body: string;
  /** It starts with a time or another record mark. */
  readonly stamped: boolean;
  /** Leading white space of the body. */
  readonly indent: number;
}

const CONTAINER = /^[\w.-]{1,40} +\| /;
const STAMP =
  /^(?:\d{1,7} +(?=\d\d:\d\d:\d\d[.,]))?(?:==\d+==|[[(<]?(?:\d{4}[-/.]\d\d[-/.]\d\d[T _]\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?|\d\d[-/](?:\d\d|[A-Z][a-z]{2})[-/]\d{2,4}[ :]\d\d:\d\d:\d\d(?:[.,]\d+)?|\d\d-\d\d \d\d:\d\d:\d\d\.\d+|\d{8}[-T ]\d\d:\d\d:\d\d(?:[.,]\d+)?|(?:[A-Z][a-z]{2},? )?[A-Z][a-z]{2} [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?:[.,]\d+)?(?: \d{4})?|\d\d:\d\d:\d\d(?:[.,]\d+)?| *\d{1,7}\.\d{3,6}\]|\d+(?:\.\d+)?s\]\[?)[\])>]?|\d+:[A-Z] \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d(?:\.\d+)?|[IWEF]\d{4} \d\d:\d\d:\d\d(?:\.\d+)?|#\d+ \d+\.\d{1,4}|\d{9,13}(?:\.\d+)?(?= ))(?= |$|[:|,\][-])/;

function bodyStart(text: string): { start: number; stamped: boolean } {
  let start = 0;
  const first = text.charCodeAt(0);
  if (text.includes(' | ')) start = CONTAINER.exec(text)?.[0].length ?? 0;
  const rest = start === 0 ? text : text.slice(start);
  if (start === 0 && !mayBeStamp(first)) return { start: 0, stamped: false };
  const stamp = STAMP.exec(rest);
  if (!stamp) return { start, stamped: false };
  start += stamp[0].length;
  if (text.charCodeAt(start) === 32) start += 1;
  return { start, stamped: true };
}

/** A digit, a bracket, `=`, a capital letter. */
function mayBeStamp(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    code === 91 ||
    code === 40 ||
    code === 35 ||
    code === 60 ||
    code === 61 ||
    (code >= 65 && code <= 90)
  );
}

/** Reads one line. */
export function readLine(raw: string): LogLine {
  const text = finalState(withoutEscapes(raw)).trimEnd();
  const { start, stamped } = bodyStart(text);
  const body = start === 0 ? text : text.slice(start);
  let indent = 0;
  while (body.charCodeAt(indent) === 32 || body.charCodeAt(indent) === 9) indent += 1;
  return { text, body, stamped, indent };
}

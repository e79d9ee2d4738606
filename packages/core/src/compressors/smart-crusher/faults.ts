import type { JsonValue } from '../../model/content.js';
import type { Field } from './field.js';

const BAD_WORD =
  /^(?:error|errors|errored|err|fatal|critical|crit|alert|emerg|emergency|severe|panic|fail|failed|failing|failure|crash|crashed|exception|timeout|timed[ _-]?out|denied|rejected|refused|unhealthy|unreachable|aborted|broken|down|dead|lost|degraded|notready|oomkilled|evicted|unknown ?error|not ok|x|blocker|high)$/i;
const BAD_ENDING =
  /(?:Error|Exception|BackOff|OOMKilled|Failure|Failed|FAILED|ERROR|_error|_failed|_failure|-failed|Unhealthy|Unreachable)$/;
const STRONG_TEXT =
  /\b(?:ERROR|FATAL|PANIC|CRITICAL|Traceback|[A-Z]\w*(?:Error|Exception)\b|panicked|segfault|[Ff]ailed to|[Uu]nreachable|[Oo]ut of memory|ECONN[A-Z]+|ETIMEDOUT|ENOENT|EACCES|ENOTFOUND|(?:level|severity)\\?"?[:=] ?\\?"?(?:error|fatal|critical))/;
const FAULT_NAME =
  /^(?:errors?|err|exceptions?|failures?|fault|faults|failure_?messages?|failure_?details|stack_?trace|traceback|last_?error|error_?(?:message|msg|code|detail|details|type|reason)|crash|panic)$/i;
const CODE_NAME = /^(?:exit_?code|return_?code|returncode|exit_?status|rc|signal)$/i;
const COUNT_NAME =
  /(?:^|_)(?:errors?|failures?|failed|fatal|crashes|vulnerabilities)(?:_?count|_?total)?$|^(?:error|failure|failed|fatal\w*)Count$|^num(?:Failed|Failing)\w*$/i;
const STATUS_NAME = /(?:^|_|\.)(?:status|status_?code|http_?status|code|response_?code)$|Status(?:Code)?$/i;
const GOOD_NAME = /^(?:ok|success|successful|succeeded|passed|pass|healthy|ready|valid|up|available|reachable)$/i;
const BAD_NAME =
  /^(?:failed|failure|is_?error|has_?error|error|crashed|is_?anomaly|anomaly|timed_?out|oom_?killed|dead|expired|broken)$/i;

/**
 * How strongly a column says that a row is at fault: 2 by its structure (status, level, exit code, a filled error field),
 * 1 by words in a text, 0 for none. Values decide, not names: `error: null`, `failed: 0`, `errors: []` are clean.
 */
export function faultsOf({ column, known }: Field): Uint8Array | undefined {
  if (column.nested) return undefined;
  const judge = judgeFor(column.path.at(-1) ?? '', known.numbers);
  let found: Uint8Array | undefined;
  column.cells.forEach((cell, row) => {
    if (!cell || cell.type === 'null') return;
    const fault = judge(cell);
    if (fault === 0) return;
    found ??= new Uint8Array(column.cells.length);
    found[row] = fault;
  });
  return found;
}

function judgeFor(name: string, numbers: Float64Array | undefined): (cell: JsonValue) => number {
  const isFaultName = FAULT_NAME.test(name);
  const judgeNumber = judgeNumberFor(name);
  const isSeverity = /^severity$/i.test(name) && numbers?.every((n) => Number.isNaN(n) || (n >= 0 && n <= 2));
  return (cell) => {
    switch (cell.type) {
      case 'boolean':
        return cell.value ? (BAD_NAME.test(name) ? 2 : 0) : GOOD_NAME.test(name) ? 2 : 0;
      case 'number':
        return isSeverity ? (Number(cell.source) === 2 ? 2 : 0) : judgeNumber(Number(cell.source));
      case 'string':
        return judgeText(cell.value, isFaultName);
      case 'array':
        return isFaultName && cell.items.length > 0 ? 2 : 0;
      case 'object':
        return isFaultName && cell.entries.length > 0 ? 2 : 0;
      default:
        return 0;
    }
  };
}

function judgeNumberFor(name: string): (value: number) => number {
  if (CODE_NAME.test(name)) return (value) => (value !== 0 ? 2 : 0);
  if (COUNT_NAME.test(name)) return (value) => (value > 0 ? 2 : 0);
  if (!STATUS_NAME.test(name)) return () => 0;
  return (value) => (value >= 500 && value < 600 ? 2 : value >= 400 && value < 500 ? 1 : 0);
}

function judgeText(text: string, isFaultName: boolean): number {
  if (text.length <= 40 && (BAD_WORD.test(text) || (!text.includes('/') && BAD_ENDING.test(text)))) return 2;
  if (isFaultName) return text === '' || /^(?:none|null|ok|no|false|0|-|n\/a)$/i.test(text) ? 0 : 2;
  if (text.startsWith('/') || (text.includes('/') && !text.includes(' '))) return 0;
  return STRONG_TEXT.test(text.length > 2000 ? text.slice(0, 2000) : text) ? 1 : 0;
}

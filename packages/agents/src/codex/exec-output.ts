import { inputOf } from '../replay/actions.js';
import { fieldsOf, textOf } from '../sessions/fields.js';

/** What a command printed, and how it ended, in what Codex tells the model of it. */
export interface ExecOutput {
  /** Undefined where Codex says nothing around it. */
  readonly output?: string;
  readonly exitCode?: number;
}

/** Lines that Codex writes above an output, each call with a chunk and a time of its own. */
const HEADER =
  /^(?:(?:Chunk ID|Wall time|Process exited with code|Process running|Exit code|Original token count|Script (?:completed|failed|running)|Total output lines|Warning: truncated)\b.*\n){1,8}Output:(?:\n|$)/;
const CODE = /^(?:Process exited with code|Exit code:) (-?\d{1,10})$/m;
/** A header is no longer than this. */
const LONGEST_HEADER = 600;

/** Takes what Codex says around an output from it: a header of lines, or (earlier) JSON with the output and its exit code. */
export function execOutput(text: string): ExecOutput {
  if (text.startsWith('{"')) return inJson(text);
  const header = HEADER.exec(text.slice(0, LONGEST_HEADER))?.[0];
  if (header === undefined) return {};
  const code = CODE.exec(header)?.[1];
  const rest = text.slice(header.length);
  // A script that gives back a command's result writes it out as JSON.
  const inner = header.startsWith('Script') && rest.startsWith('{"') ? inJson(rest).output : undefined;
  return { output: inner ?? rest, ...(code === undefined ? {} : { exitCode: Number(code) }) };
}

function inJson(text: string): ExecOutput {
  const told = fieldsOf(inputOf(text));
  const output = textOf(told.output);
  const code = fieldsOf(told.metadata).exit_code;
  return {
    ...(output === undefined ? {} : { output }),
    ...(typeof code === 'number' ? { exitCode: code } : {}),
  };
}

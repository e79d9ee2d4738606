/** What a command printed, and how it ended, in what Gemini CLI tells the model of it. */
export interface ShellOutput {
  readonly output: string;
  readonly exitCode?: number;
}

const FRAME = /^<untrusted_context>\n|\n<\/untrusted_context>\s{0,9}$/g;
const STARTS = /^(?:Command: [^\n]*\n(?:[^\n]*\n){0,60}?Directory: [^\n]*\n)?(?:Output|Stdout): /;
/** Lines below an output: how it ended, and the number of its process, another each time. */
const BELOW = /^(?:Error: \(none\)|(?:Exit Code|Signal|Background PIDs|Process Group PGID): .*)$/;

/**
 * Takes what Gemini CLI says around an output from it: a frame, the exit code and the process group, in earlier versions also the
 * command. Undefined for what is no output of its shell.
 */
export function shellOutput(text: string): ShellOutput | undefined {
  const inside = text.replace(FRAME, '');
  const start = STARTS.exec(inside.slice(0, 8000))?.[0];
  if (start === undefined) return undefined;
  let end = inside.length;
  let code: string | undefined;
  for (;;) {
    const from = inside.lastIndexOf('\n', end - 1) + 1;
    const line = inside.slice(from, end);
    if (from <= start.length || !BELOW.test(line)) break;
    code = /^Exit Code: (\d{1,3})$/.exec(line)?.[1] ?? code;
    end = from - 1;
  }
  const isTwo = start.endsWith('Stdout: ');
  const said = inside.slice(start.length, end);
  const output = isTwo ? joined(said) : said;
  return { output: output === '(empty)' ? '' : output, ...(code === undefined ? {} : { exitCode: Number(code) }) };
}

/** What went to both streams, as one text. */
function joined(said: string): string {
  const at = said.indexOf('\nStderr: ');
  const streams = at < 0 ? [said] : [said.slice(0, at), said.slice(at + '\nStderr: '.length)];
  return streams.filter((stream) => stream !== '(empty)').join('\n');
}

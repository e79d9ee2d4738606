import { isFields } from '../fields.js';
import { GEMINI_RETRIEVE_TOOL } from './names.js';

/** What of a tool's output may be shortened, and what stands around it. */
export interface GeminiOutput {
  readonly text: string;
  /** The whole output with another text in that place, as the retrieve tool would have to give it. */
  write(text: string): string;
}

/** Tools of Gemini CLI whose output is something that was found, read or printed. */
const KNOWN: ReadonlySet<string> = new Set(
  'run_shell_command read_file read_many_files list_directory glob grep_search search_file_content web_fetch google_web_search read_background_output invoke_agent'.split(
    ' ',
  ),
);

/** The client puts this around what a shell or a server says, and so around our tool's answer too. */
const WRAPPED = /^<untrusted_context>\n([\s\S]*)\n<\/untrusted_context>$/;
/** What stands behind a shell's output. */
const AFTER_SHELL = /^(?:Error|Exit Code|Signal|Background PIDs|Process Group PGID|Command was automatically)/;
const BEFORE_SHELL = 'Output: ';

/** Finds the text of an output; undefined for failures, for tools and shapes that are not known, and for what is not text alone. */
export function readGeminiOutput(tool: string, response: unknown): GeminiOutput | undefined {
  if (tool === GEMINI_RETRIEVE_TOOL || !(KNOWN.has(tool) || tool.startsWith('mcp_'))) return undefined;
  if (!isFields(response) || (response.error !== undefined && response.error !== null)) return undefined;
  const said = textIn(response.llmContent);
  if (said === undefined) return undefined;
  const inner = WRAPPED.exec(said)?.[1] ?? said;
  if (tool !== 'run_shell_command') return inner === '' ? undefined : { text: inner, write: (text) => text };
  if (!inner.startsWith(BEFORE_SHELL)) return undefined;
  const after = afterShell(inner);
  const text = inner.slice(BEFORE_SHELL.length, inner.length - after.length);
  return text === '' ? undefined : { text, write: (short) => `${BEFORE_SHELL}${short}${after}` };
}

/** The last lines that the client adds, each with its break before it. */
function afterShell(text: string): string {
  let from = text.length;
  for (let end = from; from > 0 && text.length - end < 4000; end = from) {
    const start = text.lastIndexOf('\n', end - 1);
    if (start < 0 || !AFTER_SHELL.test(text.slice(start + 1, start + 40))) break;
    from = start;
  }
  return text.slice(from);
}

function textIn(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  const parts = Array.isArray(content) ? content : [content];
  const [part] = parts;
  return parts.length === 1 && isFields(part) && typeof part.text === 'string' && Object.keys(part).length === 1
    ? part.text
    : undefined;
}

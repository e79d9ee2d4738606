import { basename } from 'node:path/posix';
import type { CopilotEvent } from './hook-event.js';
import { COPILOT_RETRIEVE_TOOL } from './names.js';

/** What of a tool's output may be shortened, and what stands around it. */
export interface CopilotOutput {
  readonly text: string;
  /** Whether the client would have shown only a beginning of it. */
  readonly isWhole: boolean;
  write(text: string): string;
}

/** Tools of Copilot CLI whose output is something that was found, read or printed. Those of servers have a dash in their names. */
const KNOWN: ReadonlySet<string> = new Set(
  'bash read_bash powershell read_powershell view grep glob rg web_fetch web_search task read_agent'.split(' '),
);

/** What stands behind a shell's output. */
const AFTER_SHELL = /\n<shellId: \S+ completed with exit code -?\d+>$/;
const SAVED = /^Output too large to read at once \([^)\n]*\)\. Saved to: ([^\n]+)\n/;
const SAVED_NAME = /^\d+-copilot-tool-output-\d+-[0-9a-f-]{36}\.txt$/;

/** Finds the text of an output; undefined for tools that are not known. `whole` is what the file of {@link savedCopilotOutput} holds. */
export function readCopilotOutput({ tool, text }: CopilotEvent, whole?: string): CopilotOutput | undefined {
  if (tool === COPILOT_RETRIEVE_TOOL || !(KNOWN.has(tool) || tool.includes('-'))) return undefined;
  const after = AFTER_SHELL.exec(text.slice(-300))?.[0] ?? '';
  const shown = text.slice(0, text.length - after.length);
  if (whole !== undefined && isIn(whole, shown))
    return { text: whole, isWhole: true, write: (short) => `${short}${after}` };
  return SAVED.test(shown) ? undefined : { text: shown, isWhole: false, write: (short) => `${short}${after}` };
}

/** The file with the whole of an output of which the model would see a beginning; only one that the client itself has written. */
export function savedCopilotOutput({ text }: CopilotEvent): string | undefined {
  const path = SAVED.exec(text.slice(0, 2000))?.[1];
  return path?.startsWith('/') && SAVED_NAME.test(basename(path)) ? path : undefined;
}

/** The file is what was cut if it begins as the preview does, which stands behind a line that says so. */
function isIn(whole: string, shown: string): boolean {
  const preview = shown.slice(-200).trim();
  return preview !== '' && whole.includes(preview);
}

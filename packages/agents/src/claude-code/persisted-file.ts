import { dirname } from 'node:path/posix';
import { isFields } from '../fields.js';
import type { HookEvent } from './hook-event.js';

/** Where the whole of an output lies that the event carries only the start of, and how long it is there. */
export interface PersistedFile {
  readonly path: string;
  readonly bytes?: number;
  readonly characters?: number;
}

/**
 * The file with the whole of an output. For a shell it is a field of the event. For MCP it stands in words that a server could have
 * made up, to have some other file read to the model: it counts only in the folder where the client keeps results of this session.
 */
export function persistedFile(
  event: Pick<HookEvent, 'tool' | 'response' | 'transcriptPath'>,
): PersistedFile | undefined {
  const { tool, response, transcriptPath } = event;
  if (tool.startsWith('mcp__')) return typeof response === 'string' ? readNotice(response, transcriptPath) : undefined;
  if (tool !== 'Bash' || !isFields(response)) return undefined;
  const { persistedOutputPath: path, persistedOutputSize: bytes } = response;
  return typeof path === 'string' && path !== '' && typeof bytes === 'number' ? { path, bytes } : undefined;
}

const NOTICE =
  /^Error: result \(([\d,]+) characters[^)\n]*\) exceeds maximum allowed tokens\. Output has been saved to ([^\n]+)\.\nFormat: Plain text\n/;

function readNotice(notice: string, transcriptPath: string | undefined): PersistedFile | undefined {
  const [, characters, path] = NOTICE.exec(notice.slice(0, 2000)) ?? [];
  if (characters === undefined || path === undefined || !transcriptPath?.endsWith('.jsonl')) return undefined;
  const folder = `${transcriptPath.slice(0, -'.jsonl'.length)}/tool-results`;
  return dirname(path) === folder && !path.includes('..')
    ? { path, characters: Number(characters.replaceAll(',', '')) }
    : undefined;
}

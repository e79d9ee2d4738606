import { isUtf8 } from 'node:buffer';
import { constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import type { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';
import type { Engine } from '../engine.js';
import { allowedPath } from './allowed-path.js';
import { compressedResult, compressedShape, failure } from './compressed-text.js';
import { checkRules } from './limits.js';

/** What `headroom_read` may read. */
export interface ReadRules {
  readonly directories: readonly string[];
  /** Larger files are refused. Default 20 MB. */
  readonly maxBytes?: number;
}

/** Adds `headroom_read`: a file arrives shortened, without the model repeating a word of it. */
export function addReadTool(server: McpServer, engine: Engine, rules: ReadRules): void {
  const { directories, maxBytes = 20_000_000 } = rules;
  checkRules('read', directories, { maxBytes });
  server.registerTool(
    'headroom_read',
    {
      title: 'Read a file, shortened',
      description:
        `Reads a text file and returns it shortened to what your question needs. Allowed: files in ${directories.join(', ')}. ` +
        'Do not use it for a file that you are about to edit: read that one whole with your own tools.',
      inputSchema: {
        path: z.string().describe('The file, absolute or relative to the first allowed directory.'),
        query: z.string().optional().describe('What you want to find out; steers what is kept.'),
      },
      outputSchema: { ...compressedShape, path: z.string() },
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    },
    async ({ path, query }) => {
      const allowed = await allowedPath(path, directories);
      if (!allowed) return failure(`${path} is not a file in an allowed directory (${directories.join(', ')}).`);
      const text = await readText(allowed, maxBytes);
      if ('problem' in text) return failure(`${path} ${text.problem}`);
      return compressedResult(
        engine,
        text.text,
        { tool: 'Read', input: { file_path: allowed }, query },
        { path: allowed },
      );
    },
  );
}

/** For what may wait for somebody else when it is opened, and for links that take a file's place meanwhile. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);

/** Reads through one handle, so that the file checked is the file read. */
async function readText(path: string, maxBytes: number): Promise<{ text: string } | { problem: string }> {
  // Before it is opened, too: opening a device can do things.
  const known = await stat(path).catch(() => undefined);
  if (known && !known.isFile()) return { problem: 'is not a file.' };
  const file = await open(path, READ_FLAGS).catch(() => undefined);
  if (!file) return { problem: 'cannot be read.' };
  try {
    const found = await file.stat();
    if (!found.isFile()) return { problem: 'is not a file.' };
    if (found.size > maxBytes) return { problem: `has ${found.size} bytes; at most ${maxBytes} are read.` };
    const bytes = await readUpTo(file, maxBytes);
    if (!bytes) return { problem: `has more than ${maxBytes} bytes; at most those are read.` };
    if (!isUtf8(bytes) || bytes.includes(0)) return { problem: 'is not a text in UTF-8.' };
    return { text: bytes.toString('utf8') };
  } catch {
    return { problem: 'cannot be read.' };
  } finally {
    await file.close();
  }
}

/** All of a file; undefined where there is more than it said, as with files that grow or that the system makes up. */
async function readUpTo(file: FileHandle, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  while (size <= maxBytes) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(65_536));
    if (bytesRead === 0) return Buffer.concat(chunks);
    chunks.push(buffer.subarray(0, bytesRead));
    size += bytesRead;
  }
  return undefined;
}

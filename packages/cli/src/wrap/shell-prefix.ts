import { chmodSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quoted } from '../hook/command.js';
import { makeFolder } from '../service/state.js';

/** Output of a command that still runs is passed on after so many seconds, so that one in the background can be watched. */
const HOLD_SECONDS = 30;

/**
 * Writes the program that Claude Code puts before every command line (`CLAUDE_CODE_SHELL_PREFIX`, one path of one word), and says
 * where. Only lines around a model's own command go through `headroom run`; hooks and MCP servers, which start by the same way,
 * are begun as they are.
 */
export function shellPrefix(folder: string, program: string): string {
  makeFolder(folder);
  const path = join(folder, 'shell');
  const beside = `${path}.${process.pid}`;
  writeFileSync(beside, scriptFor(process.execPath, program), { mode: 0o700 });
  chmodSync(beside, 0o700);
  renameSync(beside, path);
  return path;
}

function scriptFor(node: string, program: string): string {
  return `#!/bin/sh
case "$SHELL" in *bash | *zsh) shell=$SHELL ;; *) shell=bash ;; esac
case "$1" in
  *"pwd -P >|"*) [ -e ${quoted(program)} ] && exec ${quoted(node)} ${quoted(program)} run --only-failed --hold ${HOLD_SECONDS} -- "$shell" -c "$1" ;;
esac
exec "$shell" -c "$1"
`;
}

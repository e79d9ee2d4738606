import { elideRuns } from './elide-run.js';
import type { Part } from './read-diff.js';
import { trimHunk } from './trim-hunk.js';
import type { WeighedFile, WeighedHunk } from './weigh-hunks.js';

export interface PrintOptions {
  readonly kept: ReadonlySet<WeighedHunk>;
  readonly context: number;
  /** Runs of more one-sided lines than this are shortened. */
  readonly longestRun: number;
  readonly wanted: (line: string) => boolean;
  /** How well lines fit the question, 0 to 1. */
  readonly rank: (lines: readonly string[]) => ArrayLike<number>;
}
export interface Printed {
  readonly lines: readonly string[];
  /** Changed lines elided inside kept hunks. */
  readonly elided: number;
}

/** Writes the parts in their order: kept hunks trimmed, everything else told in a line with its counts. */
export function printDiff(parts: readonly Part[], files: readonly WeighedFile[], options: PrintOptions): Printed {
  const lines: string[] = [];
  let elided = 0;
  let next = 0;
  for (const part of parts) {
    if (part.kind === 'prose') {
      for (const line of part.lines) lines.push(line);
      continue;
    }
    const file = files[next++]!;
    const missing = file.hunks.filter((hunk) => !options.kept.has(hunk));
    if (file.hunks.length > 0 && missing.length === file.hunks.length) {
      lines.push(`[${describeFile(file)}]`);
      continue;
    }
    for (const line of part.header) if (!/^index [0-9a-z.,]{3,200}(?: \d{6})?\r?$/i.test(line)) lines.push(line);
    for (const hunk of file.hunks) {
      if (!options.kept.has(hunk)) continue;
      const trimmed = elideRuns(
        trimHunk(hunk.hunk, options),
        file.named ? options.longestRun * 3 : options.longestRun,
        options.rank,
      );
      for (const line of trimmed.lines) lines.push(line);
      elided += trimmed.left;
    }
    if (missing.length > 0) lines.push(`[${describeMissing(missing)}]`);
  }
  return { lines, elided };
}

/** `package-lock.json: +1203 -998 in 14 hunks left out`, with what its header says beyond the name. */
function describeFile(file: WeighedFile): string {
  const facts = file.file.header.flatMap((raw) => {
    const line = raw.trimEnd();
    if (line.startsWith('new file')) return ['new file'];
    if (line.startsWith('deleted file')) return ['deleted'];
    if (line.startsWith('rename from ')) return [`renamed from ${line.slice(12)}`];
    if (line.startsWith('copy from ')) return [`copied from ${line.slice(10)}`];
    return /^(?:old|new) mode /.test(line) ? [line] : [];
  });
  const trivial = file.hunks.every((hunk) => hunk.trivial === 'whitespace') ? ['white space only'] : [];
  const said = [...facts, ...trivial];
  const hunks = file.hunks.length === 1 ? '1 hunk' : `${file.hunks.length} hunks`;
  return `${file.file.path}${said.length > 0 ? ` (${said.join(', ')})` : ''}: +${file.added} -${file.removed} in ${hunks} left out`;
}

function describeMissing(missing: readonly WeighedHunk[]): string {
  const added = missing.reduce((sum, hunk) => sum + hunk.added, 0);
  const removed = missing.reduce((sum, hunk) => sum + hunk.removed, 0);
  const groups = (['whitespace', 'repeated', undefined] as const)
    .map((trivial) => [trivial, missing.filter((hunk) => hunk.trivial === trivial)] as const)
    .filter(([, hunks]) => hunks.length > 0)
    .map(([trivial, hunks]) => {
      const at = hunks
        .slice(0, 12)
        .map((hunk) => hunk.hunk.range?.starts.at(-1) ?? '?')
        .join(', ');
      const what =
        trivial === 'whitespace' ? 'white space only, ' : trivial === 'repeated' ? 'same change as above, ' : '';
      return `${what}at ${hunks.length === 1 ? 'line' : 'lines'} ${at}${hunks.length > 12 ? ', …' : ''}`;
    });
  return `${missing.length} more ${missing.length === 1 ? 'hunk' : 'hunks'} left out, +${added} -${removed}: ${groups.join('; ')}`;
}

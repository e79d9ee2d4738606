import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inRepo } from '../repo.js';

const ROOT = inRepo('').replace(/\/$/, '');
const SCRATCH = inRepo('.scratch/recorded');
const COLOURS = /\u001b\[[0-9;]*m/g;

/** This repository as an agent sees it. Edits are kept in memory; nothing on disk changes but a scratch folder. */
export class Workspace {
  readonly #edited = new Map<string, string>();

  text(path: string): string {
    return this.#edited.get(path) ?? readFileSync(inRepo(path), 'utf8');
  }

  put(path: string, text: string): void {
    this.#edited.set(path, text);
  }

  /** A file with the numbers of its lines before an arrow, or a part of it. */
  view(path: string, offset = 1, limit = 2000): string {
    const lines = this.text(path).trimEnd().split('\n');
    const shown = lines.slice(offset - 1, offset - 1 + limit);
    return shown.map((line, i) => `${String(offset + i).padStart(6)}→${line}`).join('\n');
  }

  /** Replaces a text that stands once in a file and shows the lines around it. */
  edit(path: string, old: string, text: string): string {
    const before = this.text(path);
    if (before.split(old).length !== 2) throw new Error(`Not once in ${path}: ${old}`);
    this.#edited.set(
      path,
      before.replace(old, () => text),
    );
    const line = before.slice(0, before.indexOf(old)).split('\n').length;
    const around = this.view(path, Math.max(1, line - 3), text.split('\n').length + 6);
    return `The file ${path} has been updated. Here is the result of running \`cat -n\` on a snippet of it:\n${around}`;
  }

  /** What a command prints at the root of the repository, which it calls /repo. */
  run(command: string, cwd = ROOT): string {
    const { stdout, stderr } = spawnSync('bash', ['-c', command], { cwd, encoding: 'utf8', maxBuffer: 1e8 });
    const printed = `${stdout}${stderr}`.replace(COLOURS, '').trimEnd();
    return printed.replaceAll(SCRATCH, '/repo').replaceAll(ROOT, '/repo');
  }

  /** The tests of some files, edits included, run in a folder of their own. */
  test(paths: readonly string[]): string {
    rmSync(SCRATCH, { recursive: true, force: true });
    for (const path of paths) {
      mkdirSync(dirname(`${SCRATCH}/${path}`), { recursive: true });
      writeFileSync(`${SCRATCH}/${path}`, this.text(path));
    }
    const printed = this.run('npx vitest run --root . --reporter=verbose --no-color', SCRATCH);
    rmSync(SCRATCH, { recursive: true, force: true });
    return printed;
  }
}

import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A folder that an agent finds by itself, and that is there for as long as sessions run: the last of them takes it away, or, where that
 * one was killed, the next to start.
 */
export class SessionFolder {
  constructor(
    private readonly path: string,
    /** Where it is noted which sessions need it. */
    private readonly holders: string,
  ) {}

  /** Writes it anew, for this process, so that only the user can read it. */
  take(files: Readonly<Record<string, string>>): void {
    mkdirSync(this.holders, { recursive: true, mode: 0o700 });
    writeFileSync(join(this.holders, String(process.pid)), '');
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.path, name);
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
      writeFileSync(file, text, { mode: 0o600 });
    }
  }

  /** Gives up this process's hold, and takes the folder away where nobody holds it. Never throws. */
  leave(): void {
    try {
      rmSync(join(this.holders, String(process.pid)), { force: true });
      this.sweep();
    } catch {
      // The next session tries again.
    }
  }

  /** Takes the folder away where all sessions that needed it are gone. */
  sweep(): void {
    for (const name of namesIn(this.holders))
      if (!isAlive(Number(name))) rmSync(join(this.holders, name), { force: true });
    if (namesIn(this.holders).length > 0) return;
    rmSync(this.path, { recursive: true, force: true });
    for (const folder of [dirname(this.path), this.holders]) removeEmpty(folder);
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => /^\d+$/.test(name));
  } catch {
    return [];
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function removeEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else's things are in it, or it is not there.
  }
}

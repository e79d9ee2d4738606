import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAs } from '../../../agents/src/sessions/written-as.fixture.js';
import { type Learned, type LearnOptions, learn } from '../learn.js';
import { missing, read, run, type Step, scriptOf } from './step.fixture.js';

const base = mkdtempSync(join(tmpdir(), 'learn-'));
let homes = 0;

/** Takes away what the users of a test had. */
export const forgetUsers = (): void => rmSync(base, { recursive: true, force: true });

/** When the nth session of a user begins. */
export const beginOf = (n: number): number => Date.parse('2026-11-01T10:00:00Z') + n * 3_600_000;

/** A user of Claude Code with one project, or more. */
export class User {
  readonly home = join(base, `home-${homes++}`);
  readonly root = this.project('shop');
  #sessions = 0;

  project(name: string): string {
    const root = join(this.home, 'code', name);
    mkdirSync(join(root, '.git'), { recursive: true });
    return root;
  }

  session(
    steps: readonly Step[],
    root = this.root,
    agent: 'claude-code' | 'codex' | 'gemini-cli' = 'claude-code',
  ): void {
    const n = this.#sessions++;
    writeAs(agent, this.home, [scriptOf(agent, `s${n}`, root, beginOf(n), steps)]);
  }

  learn(options: Partial<LearnOptions> = {}): Promise<Learned> {
    return learn({ home: this.home, state: join(this.home, '.headroom'), ...options });
  }

  async rules(options: Partial<LearnOptions> = {}): Promise<string[]> {
    return (await this.learn(options)).projects.flatMap(({ rules }) => rules.map(({ text }) => text));
  }

  text(name = 'CLAUDE.local.md'): string {
    return readFileSync(join(this.root, name), 'utf8');
  }
}

/** A name that is not there, and the one that is. */
export const slip: readonly Step[] = [
  run('npm run tset', 'npm error Missing script: "tset"', 1),
  run('npm run test', 'ok'),
];
export const moved = (wrong: string, right: string): readonly Step[] => [missing(wrong), read(right)];

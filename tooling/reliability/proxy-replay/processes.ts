import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Ports } from './replayed-session.js';

/** The program of a process that proxies. */
export const PROGRAM = fileURLToPath(new URL('server.ts', import.meta.url));

/** What a process is told. */
export interface ProcessOptions {
  readonly url?: string;
  readonly ports?: readonly number[];
  readonly upstream: string;
  readonly storeMs?: number;
}

export interface Use {
  readonly cpuMs: number;
  readonly rss: number;
  readonly inUse: number;
  readonly warnings: Readonly<Record<string, number>>;
}

/** A process of its own with proxies in it. */
export class ProxyProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly ports: Ports,
  ) {}

  static async start(options: ProcessOptions, program = PROGRAM): Promise<ProxyProcess> {
    const child = fork(program, [JSON.stringify(options)], {
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      execArgv: ['--import', 'tsx', '--expose-gc'],
    });
    const first = await Promise.race([once(child, 'message'), once(child, 'exit')]);
    const [told] = first as [{ ports: Ports } | number];
    if (typeof told !== 'object' || told === null) throw new Error(`A process of the replay ended with ${told}`);
    return new ProxyProcess(child, told.ports);
  }

  async use(): Promise<Use> {
    this.child.send('use');
    return ((await once(this.child, 'message')) as [Use])[0];
  }

  /** Asks it to leave when what is under way is over, and waits for that. */
  async leave(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await gone;
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { leaveAs } from '../leave-as.js';
import { startWithSignals } from '../start-with-signals.js';

/** What is done when the program has started, and when it has ended. */
export interface LaunchEvents {
  readonly onStart?: (() => void) | undefined;
  /** Called before we end, also where nothing could be started. */
  readonly onEnd?: (() => void) | undefined;
}

/**
 * Runs a program in the place of this one: its terminal, its input and its signals are ours, and we end as it ends. Never returns
 * where it could be started; false where there is no such program that may be.
 */
export async function launch(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  { onStart = () => undefined, onEnd = () => undefined }: LaunchEvents = {},
): Promise<false> {
  const child = startWithSignals(() => spawn(name, args, { stdio: 'inherit', env }));
  child.once('spawn', onStart);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    onEnd();
    leaveAs(code, signal);
    return await new Promise(() => undefined);
  } catch (error) {
    onEnd();
    // Not allowed is also what is said where a folder of the path may not be looked into, and no other has the program.
    if (['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw error;
  }
}

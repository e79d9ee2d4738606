import type { ChildProcess } from 'node:child_process';

/** What is sent to us alone, and belongs to the program that runs in our place. */
const SENT = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGCONT'] as const;

/** What a terminal sends reaches the program by itself. */
const TYPED = ['SIGINT', 'SIGQUIT'] as const;

/**
 * Starts a program that gets the signals that come to us. They are listened for before it starts: one that comes a moment after it
 * did would otherwise end us alone, and leave it behind.
 */
export function startWithSignals<Child extends ChildProcess>(
  start: () => Child,
  onSignal: (signal: NodeJS.Signals) => void = () => undefined,
): Child {
  let child: Child | undefined;
  for (const signal of [...SENT, ...TYPED])
    process.on(signal, () => {
      onSignal(signal);
      if ((SENT as readonly NodeJS.Signals[]).includes(signal)) child?.kill(signal);
    });
  child = start();
  return child;
}

import { run, type Step } from './step.fixture.js';

/** What has to stand in one rule, and what happens. */
export type Lesson = readonly [says: readonly string[], steps: readonly Step[]];
/** What looks like a lesson and is none. */
export type Trap = readonly [name: string, steps: readonly Step[]];
/** What a user says that is a rule, with what has to stand in it. */
export type Wish = readonly [message: string, says: readonly string[]];

export const ok = (command: string, says = 'done'): Step => run(command, says);
export const refuse = (command: string): Step => ({ do: 'refuse', command });
export const write = (path: string): Step => ({ do: 'write', path });
export const back: Step = ok('cd - > /dev/null; pwd');

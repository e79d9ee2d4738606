import { createHeadroom } from '@headroom/core';
import { startOnce } from '../cold/cold.js';
import { FIRST_TEXTS } from '../cold/texts.js';
import { compressOnce, limitsOf, MODEL } from '../measure.js';
import { chance } from '../random.js';
import { SCENARIOS } from '../scenarios.js';
import { agentic, agentTurn } from '../shapes/conversation.js';
import { spent } from '../spent.js';
import { type Budgeted, cpuOf } from './budget.js';

const WATCHED = [
  'search results (1000)',
  'JSON log (1000)',
  'plain log, lines (5000)',
  'Python, lines (1000)',
  'prose, tokens (20000)',
  'agent session, turns (25)',
];

/** A scenario against counting its tokens by the published encoder. */
const scenarios = SCENARIOS.filter(({ name }) => WATCHED.includes(name)).map(
  ({ name, make }): Budgeted => ({
    name: `${name} against the published limit`,
    async measure(seed) {
      const messages = make(seed);
      const against = limitsOf(messages).published.cpu;
      return { ours: (await compressOnce(messages)).took.cpu, against };
    },
  }),
);

/** Ten more turns of a conversation, one by one, against the fifty before them. */
const nextTurns: Budgeted = {
  name: 'ten next turns against fifty from scratch',
  async measure(seed) {
    const from = chance(seed);
    const messages = agentic(50, 50, from);
    const engine = createHeadroom({ model: MODEL });
    const against = cpuOf(await spent(() => engine.compress([...messages])));
    let ours = 0;
    for (let turn = 50; turn < 60; turn++) {
      messages.push(...agentTurn(turn, 50, from));
      ours += cpuOf(await spent(() => engine.compress([...messages])));
    }
    return { ours, against };
  },
};

/** Importing the package, and the first text of a kind, against the start of Node in the same process. */
const coldStarts = ['import', 'log', 'JSON', 'Python', 'YAML'].map(
  (kind): Budgeted => ({
    isCold: true,
    name: kind === 'import' ? 'import against the start of Node' : `first text, ${kind}, against the start of Node`,
    async measure() {
      const { boot, imported, first } = startOnce(FIRST_TEXTS[kind] ?? 'a word', 'cold');
      return { ours: kind === 'import' ? imported.ran : first.ran, against: boot };
    },
  }),
);

export const BUDGETED: readonly Budgeted[] = [...scenarios, nextTurns, ...coldStarts];

import { random } from '../random.js';
import type { ToolSpec } from '../wire/chat.js';
import type { World } from './item.js';
import { shuffled } from './shuffled.js';

/** A task's text as one row of a long list that a tool returns: what was too short to compress becomes what agents meet. */
export interface Listed {
  /** `Q-07`: the row that is meant. */
  readonly id: string;
  readonly tool: ToolSpec;
  open(): World;
}

const ROWS = 24;

/** Puts a text among others like it, in an order of the seed's. The functions of the task itself end the conversation. */
export function listed(texts: readonly string[], chosen: string, name: string, seed: number): Listed {
  const others = shuffled(
    texts.filter((text) => text !== chosen),
    seed,
  ).slice(0, ROWS - 1);
  const at = Math.floor(random(seed)() * (others.length + 1));
  const all = [...others.slice(0, at), chosen, ...others.slice(at)];
  const idOf = (i: number) => `Q-${String(i + 1).padStart(2, '0')}`;
  const text = JSON.stringify(
    all.map((one, i) => ({ id: idOf(i), text: one })),
    undefined,
    2,
  );
  return {
    id: idOf(at),
    tool: {
      name,
      description: 'Returns the list, with the id and the text of each.',
      parameters: { type: 'object', properties: {} },
    },
    open: () => ({ call: (called) => (called === name ? text : undefined) }),
  };
}

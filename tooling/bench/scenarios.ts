import { type Chance, chance } from './random.js';
import { agentic, type Message, oneCall, rag } from './shapes/conversation.js';
import { api, flat, mixed, nested, numbers, records, rows, search, strings } from './shapes/json.js';
import { plainLog, prose, python } from './shapes/text.js';

/** A conversation of a shape and a size; a new one, with other strings, for every seed. */
export interface Scenario {
  readonly name: string;
  make(seed: number): Message[];
}

function json(title: string, shape: (size: number, from: Chance) => unknown, sizes: readonly number[]): Scenario[] {
  return sizes.map((size) => ({
    name: `${title} (${size})`,
    make: (seed) => oneCall(JSON.stringify(shape(size, chance(seed)))),
  }));
}

function text(title: string, shape: (size: number, from: Chance) => string, sizes: readonly number[]): Scenario[] {
  return sizes.map((size) => ({ name: `${title} (${size})`, make: (seed) => oneCall(shape(size, chance(seed))) }));
}

/** The shapes of the recorded scenarios, with texts of our own. */
export const SCENARIOS: readonly Scenario[] = [
  ...json('search results', search, [100, 500, 1000, 5000]),
  ...json('API responses', api, [500]),
  ...json('database rows', rows, [1000, 7000]),
  ...json('string array', strings, [100, 500, 1000]),
  ...json('number array', numbers, [200, 1000]),
  ...json('mixed array', mixed, [250]),
  ...json('flat object', flat, [100]),
  ...json('nested object', nested, [600]),
  ...json('JSON log', records, [100, 500, 1000, 5000]),
  ...text('plain log, lines', plainLog, [500, 5000]),
  ...text('Python, lines', python, [50, 200, 500, 1000]),
  ...text('prose, tokens', prose, [1000, 5000, 20_000, 50_000]),
  ...[10, 25, 50].map((turns) => ({
    name: `agent session, turns (${turns})`,
    make: (seed: number) => agentic(turns, 50, chance(seed)),
  })),
  { name: 'agent session, turns (100)', make: (seed) => agentic(100, 30, chance(seed)) },
  ...[5000, 50_000].map((tokens) => ({
    name: `RAG in user text, tokens (${tokens})`,
    make: (seed: number) => rag(tokens, chance(seed)),
  })),
];

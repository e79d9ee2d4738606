import type { ListedSession } from '../book/record.js';
import { agentName } from './words.js';

export type SortBy = 'session' | 'model' | 'requests' | 'saved' | 'cache' | 'money' | 'last';

const ORDER: Readonly<Record<SortBy, (one: ListedSession) => number | string>> = {
  session: ({ agent, session }) => `${agentName(agent)} ${session}`.toLowerCase(),
  model: ({ model }) => model,
  requests: ({ requests, outputs }) => requests || outputs,
  saved: ({ before, after }) => (before === 0 ? 0 : (before - after) / before),
  cache: ({ usage }) => usage.cacheRead / (usage.input + usage.cacheRead + usage.cacheWrite || 1),
  money: ({ money }) => money.paid,
  last: ({ last }) => last,
};

/** Those that have every word, in the order asked for. */
export function sorted(
  sessions: readonly ListedSession[],
  search: string,
  [by, way]: readonly [SortBy, 1 | -1],
): readonly ListedSession[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = sessions.filter(({ agent, session, model, tenant, changed }) => {
    const said =
      `${agent} ${agentName(agent)} ${session} ${model} ${tenant} ${changed > 0 ? 'changed' : ''}`.toLowerCase();
    return words.every((word) => said.includes(word));
  });
  const value = ORDER[by];
  return found.sort((a, b) => {
    const [one, two] = [value(a), value(b)];
    return way * (one < two ? -1 : one > two ? 1 : a.last - b.last);
  });
}

export interface Sum {
  readonly before: number;
  readonly after: number;
  readonly usage: ListedSession['usage'];
  readonly money: ListedSession['money'];
  readonly priced: number;
  readonly changed: number;
}

export function sumOf(sessions: readonly ListedSession[]): Sum {
  const total = (of: (one: ListedSession) => number) => sessions.reduce((sum, one) => sum + of(one), 0);
  return {
    before: total(({ before }) => before),
    after: total(({ after }) => after),
    usage: {
      input: total(({ usage }) => usage.input),
      cacheRead: total(({ usage }) => usage.cacheRead),
      cacheWrite: total(({ usage }) => usage.cacheWrite),
      output: total(({ usage }) => usage.output),
    },
    money: { paid: total(({ money }) => money.paid), without: total(({ money }) => money.without) },
    priced: total(({ priced }) => priced),
    changed: total(({ changed }) => changed),
  };
}

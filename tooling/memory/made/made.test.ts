import { createMemory, type Memory, type NewRecord, Scope, sqliteMemory } from '@headroom/memory';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MadeConversation, madeConversations } from './conversations.js';
import { chance } from './random.js';
import { plantedReplacements } from './replacements.js';

const conversations = madeConversations();

describe('300 questions over 60 made conversations', () => {
  let memory: Memory;
  beforeAll(async () => {
    memory = createMemory({ store: sqliteMemory({ path: ':memory:' }) });
    for (const conversation of conversations) await memory.rememberAll(recordsOf(conversation));
  }, 120_000);
  afterAll(() => memory.close());

  function recordsOf({ name, turns }: MadeConversation): NewRecord[] {
    return turns.map(({ id, session, speaker, text, saidAt }) => ({
      scope: Scope.user(name),
      kind: 'turn',
      text,
      saidAt,
      source: { conversation: session, message: id, speaker },
    }));
  }

  /** The share of questions whose evidence is all in the text. */
  async function share(budget: number): Promise<number> {
    let whole = 0;
    for (const { name, questions } of conversations) {
      for (const { question, evidence } of questions) {
        const { records, tokens } = await memory.recall({ scope: Scope.user(name), question, budget });
        expect(tokens).toBeLessThanOrEqual(budget);
        const had = new Set(records.map(({ record }) => record.source.message));
        if (evidence.every((id) => had.has(id))) whole++;
      }
    }
    return whole / 300;
  }

  it('are as many, and of many kinds', () => {
    const questions = conversations.flatMap((one) => one.questions);
    expect(questions).toHaveLength(300);
    expect(new Set(questions.map(({ question }) => question)).size).toBeGreaterThan(200);
    expect(questions.filter(({ kind }) => kind === 'several').length).toBeGreaterThan(20);
  });

  it('find their evidence within 256 and 512 tokens', async () => {
    const shares = [await share(256), await share(512)];
    expect(shares[0]).toBeGreaterThanOrEqual(LEAST[0]);
    expect(shares[1]).toBeGreaterThanOrEqual(LEAST[1]);
  });
});

/** What was measured, less one in a hundred. */
const LEAST = [0.74, 0.75] as const;

describe('500 planted replacements', () => {
  it('never come back as current, by any way', async () => {
    const memory = createMemory({ store: sqliteMemory({ path: ':memory:' }) });
    const scope = Scope.user('ann');
    const planted = plantedReplacements(500);
    const luck = chance(5);
    const olds: string[] = [];
    for (const { before, after, key } of planted) {
      const old = await memory.remember({ scope, text: before, ...(key && { key }) });
      if (key) await memory.remember({ scope, text: after, key });
      else if (luck.below(3) === 0) await memory.update(scope, old.id, { text: after });
      else await memory.supersede(scope, old.id, { text: after });
      olds.push(before);
    }
    const replaced = new Set(olds);
    const current = new Set(planted.map(({ after }) => after));
    let found = 0;
    for (const { question, after } of planted) {
      const { records, text } = await memory.recall({ scope, question, budget: 600 });
      for (const { record } of records) expect(replaced.has(record.text), record.text).toBe(false);
      for (const old of olds.slice(0, 50)) expect(text).not.toContain(old);
      if (records.some(({ record }) => record.text === after)) found++;
    }
    expect(found).toBeGreaterThanOrEqual(495);
    const listed = await memory.list({ scope, limit: 1000 });
    expect(new Set(listed.map(({ text }) => text))).toEqual(current);
    const lines: string[] = [];
    for await (const line of memory.export(scope)) lines.push(line);
    const other = createMemory({ store: sqliteMemory({ path: ':memory:' }) });
    await other.import(scope, lines);
    expect(new Set((await other.list({ scope, limit: 1000 })).map(({ text }) => text))).toEqual(current);
    await memory.close();
    await other.close();
  });
});

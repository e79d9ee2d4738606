import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Item, type TaskSource, verdict } from './item.js';
import { readArchive, readData } from './read-data.js';
import { shuffled } from './shuffled.js';
import { normalWords, wordF1 } from './squad-score.js';

interface Said {
  readonly speaker: string;
  readonly text: string;
}

interface Talk {
  readonly name: string;
  readonly text: string;
  readonly asked: readonly { readonly question: string; readonly answer?: unknown; readonly category: number }[];
}

type Raw = Readonly<Record<string, unknown>>;

/** Questions whose premise is wrong: nothing in the talk answers them. */
const ADVERSARIAL = 5;
const NONE = 'not mentioned';
const ENOUGH = 0.5;

function talkOf(raw: Raw, nth: number): Talk {
  const parts = (raw.conversation ?? raw) as Raw;
  const sessions: string[] = [];
  for (let i = 1; parts[`session_${i}_date_time`] !== undefined; i++) {
    const lines = (parts[`session_${i}`] ?? []) as readonly Said[];
    sessions.push(
      [
        `Session ${i}, ${String(parts[`session_${i}_date_time`])}`,
        ...lines.map(({ speaker, text }) => `${speaker}: ${text}`),
      ].join('\n'),
    );
  }
  return { name: String(raw.sample_id ?? nth), text: sessions.join('\n\n'), asked: raw.qa as Talk['asked'] };
}

function readTalks(data: string | undefined): Talk[] {
  const text = readData(data, ['locomo10.json']);
  if (text !== undefined) return (JSON.parse(text) as Raw[]).map(talkOf);
  const archive = data === undefined ? '' : join(data, 'locomo10.zip');
  return existsSync(archive) ? readArchive(archive).map((one, nth) => talkOf(JSON.parse(one) as Raw, nth)) : [];
}

export const locomo: TaskSource = {
  name: 'locomo',
  title:
    'Questions about talks over months (Maharana et al. 2024); F1 of words as score, solved from .5, without stemming',
  tier: 2,
  data: 'locomo10.json of snap-research/locomo, CC BY-NC 4.0: for research only',
  needs: 'locomo10.json or locomo10.zip in the folder of --data',
  items({ seed, count, data }) {
    const asked = readTalks(data).flatMap(({ name, text, asked }) =>
      asked.map((one, i) => ({ id: `${name}-${i}`, text, ...one })),
    );
    return shuffled(asked, seed)
      .slice(0, count)
      .map(({ id, text, question, answer, category }): Item => {
        const isAdversarial = category === ADVERSARIAL;
        const gold = String(answer ?? '');
        return {
          id: `locomo/${id}`,
          task: 'locomo',
          says: [
            `Call read_talk and answer with a short phrase, or with "${NONE}" where the talk does not say: ${question}`,
          ],
          tools: [
            {
              name: 'read_talk',
              description: 'All that two people wrote to each other.',
              parameters: { type: 'object', properties: {} },
            },
          ],
          open: () => ({ call: (name) => (name === 'read_talk' ? text : `There is no tool ${name}.`) }),
          check({ text: said }) {
            const isNone = normalWords(said).join(' ').includes(NONE);
            const score = isAdversarial ? Number(isNone) : wordF1(gold, said);
            return verdict(score >= ENOUGH, said, score);
          },
        };
      });
  },
};

import { type Item, type TaskSource, verdict } from './item.js';
import { listed } from './listed.js';
import { findData, nameOf } from './read-data.js';
import { shuffled } from './shuffled.js';
import { squadScore } from './squad-score.js';

interface Paragraph {
  readonly context: string;
  readonly qas: readonly {
    readonly id: string;
    readonly question: string;
    readonly answers: readonly { readonly text: string }[];
  }[];
}

interface File {
  readonly data: readonly { readonly paragraphs: readonly Paragraph[] }[];
}

const NONE = 'unanswerable';

/** Question and paragraph, a few of each paragraph, so that items do not all come from one. */
export const squad: TaskSource = {
  name: 'squad-v2',
  title:
    'Questions about a passage among others, some without an answer (Rajpurkar et al. 2018); exact match, F1 as score',
  tier: 1,
  data: 'dev-v2.0.json of SQuAD 2.0, CC BY-SA 4.0; else 60 questions of our own in its format',
  items({ seed, count, data }) {
    const { text, isOwn } = findData(data, ['dev-v2.0.json', 'squad-v2.json'], 'squad-v2.json');
    const task = nameOf('squad-v2', isOwn);
    const paragraphs = (JSON.parse(text) as File).data.flatMap((article) => article.paragraphs);
    const contexts = paragraphs.map(({ context }) => context);
    const asked = paragraphs.flatMap(({ context, qas }) => qas.map((qa) => ({ context, ...qa })));
    return shuffled(asked, seed)
      .slice(0, count)
      .map(({ context, id, question, answers }, nth): Item => {
        const { id: row, tool, open } = listed(contexts, context, 'read_passages', seed + nth);
        const golds = answers.map((answer) => answer.text);
        return {
          id: `${task}/${id}`,
          task,
          says: [
            `Call read_passages and answer from passage ${row} alone: with the shortest span of its words that answers, and nothing else, or with "${NONE}" where it does not say.\nQuestion: ${question}`,
          ],
          tools: [tool],
          open,
          check({ text: said }) {
            const answer = said.trim().replace(/^"|"$/g, '');
            const { exact, f1 } = squadScore(golds, new RegExp(`^${NONE}\\.?$`, 'i').test(answer) ? '' : answer);
            return verdict(exact, said, f1);
          },
        };
      });
  },
};

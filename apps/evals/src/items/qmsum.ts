import { type Item, type TaskSource, verdict } from './item.js';
import { jsonLines, readData } from './read-data.js';
import { rougeL } from './rouge.js';
import { shuffled } from './shuffled.js';

interface Meeting {
  readonly specific_query_list: readonly { readonly query: string; readonly answer: string }[];
  readonly meeting_transcripts: readonly { readonly speaker: string; readonly content: string }[];
}

/** A summary that shares this much with the recorded one counts as solved; the score itself is what is compared. */
const ENOUGH = 0.2;

export const qmsum: TaskSource = {
  name: 'qmsum',
  title: 'Questions about a whole meeting, answered by a summary (Zhong et al. 2021); ROUGE-L as score, solved from .2',
  tier: 2,
  data: 'qmsum-test.jsonl of Yale-LILY/QMSum, MIT',
  needs: 'qmsum-test.jsonl in the folder of --data',
  items({ seed, count, data }) {
    const meetings = jsonLines<Meeting>(readData(data, ['qmsum-test.jsonl']) ?? '');
    const asked = meetings.flatMap((meeting, i) =>
      meeting.specific_query_list.map((query, j) => ({ meeting, id: `${i}-${j}`, ...query })),
    );
    return shuffled(asked, seed)
      .slice(0, count)
      .map(({ meeting, id, query, answer }): Item => {
        const text = meeting.meeting_transcripts.map(({ speaker, content }) => `${speaker}: ${content}`).join('\n');
        return {
          id: `qmsum/${id}`,
          task: 'qmsum',
          says: [`Call read_transcript and answer in about ${Math.max(40, answer.split(' ').length)} words: ${query}`],
          tools: [
            {
              name: 'read_transcript',
              description: 'The transcript of the meeting.',
              parameters: { type: 'object', properties: {} },
            },
          ],
          open: () => ({ call: (name) => (name === 'read_transcript' ? text : `There is no tool ${name}.`) }),
          check({ text: said }) {
            const score = rougeL(answer, said);
            return verdict(score >= ENOUGH, said, score);
          },
        };
      });
  },
};

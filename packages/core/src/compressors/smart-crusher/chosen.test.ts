import { describe, expect, it } from 'vitest';
import { createContent } from '../../reading/content.js';
import { makeTask } from '../../testing/make-task.js';
import { smartCrusher } from './smart-crusher.js';

const shorten = (value: unknown, query: string, input?: unknown): string => {
  const task = makeTask({ query, ...(input === undefined ? {} : { input }) });
  const shorter = smartCrusher().compress(createContent(JSON.stringify(value)), task);
  return shorter && 'text' in shorter ? shorter.text : '';
};
const hex = (i: number): string => ((i * 2_654_435_761) >>> 0).toString(16).padStart(8, '0');

/** Three events of every job, in turn. */
const events = Array.from({ length: 240 }, (_, i) => ({
  at: 1_700_000_000 + i * 7,
  message: [
    `BEGIN job ${hex(i)} on host ${i % 5}`,
    `CLOSE job ${hex(i)}`,
    `SUMMARY job ${hex(i)} Took: ${20 + ((i * 37) % 90)} ms Heap Taken: ${i === 152 ? 509 : 180 + ((i * 13) % 17)} MB`,
  ][i % 3],
}));

describe('rows that are chosen', () => {
  it('hold the ends of a measure that stands in a text behind a word of the question', () => {
    expect(shorten(events, 'Did any job come near the limit of its heap?')).toContain('Heap Taken: 509 MB');
  });

  it.each(['2024-03-17', 'March 17, 2024', '17 March 2024'])('are those of a day that is named as %s', (day) => {
    const readings = Array.from({ length: 300 }, (_, i) => ({
      at: new Date(1_710_000_000_000 + i * 40_000_000).toISOString(),
      gauge: `g-${hex(i)}`,
    }));
    const meant = readings.filter(({ at }) => at.startsWith('2024-03-17'));
    const shown = shorten(readings, `What was read on ${day}?`);
    expect(meant.length).toBeGreaterThan(0);
    for (const { gauge } of meant) expect(shown).toContain(gauge);
  });

  it('are spread so that no rhythm of the rows is hit', () => {
    const shown = shorten(events, 'What happens here?');
    for (const kind of ['BEGIN', 'CLOSE', 'SUMMARY']) expect(shown.split(kind).length - 1, kind).toBeGreaterThan(4);
  });

  it('are few of those that only have what the call was about', () => {
    const files = Array.from({ length: 60 }, (_, i) => ({
      file: `/srv/app/${['north', 'south', 'west'][i % 3]}.conf`,
      line: (i * 37) % 900,
      note: `setting ${hex(i)} is ${i === 41 ? 'unreadable' : 'default'} since ${hex(i * 3)} ${hex(i * 7)} ${hex(i * 11)}`,
    }));
    const shown = shorten(files, 'Which setting is unreadable?', {
      command: 'lint /srv/app/north.conf /srv/app/south.conf /srv/app/west.conf',
    });
    expect(shown).toContain('unreadable');
    expect(shown.split('setting').length).toBeLessThan(45);
  });

  it('are those that two columns disagree on, and not those where both are empty', () => {
    const hosts = Array.from({ length: 120 }, (_, i) => ({
      host: `h-${hex(i)}`,
      wanted: i % 2 ? `2.${i % 9}.1` : '',
      running: i % 2 ? (i === 77 ? '1.0.4' : `2.${i % 9}.1`) : '',
      owner: hex(i * 5),
    }));
    expect(shorten(hosts, 'Is anything odd?')).toContain('1.0.4');
  });
});

import { describe, expect, it } from 'vitest';
import { createContent } from '../../reading/content.js';
import { makeTask } from '../../testing/make-task.js';
import { smartCrusher } from './smart-crusher.js';

const compress = (text: string, query: string) => {
  const shorter = smartCrusher().compress(createContent(text), makeTask({ query }));
  return (shorter && 'text' in shorter ? shorter.text : text).replace(/\s+/g, ' ');
};

/** A device's settings: no two alike, so nothing of it is a row. */
const settings = {
  radio: { channel: 11, country: 'NO', power: { value: 17.5, unit: 'dBm' }, modes: ['b', 'g', 'n'] },
  clock: { zone: 'Europe/Oslo', server: 'time.example.org', drift: -0.0031, synchronised: true },
  storage: { mount: '/data', free: 1_203_442, fault: null, wear: { cycles: 412, worst: 'block 77' } },
  owner: { name: 'Harbour office', phone: '+47 00 00 00 00', since: '2019-04-01', notes: 'Second door on the left.' },
};

describe('JSON that is shortened can be quoted', () => {
  it.each([
    ['spaces behind colons', JSON.stringify(settings, null, 2), '"worst": "block 77"', '"drift": -0.0031'],
    [
      'spaces around colons',
      JSON.stringify(settings, null, 4).replaceAll('": ', '" : '),
      '"channel" : 11',
      '"free" : 1203442',
    ],
    ['tabs', JSON.stringify(settings, null, '\t'), '"zone": "Europe/Oslo"', '"fault": null'],
  ])('an object without rows keeps its own spelling: %s', (_, text, ...quotes) => {
    const out = compress(text, 'Which channel is it on?');
    expect(out.length).toBeLessThan(text.length);
    for (const quote of quotes) expect(out).toContain(quote);
    expect(JSON.parse(out)).toEqual(settings);
  });

  const readings = Array.from({ length: 300 }, (_, i) => ({
    id: `s-${i}`,
    properties: { place: `Pier ${i % 40}`, depth: 3 + ((i * 37) % 61) / 10, gauge: { code: `G${(i * 7) % 90}` } },
  }));
  readings[211]!.properties.depth = 14.25;

  it('the row that is asked for is spelled as in the original, nested as there', () => {
    const out = compress(JSON.stringify({ kind: 'readings', rows: readings }, null, 2), 'Where is it deepest?');
    expect(out).toContain('"properties": {"place": "Pier 11","depth": 14.25,"gauge": {"code": "G37"}}');
  });

  it('rows one a line keep their spelling too', () => {
    const lines = readings.map((row) => JSON.stringify(row)).join('\n');
    expect(compress(lines, 'Where is it deepest?')).toContain('"place":"Pier 11","depth":14.25');
    const spaced = readings.map((row) => JSON.stringify(row).replace(/([,:])(?=["{\d])/g, '$1 ')).join('\n');
    expect(compress(spaced, 'Where is it deepest?')).toContain('"place": "Pier 11", "depth": 14.25');
  });

  it('a whole value named by the question comes before those that begin with it', () => {
    const times = Object.fromEntries(
      Array.from({ length: 200 }, (_, i) => [`3.${i >> 3}.${i & 7}${i % 9 === 4 ? '-rc' : ''}`, `2024-01-01T00:${i}`]),
    );
    const all = { ...times, '4.0.0-beta': 'a', '4.0.0-rc.1': 'b', '4.0.0-rc.2': 'c', '4.0.0': 'd', '4.0.0-fix': 'e' };
    expect(compress(JSON.stringify({ name: 'x', time: all }, null, 2), 'When did 4.0.0 appear?')).toContain(
      '"4.0.0": "d"',
    );
  });
});

describe('addresses below one another', () => {
  const person = (name: string) => {
    const url = `https://api.example.org/people/${name}`;
    const parts = 'followers following lists starred projects events received'.split(' ');
    return {
      name,
      url,
      ...Object.fromEntries(parts.map((part) => [`${part}_url`, `${url}/${part}`])),
      admin: name === 'ada',
    };
  };
  const text = JSON.stringify(
    {
      action: 'opened',
      number: 7,
      author: person('ada'),
      reviewer: person('bo'),
      owner: person('cy'),
      sender: person('di'),
    },
    null,
    2,
  );

  it('are told by name beside the first of them, and nothing else goes', () => {
    const padded = text.replace('"number": 7', `"number": 7,\n  "body": ${JSON.stringify('Some words. '.repeat(150))}`);
    const out = compress(padded, 'Who opened it?');
    expect(out).toContain('"url": "https://api.example.org/people/cy"');
    expect(out).toContain('7 more addresses below url: followers_url, following_url');
    expect(out).not.toContain('people/cy/lists');
    for (const kept of ['"admin": true', '"name": "di"', '"action": "opened"']) expect(out).toContain(kept);
  });

  it('stay where addresses are asked for', () => {
    expect(compress(text, 'Which URL lists the projects of cy?')).toContain('people/cy/projects');
  });
});

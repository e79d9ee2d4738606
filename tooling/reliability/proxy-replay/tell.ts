import type { Replayed } from './replay.js';
import type { Sums } from './watch.js';

/** The figures of a replay, in Markdown. */
export function inTable({ byWire, recorded, failed, lost, upgrades, restarts, warnings }: Replayed): string {
  const count = (number: number) => number.toLocaleString('en');
  const row = (name: string, sums: Sums) => {
    const { requests, untouched, given, sent, shortened, hidden, prefixChanges, otherChanges } = sums;
    const share = `${((100 * sent) / Math.max(1, given)).toFixed(1)} %`;
    return `| ${[name, ...[requests, untouched, shortened, hidden].map(count), share, ...[prefixChanges, otherChanges].map(count)].join(' | ')} |`;
  };
  const all = [...byWire.values()].reduce((sum, one) => {
    for (const name of [
      'requests',
      'untouched',
      'given',
      'sent',
      'shortened',
      'hidden',
      'prefixChanges',
      'otherChanges',
    ] as const)
      sum[name] += one[name];
    return sum;
  }, structuredClone(none));
  return [
    '| wire | requests | in the very bytes | texts sent shorter | hidden turns | bytes sent of given | prefix changes | other changes |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...[...byWire].map(([name, sums]) => row(name, sums)),
    row('all', all),
    '',
    `${count(recorded)} sessions are told from recordings; ${count(failed)} requests failed; ${count(lost)} records were lost; processes were replaced ${upgrades} times by another version, ${restarts} times by the same; warnings: ${
      Object.entries(warnings)
        .map(([code, times]) => `${code} ${times}x`)
        .join(', ') || 'none'
    }.`,
    ...[...byWire.values()].flatMap(({ examples }) => examples.map((example) => `- ${example}`)),
  ].join('\n');
}

const none: Sums = {
  ...{
    requests: 0,
    untouched: 0,
    given: 0,
    sent: 0,
    shortened: 0,
    same: 0,
    hidden: 0,
    prefixChanges: 0,
    otherChanges: 0,
  },
  examples: [],
};

/** True where nothing that was sent before changed, nothing changed that was not shortened, and nothing failed. */
export function isWhole({ byWire, failed }: Replayed): boolean {
  return failed === 0 && [...byWire.values()].every((sums) => sums.prefixChanges + sums.otherChanges === 0);
}

import type { SessionRecord, TextSum } from '../book/record.js';
import { amount, clock, counted, share } from './format.js';
import { kindName, leftInWords } from './words.js';

interface SumProps {
  readonly title: string;
  readonly sums: Readonly<Record<string, TextSum>>;
  readonly name?: (heading: string) => string;
}

export function SumTable({ title, sums, name = (heading) => heading }: SumProps) {
  const rows = Object.entries(sums).sort(([, a], [, b]) => b.sentBefore - a.sentBefore);
  if (rows.length === 0) return null;
  const most = Math.max(1, ...rows.map(([, sum]) => sum.sentBefore));
  return (
    <section>
      <h2>{title}</h2>
      <div class="wide">
        <table>
          <thead>
            <tr>
              <th scope="col">{title.replace('By ', '')}</th>
              <th scope="col">texts</th>
              <th scope="col">tokens sent</th>
              <th scope="col">less</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([heading, sum]) => (
              <tr key={heading}>
                <th scope="row">
                  {name(heading)}
                  <span class="track" aria-hidden="true">
                    <i class="stays" style={{ width: `${(100 * sum.sentAfter) / most}%` }} />
                    <i class="goes" style={{ width: `${(100 * (sum.sentBefore - sum.sentAfter)) / most}%` }} />
                  </span>
                </th>
                <td>{sum.texts.toLocaleString('en-US')}</td>
                <td>{amount(sum.sentAfter)}</td>
                <td>
                  {sum.sentBefore === sum.sentAfter ? '–' : share(sum.sentBefore - sum.sentAfter, sum.sentBefore)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

export function Left({ record }: { readonly record: SessionRecord }) {
  const rows = Object.entries(record.left).sort(([, a], [, b]) => b.before - a.before);
  if (rows.length === 0) return null;
  return (
    <section>
      <h2>Left whole, and why</h2>
      <ul class="plain">
        {rows.map(([why, sum]) => (
          <li key={why}>
            <span>{leftInWords(why)}</span>
            <span class="soft">
              {counted(sum.texts, 'text')}, {amount(sum.before)} tokens
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Asked({ record }: { readonly record: SessionRecord }) {
  if (record.asked.length === 0) return null;
  return (
    <section>
      <h2>Asked back</h2>
      <ul class="plain">
        {record.asked
          .toReversed()
          .slice(0, 12)
          .map(({ at, tool, kind, tokens, hash }) => (
            <li key={`${at} ${hash}`}>
              <span>
                {tool || 'an original'} {kind && <span class="soft">{kindName(kind)}</span>}
              </span>
              <span class="soft">
                {amount(tokens)} tokens, {clock(at)}
              </span>
            </li>
          ))}
      </ul>
    </section>
  );
}

import type { Results } from './tasks.js';

const LEAST_KEPT = 99;
const LEAST_ANSWERED = 95;
const LEAST_USED = 99.5;

/** What is wrong with the first method of some results, whatever was measured before; empty when it may be used. */
export function judge({ survival, questions, sessions = [], support, adversarial }: Results): string[] {
  const problems: string[] = [];
  const check = (wrong: boolean, text: string) => void (wrong && problems.push(text));
  const own = survival?.own[0]?.all;
  if (own) {
    check(own.kept < LEAST_KEPT, `only ${own.kept} % of the facts are left in the text`);
    check(own.lost > 0, `${own.lost} facts are lost for good`);
    check(own.saved < 0, `texts became larger by ${-own.saved} %`);
    check(own.broken > 0, `${own.broken} conversations were damaged`);
  }
  if (questions) {
    const { known, later } = questions;
    const answered = known.all?.accuracy ?? 0;
    check(answered < LEAST_ANSWERED, `only ${answered} % of the questions can be answered from the text`);
    const lost = (known.all?.lost ?? 0) + (later.all?.lost ?? 0);
    check(lost > 0, `${lost} questions cannot be answered, not even with the originals behind the keys`);
  }
  for (const { name, brokenPrefixes, costs } of sessions) {
    check(brokenPrefixes > 0, `session ${name}: ${brokenPrefixes} requests do not begin with the one before`);
    for (const cost of costs) check(cost.saved < 0, `session ${name} costs more at ${cost.provider}`);
  }
  for (const [set, { policies }] of Object.entries(support ?? {})) {
    const { used = 0, anchors = 0, prefixKept = 0, bill = 0 } = policies[0] ?? {};
    check(used < LEAST_USED, `${set} sessions: only ${used} % of what actions use is in sight`);
    check(anchors < 100, `${set} sessions: only ${anchors} % of the texts that edits replace are in sight`);
    check(prefixKept < 100, `${set} sessions: only ${prefixKept} % of the requests begin with the one before`);
    check(bill > 100, `${set} sessions cost ${bill} % of what they cost without compression`);
  }
  if (adversarial) {
    check(adversarial.lost > 0, `${adversarial.lost} needles are lost for good`);
    check(adversarial.obeyedSpoofs > 0, `${adversarial.obeyedSpoofs} forged markers were obeyed`);
  }
  return problems;
}

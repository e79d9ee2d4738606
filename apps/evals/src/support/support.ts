import { forgetTexts, planOf } from '@headroom/agents/replay';
import { percent } from '../survival/sum-grades.js';
import { type Became, whatBecame } from './became.js';
import { type Count, type Measured, measure } from './measure.js';
import { noCompression, POLICIES, type Policy } from './policies.js';
import { ownRecordings, type Recording, sharedRecordings } from './recording.js';

/** What a policy did to a set of sessions, in percent. */
export interface Support {
  readonly name: string;
  readonly title: string;
  /** Strings of calls and edits, texts of edits alone, strings of answers that are still in sight. */
  readonly used: number;
  readonly anchors: number;
  readonly said: number;
  readonly sessionsWhole: number;
  readonly prefixKept: number;
  /** Of the tokens sent. */
  readonly saved: number;
  /** Of the cost without compression. */
  readonly bill: number;
}

export interface SupportSet {
  readonly sessions: number;
  readonly requests: number;
  readonly needs: { readonly used: number; readonly anchors: number; readonly said: number };
  readonly policies: readonly Support[];
  readonly became: readonly Became[];
}

export interface Supports {
  readonly own: SupportSet;
  /** Missing where the recorded sessions do not lie beside the repository. */
  readonly shared?: SupportSet;
}

type Named = 'used' | 'anchors' | 'said' | 'prefixes';

function sumUp({ name, title }: Policy, measured: readonly Measured[], plain: readonly Measured[]): Support {
  const total = (list: readonly Measured[], value: (one: Measured) => number) =>
    list.reduce((sum, one) => sum + value(one), 0);
  const share = (of: Named) => percent(...counted(measured, of));
  const [sent, before] = [measured, plain].map((list) => total(list, ({ tokens }) => tokens)) as [number, number];
  return {
    name,
    title,
    used: share('used'),
    anchors: share('anchors'),
    said: share('said'),
    sessionsWhole: percent(measured.filter(({ whole }) => whole).length, measured.length),
    prefixKept: share('prefixes'),
    saved: percent(before - sent, before),
    bill: percent(
      total(measured, ({ cost }) => cost),
      total(plain, ({ cost }) => cost),
    ),
  };
}

const counted = (list: readonly Measured[], of: Named): [number, number] =>
  list.reduce<[number, number]>((sum, one) => [sum[0] + one[of][0], sum[1] + one[of][1]], [0, 0]);

/** Measures policies on sessions, each against no compression. */
export async function supportOf(recordings: readonly Recording[], policies: readonly Policy[]): Promise<SupportSet> {
  const measured = new Map<Policy, Measured[]>([noCompression, ...policies].map((policy) => [policy, []]));
  for (const recording of recordings) {
    const steps = planOf(recording.messages);
    for (const [policy, list] of measured) list.push(await measure(recording, steps, policy.start()));
    forgetTexts();
  }
  const plain = measured.get(noCompression)!;
  const all = (of: Named): Count[1] => counted(plain, of)[1];
  return {
    sessions: recordings.length,
    requests: plain.reduce((sum, { requests }) => sum + requests, 0),
    needs: { used: all('used'), anchors: all('anchors'), said: all('said') },
    policies: policies.map((policy) => sumUp(policy, measured.get(policy)!, plain)),
    became: await whatBecame(recordings),
  };
}

/** Both sets of sessions. */
export async function support(policies: readonly Policy[] = POLICIES): Promise<Supports> {
  const shared = sharedRecordings();
  return {
    own: await supportOf(ownRecordings(), policies),
    ...(shared ? { shared: await supportOf(shared, policies) } : {}),
  };
}

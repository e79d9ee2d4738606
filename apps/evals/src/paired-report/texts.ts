import type { Analysis, ArmResult } from '../paired/analyse.js';
import type { ArmSum } from '../paired/sum-arm.js';

export const percent = (share: number, digits = 1) =>
  Number.isFinite(share) ? `${(100 * share).toFixed(digits)}` : 'none';
export const signed = (share: number) =>
  Number.isFinite(share) ? `${share >= 0 ? '+' : '−'}${(100 * Math.abs(share)).toFixed(1)}` : 'none';
export const range = (low: number, high: number) =>
  Number.isFinite(low) || Number.isFinite(high) ? `${signed(low)} to ${signed(high)}` : 'none';
/** With its sign and unit, or that there is none: nothing was solved. */
export const savedWords = (share: number) => (Number.isFinite(share) ? `${signed(share)} %` : 'none');
export const probability = (p: number) => (p < 0.001 ? '<.001' : p.toFixed(3));

/** Money, or units where no price is known: enough digits to tell arms apart. */
export function money(value: number): string {
  if (!Number.isFinite(value)) return 'none';
  return value >= 1 ? value.toFixed(2) : value >= 0.01 ? value.toFixed(4) : value.toPrecision(3);
}

export const inputTokens = ({ usage }: ArmSum) => usage.input + usage.cached + usage.written;

const WORDS: Readonly<Record<ArmResult['judgement'], string>> = {
  baseline: 'the baseline',
  worse: 'worse',
  equivalent: 'equivalent',
  'not worse': 'not worse',
  open: 'open',
};
export const judgementWords = ({ judgement }: ArmResult) => WORDS[judgement];

/** Where the model answered, in words. */
export function whereRun({ plan }: Analysis): string {
  const scripted = plan.provider.startsWith('scripted');
  return scripted
    ? `A scripted model over the wire of ${plan.wire}, priced as ${plan.model}: it answers from what it reads in each request, and shows that the measurement works, not how good a model is.`
    : `${plan.model} at ${plan.provider}.`;
}

/** What is to be known before the figures are read: what was missing, cut off or ended early; empty where nothing was. */
export function caveats({ counts, plan, stopped }: Analysis): string[] {
  return [
    ...(stopped === undefined ? [] : [`The run stopped early: ${stopped}`]),
    ...(counts.away > 0 ? [`The provider was away ${counts.away} times; those items are left out.`] : []),
    ...(counts.cut > 0 ? [`${counts.cut} answers ended at the limit of ${plan.maxTokens} tokens (--max-tokens).`] : []),
  ];
}

/** When it was started, to the minute. */
export const startedAt = ({ plan }: Analysis) => plan.started.slice(0, 16).replace('T', ' ');

export const unitOf = ({ plan }: Analysis) => (plan.price === null ? 'units' : '$');

/** How everything is counted, one sentence a line. */
export function howCounted({ plan }: Analysis): string[] {
  const least = Math.ceil((1.6448536269514722 ** 2 * (1 - plan.margin)) / plan.margin);
  return [
    'Every item is run through every arm, in an order drawn by the seed; each run has a system prompt that begins differently, so that no arm reads what another put into the provider’s cache.',
    'Rich items are those of which some arm (self-tests aside) sent at least 1 % less of the tool results than it was given; on thin ones nothing can be won, and they are told apart.',
    'Solved is what the task’s own checker says. The difference is the share solved less the baseline’s on the same items, with the 95 % interval of Tango’s score.',
    'Score is the checker’s own from 0 to 1 (F1, parts done), as the mean difference from the baseline with a bootstrap interval.',
    'p is McNemar’s exact test on the items that only one of the two solved, adjusted by Holm for all arms that are no self-test.',
    `Equivalent: two one-sided tests at 5 % with Tango’s score refuse a difference of ${percent(plan.margin, 0)} points either way, a margin written into the run’s plan before the first request; not worse: one of them does; open: neither is shown, for which too few items are the usual reason. With that margin ${least} items are needed even if none differs.`,
    `Money: tokens as the provider counts them, cached and written ones at their own price${plan.price === null ? '; no price is known for the model, so a unit is the price of a million uncached input tokens (cached .1, written 1.25, answered 5)' : ''}. Saved is what a solved item costs less than with the baseline; its interval is a bootstrap over items.`,
    'Requests include those that an arm makes unseen (retrievals); rereads are calls of the same tool with the same input as before. Time is the median of a whole conversation; own is the part outside the provider.',
    'Rank: arms that solve as many as the baseline within the margin, by what a solved item costs; then the others by how many they solve.',
  ];
}

/** One sentence on the arm that is judged. */
export function inBrief(analysis: Analysis): string {
  const ours = analysis.rich.find(({ kind }) => kind === 'ours');
  if (!ours || ours.items === 0) return 'No arm of ours was run on a rich item.';
  const { title, solved, items, baselineSolved, saved, savedInterval } = ours;
  const cost = Number.isFinite(saved)
    ? `a solved item costs ${percent(Math.abs(saved))} % ${saved >= 0 ? 'less' : 'more'} (saved, 95 %: ${range(savedInterval.low, savedInterval.high)})`
    : 'what a solved item costs cannot be compared';
  return `${title} solves ${solved} of ${items} rich items, the baseline ${baselineSolved} (${judgementWords(ours)}); ${cost}.`;
}

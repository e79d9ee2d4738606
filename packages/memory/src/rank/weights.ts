/**
 * What the ranking goes by. The first were chosen on five of LoCoMo's ten conversations (`tooling/memory/locomo`, docs/decisions/0125),
 * those of `fit` fitted on all ten after ten fits that left out one each (0154; `npm run memory:fit` fits them anew). Times, importance, age and `list`
 * were set by hand.
 */
export const WEIGHTS = {
  /** BM25: how soon a repeated term stops counting, and how much a long text loses. */
  k1: 1.2,
  b: 0.4,
  /** A turn inherits from the turn before it (more from a question: it is the answer), after it, and two away. */
  before: 0.4,
  asking: 1.8,
  after: 0.2,
  further: 0.1,
  /** A turn gains where its conversation has other turns that fit: the mean of its best three. */
  conversation: 0.2,
  best: 3,
  /** A turn of the speaker that the question names; the name itself says little where everybody is called by name. */
  speaker: 0.6,
  name: 0.3,
  /** Terms that the best records have in common are looked for too. */
  expansion: 0.3,
  expansionFrom: 3,
  expansionTerms: 10,
  /** Two terms of the question that stand side by side. */
  pair: 0.75,
  /** Members of a kind of things that the question names. */
  kind: 0.5,
  /** Value is weighed against tokens to this power. */
  size: 0.35,
  /** Words that stand in like company as the question's. */
  akin: 0.2,
  /** Priors: importance from 0 to 1 is worth so much more or less, the newest record so much more than the oldest. */
  importance: 0.3,
  recency: 0.05,
  /** Within the time that the question names; on the named side of what it names. */
  inTime: 0.6,
  onSide: 0.2,
  /** Where a list is wanted, what stands around counts by this much: its parts lie apart. */
  list: 0.3,
  /**
   * Logarithms of factors, fitted as one log-linear choice among the records of a question (docs/decisions/0154): what a record tells,
   * whether it has what the question wants, and what share of the question stands in it and around it.
   */
  fit: {
    /** The share of its terms that are small talk. */
    smallTalk: -0.81,
    /** It names something within a sentence; more where somebody is asked for. */
    name: 0.24,
    who: 0.17,
    when: 0.93,
    many: 0.36,
    where: 0.62,
    why: 0.39,
    title: 0.74,
    /** It speaks of its speaker; it is said by the one whom the question names, or by another to somebody. */
    oneself: 0.27,
    speaker: 0.49,
    toAnother: -0.33,
    /** A turn that asks; one of the first two of its conversation. */
    asks: -0.46,
    beginning: 0.26,
    own: -0.05,
    near: 0.21,
    passage: 0.95,
    asked: 0.53,
    /** How much of what the question means stands in it and around it, word by word and as a whole. */
    akin: 0.51,
    akinNear: 1.01,
    theme: 0.3,
    themeNear: 0.79,
  },
};

export type Weights = typeof WEIGHTS;

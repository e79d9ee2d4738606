/**
 * What failed in past sessions of coding agents and what then worked: found without a model, written as rules into a project's
 * files, and counted before and after.
 */
export type { Line } from './block/block.js';
export { TARGETS, type Target } from './block/targets.js';
export type { Change } from './block/write-block.js';
export type { RuleKind, Sighting } from './finding/finding.js';
export {
  bookFile,
  type Learned,
  type LearnedProject,
  type LearnOptions,
  learn,
  type RuleMemory,
  type Waste,
} from './learn.js';
export { type Model, ModelFailed, modelNamed } from './llm/ask.js';
export { reportPage } from './report/page.js';
export type { Measured, Rate } from './rules/measure.js';
export type { Rule } from './rules/rule.js';
export type { NotYet, Waiting } from './rules/rules-of.js';

import type { PictureTask } from '@headroom/core';
import type { ImageSettings, Technique } from '../options.js';
import { type NamedRegion, namedRegion } from '../question/named-region.js';
import { readQuestion } from '../question/read-question.js';

/** What a question allows, before the picture is looked at. */
export type Plan =
  | { readonly kind: 'low' }
  | { readonly kind: 'crop'; readonly named: NamedRegion }
  | { readonly kind: 'text' }
  | { readonly kind: 'whole' };

/** Longer words are a task in which a picture plays a part, not a question about it. */
const LONGEST_QUESTION = 280;
const REGION_FLOOR = 0.6;
const TEXT_FLOOR = 0.7;
/** Of a part these ask for more than the part, or to do something with it. */
const NOT_IN_A_PART = ['count', 'every', 'differ', 'beside', 'act'];
/** Of words these ask for where they stand or how they look. */
const NOT_IN_TEXT = ['count', 'differ', 'act', 'beside', 'who'];

const WHOLE: Plan = { kind: 'whole' };

/** Reads the question. Without one, when the model cannot ask back, or in doubt: the whole. Pure. */
export function planFor(task: PictureTask, settings: ImageSettings): Plan {
  const question = task.query.trim();
  if (!task.retrievable || question === '' || question.length > LONGEST_QUESTION) return WHOLE;
  if (task.tool !== undefined && settings.pointedTools.test(task.tool)) return WHOLE;
  const may = (technique: Technique) => settings.techniques.includes(technique);
  const { odds, concepts, isOpen } = readQuestion(question);
  const none = (names: readonly string[]) => !names.some((name) => concepts.has(name));
  const named = namedRegion(question);
  if (named) return may('crop') && odds.region >= REGION_FLOOR && none(NOT_IN_A_PART) ? { kind: 'crop', named } : WHOLE;
  if (may('low') && odds.gist >= settings.minConfidence && isOpen) return { kind: 'low' };
  if (may('text') && odds.text >= TEXT_FLOOR && none(NOT_IN_TEXT)) return { kind: 'text' };
  return WHOLE;
}

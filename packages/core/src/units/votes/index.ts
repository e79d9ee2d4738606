import type { Voter } from '../units.js';
import { asked, oftenAsked } from './asked.js';
import { eachKind } from './each-kind.js';
import { end } from './end.js';
import { extreme } from './extreme.js';
import { fault, suspect } from './fault.js';
import { frame } from './frame.js';
import { odd } from './odd.js';
import { rare } from './rare.js';
import { related } from './related.js';
import { sample } from './sample.js';

/** The reasons to keep a unit, in the order in which they are heard. */
export const USUAL_VOTERS: readonly Voter[] = [
  asked,
  fault,
  end,
  frame,
  related,
  odd,
  extreme,
  rare,
  suspect,
  oftenAsked,
  sample,
  eachKind,
];

import type { Case } from '../cases/case.js';
import { sameStructure, toolText, totalTokens } from '../chat.js';
import type { Method } from '../methods/method.js';

/** What became of the facts of one case. */
export interface Grade {
  readonly id: string;
  readonly kind: string;
  readonly before: number;
  readonly after: number;
  readonly facts: number;
  /** Facts that are literally in the text the model reads. */
  readonly retained: number;
  /** Facts that come back when the keys in the text are followed. */
  readonly recoverable: number;
  readonly lost: readonly string[];
  /** Nothing but the words of tools changed. */
  readonly intact: boolean;
}

/** Compresses one case and looks for its facts: first in the text, then behind the keys in the text. */
export async function gradeCase(one: Case, method: Method): Promise<Grade> {
  const attempt = await method.run(one.messages);
  const text = toolText(attempt.messages);
  const inText = one.found(text);
  const missing = inText.some((kept) => !kept);
  const behind = missing && attempt.recover ? one.found(`${text}\n${await attempt.recover()}`) : inText;
  return {
    id: one.id,
    kind: one.kind,
    before: totalTokens(one.messages),
    after: totalTokens(attempt.messages),
    facts: inText.length,
    retained: inText.filter(Boolean).length,
    recoverable: inText.filter((kept, i) => !kept && behind[i]).length,
    lost: one.facts.filter((_, i) => !inText[i] && !behind[i]),
    intact: sameStructure(one.messages, attempt.messages),
  };
}

/** Savings count only where every fact is still in the text and nothing else was touched. */
export function isSafe(grade: Grade): boolean {
  return grade.retained === grade.facts && grade.intact;
}

const VERB =
  'fix|edit|change|refactor|rename|implement|add|patch|debug|modify|update|rewrite|remove|delete|replace|migrate|extend|convert|improve|optimi[sz]e|clean up|extract|insert|move|port|adapt|correct|repair|rework|simplify';
const ORDER = new RegExp(
  `(?:^|[.!?;:\\n]\\s*|,\\s*|\\b(?:and|then|please|now|just|also)\\s+)(?:${VERB})\\b|` +
    `\\b(?:to|should|must|let's|let us|help me|can you|could you|would you|will you|i'll|we'll|going to|need|want)\\s+(?:please\\s+|also\\s+|now\\s+)?(?:${VERB})\\b|` +
    `\\bwrite (?:a |the |some |me )?(?:test|patch|fix)`,
  'i',
);
const FAULT =
  /\bwhy\b.{0,200}\b(?:fail|fails|failing|failed|crash|crashes|crashing|break|breaks|broken|wrong|throws?|throwing|hangs?|error|errors|not work)|\b(?:bugs?|debug|doesn't work|does not work|not working|is broken|root cause|stack ?trace)\b/i;

/** Whether a question announces an edit or looks for a fault, so that every line of the file may matter. */
export function meansToEdit(question: string): boolean {
  const text = question.slice(0, 4000);
  return ORDER.test(text) || FAULT.test(text);
}

/** Whether a question names a file, by its name with or without extension. */
export function namesFile(question: string, path: string | undefined): boolean {
  const base = path?.split(/[\\/]/).at(-1) ?? '';
  if (base.length < 3) return false;
  const text = question.slice(0, 8000).toLowerCase();
  if (text.includes(base.toLowerCase())) return true;
  return /\b(?:this|that|the) (?:file|code|module|script|class|function|method)\b/.test(text);
}

const VERB =
  'fix|edit|change|refactor|rename|implement|add|patch|debug|modify|update|rewrite|remove|delete|replace|migrate|extend|convert|improve|optimi[sz]e|clean up|extract|insert|move|port|adapt|correct|repair|rework|simplify';
const ORDER = new RegExp(
  '(?:^|[.!?;:,\\n][^\\S\\n]*|' +
    "\\b(?:and|then|please|now|just|also|to|should|must|let's|let us|help me|can you|could you|would you|will you|i'll|we'll|going to|need|want)\\s+)" +
    `(?:${VERB})\\b|\\bwrite (?:a |the |some |me )?(?:test|patch|fix)`,
  'i',
);
const FAULT = /\b(?:bugs?|debug|doesn't work|does not work|not working|is broken|root cause|stack ?trace)\b/i;
const WHY = /\bwhy\b/gi;
/** On the line of a why, this many characters behind it at most. */
const SOON = 200;
const FAILS =
  /\b(?:fail|fails|failing|failed|crash|crashes|crashing|break|breaks|broken|wrong|throws?|throwing|hangs?|error|errors|not work)/gi;

/** Whether a question announces an edit or looks for a fault, so that every line of the file may matter. */
export function meansToEdit(question: string): boolean {
  const text = question.slice(0, 4000);
  return ORDER.test(text) || FAULT.test(text) || asksWhyItFails(text);
}

/** In steps: one pattern with `.{0,200}` in it takes milliseconds to compile. */
function asksWhyItFails(text: string): boolean {
  let at = -1;
  for (const why of text.matchAll(WHY)) {
    const from = why.index + why[0].length;
    if (at < from) {
      FAILS.lastIndex = from;
      at = FAILS.exec(text)?.index ?? -1;
      if (at < 0) return false;
    }
    if (at - from <= SOON && !/[\n\r\u2028\u2029]/.test(text.slice(from, at))) return true;
  }
  return false;
}

/** Whether a question names a file, by its name with or without extension. */
export function namesFile(question: string, path: string | undefined): boolean {
  const base = path?.split(/[\\/]/).at(-1) ?? '';
  if (base.length < 3) return false;
  const text = question.slice(0, 8000).toLowerCase();
  if (text.includes(base.toLowerCase())) return true;
  return /\b(?:this|that|the) (?:file|code|module|script|class|function|method)\b/.test(text);
}

const CHANGE =
  /\b(?:fix|edit|chang|refactor|renam|implement|add(?:s|ed|ing)?\b|patch|debug|modif|updat|rewrit|remov|delet|replac|migrat|extend|convert|improv|optimi[sz]|clean|adapt|correct|repair|rework|simplif|propos|suggest|plans?\b|bugs?\b|issues?\b|feature|pull request|\bPR\b|commit|merge|write\b|create\b|solv|make\b|finish|continue|proceed|go on|go ahead|do (?:it|that|so)\b)/i;
/** The same in other languages, by the stems of their verbs. */
const CHANGE_ELSEWHERE =
  /(?<!\p{L})(?:beheb|beheben|korrigier|änder|ergänz|füg|schreib|erstell|lösch|entfern|ersetz|benenn|umbenenn|verbesser|reparier|aktualisier|passe? |corrig|modifi|ajout|supprim|remplac|renomm|répar|écri|amélior|arregl|corrij|añad|agreg|elimin|reemplaz|renombr|escrib|mejor|conserta|substitu|correggi|aggiung|rimuov|sostitu|rinomin|исправ|измен|добав|удал|перепиш|замен|реализ|обнов|напиш|почин)|修复|修復|修改|修正|更改|重构|重構|重命名|添加|增加|删除|刪除|更新|实现|實現|编写|編寫|改进|優化|优化|变更|変更|追加|削除|直して|直す|書き|書い|実装|改善|수정|변경|추가|삭제|고쳐|구현|작성|바꿔/iu;
/** Tasks that need every word of a text. */
const WHOLE =
  /\b(?:translat|convert|rewrit|proofread|review|audit|transcri|verbatim|word for word|line by line|in full|whole (?:file|text|document)|every (?:line|function|method|word|key|entry|file|place|occurrence))/i;

/** Whether somebody speaks of changing anything, in whatever words: then a file that is read may be edited next. */
export function speaksOfChange(text: string): boolean {
  const start = text.slice(0, 20_000);
  return CHANGE.test(start) || CHANGE_ELSEWHERE.test(start);
}

/** Whether a text asks to be told something. */
export function asks(question: string): boolean {
  const text = question.slice(0, 8000);
  return (
    /[?？]/.test(text) ||
    /\b(?:what|which|who|whose|where|when|how|why|explain|describe|summari[sz]e|tell me|find|show|list)\b/i.test(text)
  );
}

/** Whether a task works on a text as a whole: translating, reviewing, converting it. */
export function wantsWhole(question: string): boolean {
  return WHOLE.test(question.slice(0, 8000));
}

const SAMPLE_LINES = 2000;
const COMMENT = /^\s*[#;]/;
const SETTING = /^\s*[\w.@%/-]{1,80}(?:\s*[=:]\s*\S?|\s+\S|\s*$)/;
const FOREIGN =
  /^\s*(?:def |class |import |from |function |if |for |while |return |const |let |var |\d{4}-\d\d-\d\d|#include|#define|#if)/;

/** Whether a text is settings, one a line, under comments that explain them and make up most of it, as servers ship their files. */
export function isAnnotated(lines: readonly string[]): boolean {
  let comments = 0;
  let settings = 0;
  let others = 0;
  for (const whole of lines.slice(0, SAMPLE_LINES)) {
    const line = whole.length > 400 ? whole.slice(0, 400) : whole;
    if (line.trim() === '') continue;
    if (/^#(?:include\s*[<"]|define\s|if(?:n?def)?\s|endif\b|pragma\s)/.test(line)) return false;
    if (COMMENT.test(line)) comments++;
    else if (SETTING.test(line) && !FOREIGN.test(line)) settings++;
    else others++;
  }
  return comments >= 30 && settings >= 3 && comments >= settings && others <= settings * 0.1;
}

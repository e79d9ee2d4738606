import { BEYOND_ASCII, KeywordScan } from './keyword-scan.js';

/** How much a line matters by its own words. */
export type Level = 'error' | 'warning' | 'notable' | 'info' | 'pass' | 'summary' | 'heading' | 'plain';

const EXPLICIT =
  /(?:^|[\s[(|<:"=/])(EMERG|ALERT|CRIT(?:ICAL)?|FATAL|SEVERE|PANIC|ERROR|ERR!?|WARN(?:ING)?|NOTICE|INFO|DEBUG|TRACE|VERBOSE|FINE|LOG|[Ff]atal|[Ee]rror|[Ww]arn(?:ing)?|[Ii]nfo|[Dd]ebug)(?=[\s\])|>:"!,/]|$)/;
const LEVEL_OF: Readonly<Record<string, Level>> = {
  EMERG: 'error',
  ALERT: 'error',
  CRIT: 'error',
  CRITICAL: 'error',
  FATAL: 'error',
  SEVERE: 'error',
  PANIC: 'error',
  ERROR: 'error',
  ERR: 'error',
  'ERR!': 'error',
  WARN: 'warning',
  WARNING: 'warning',
  NOTICE: 'info',
  INFO: 'info',
  DEBUG: 'info',
  TRACE: 'info',
  VERBOSE: 'info',
  FINE: 'info',
  LOG: 'info',
};
const STRONG =
  /(?<![\w./$'-])(?:errors?|fail(?:ed|ure|ures|s|ing)?|fatal|exceptions?|panic(?:ked)?|crash(?:ed)?|abort(?:ed|ing)?|segmentation fault|segfault|core dumped|traceback|undefined reference|undefined symbol|unhandled|uncaught|out of memory|oom-kill\w*|permission denied|access denied|connection refused|deadlock(?: detected|ed)?|sig(?:segv|abrt|kill|bus|ill|fpe)|corrupt(?:ed|ion)?|violat(?:es|ed|ion)|stack overflow|not ok|unresolved external|double free|use of uninitiali[sz]ed|uninitiali[sz]ed value|invalid (?:read|write|free)|null pointer|general protection|soft lockup|call trace|blocked for more than|definitely lost|possibly lost|mismatched)(?![\w/=-]|\.\w|\()|\*\*\*(?: \[|$)/i;
/** `java.io.IOException`, `TypeError:`. */
const THROWN = /(?<![\w.$])(?:[A-Za-z_$][\w$]*\.)*[A-Z][\w$]*(?:Error|Exception|Failure|Fault|Panic)(?=[:\s\])]|$)/;
const WEAK =
  /(?<![\w./-])(?:denied|refused|timed? ?out|timeouts?|unable to|cannot|can't|could not|couldn't|not found|no such|missing|invalid|illegal|unexpected|killed|lost|dropped|rejected|unreachable|unavailable|overflow|leak(?:ed|s)?|retry(?:ing)?|retries|deprecated|slow|exceed(?:ed|s)|expired|throttl\w+|degraded|stall(?:ed)?|rollback|rolled back|interrupted|terminated|unhealthy|evicted|mismatch|conflicts?|forces replacement|exhausted|exceeding|skipp?(?:ed|ing))(?![\w/=-]|\.\w)/i;
const WARNING = /(?<![\w./-])warn(?:ing)?s?(?![\w/=-]|\.\w)|\w(?:Warning|Notice): /i;
const HARMLESS =
  /\b(?:0|no|without|zero) (?:\w+ )?(?:errors?|fail\w*|warnings?|problems|issues|exceptions?|crashes)\b|\b(?:errors?|fail\w*|warnings?|problems)["']?\s*[=:]\s*["']?0\b|\bexit(?:ed)?(?: with)?(?: code| status)?[:= ]+0\b|\b(?:detected and suppressed errors|error detector)\b|\berror[- ](?:handl\w+|free|page|reporting|boundary)|\bfail(?:over|[- ]?safe|[- ]fast)\b/gi;
const PASSED =
  /(?:\.\.\.|—|-) *(?:ok|passed|success)$|^\s*(?:✓|✔|√|☑)|^\s*ok \d+\b|^\s*--- PASS|\bPASS(?:ED)?\b|^ok\s+\S+\s+[\d.]+s$|\[ +OK +\]| : ok$/i;
const FAILED_MARK =
  /^\s*(?:✗|✘|✖|×|✕|❌|❯ .*\bfailed)|(?:\.\.\.|—) *(?:FAIL(?:ED|URE)?|ERROR)\b|\bFAILED\b|\b[A-Z]{2,12}_(?:FAIL|FAILED|FAILURE|ERROR)(?![\w-])|^\s*FAIL\b|^\s*not ok\b|^\s*--- FAIL|^npm ERR!|\[ +FAILED +\]/;
const FAILED_ITEM = /^\s*\d+\) (?!test )|^E {2,}/;
const SUMMARY =
  /^Ran \d+ tests?|^(?:FAILED|OK) \(|^test result: |^Tests?:? +\d|^Test (?:Suites|Files)|^\s*(?:Tests|Test Files|Snapshots|Duration|Time)[: ].*\d|^\s*Finished\b|^(?:ERROR|HEAP|LEAK) SUMMARY|^Found \d+ (?:errors?|warnings?)|^# (?:tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) |^ℹ (?:tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) |^(?:added|removed|changed|up to date|found) .*(?:packages?|vulnerabilit)|^(?:real|user|sys)\s+\d+m|^Plan: \d|^Apply complete|^Tests run: |^\[(?:INFO|ERROR)\] Tests run: .*\d$|^(?:webpack|vite|rollup|Compiled|compiled|Successfully|Checked|Total|TOTAL|Elapsed|Summary)\b|^rtt min|^total size is/;
const COUNTED =
  /\b\d+ (?:passed|failed|passing|failing|pending|skipped)\b|\bBUILD (?:SUCCESS\w*|FAIL\w*)|exit(?:ed with)?(?: code| status)[: =]+\d|SUMMARY:|\b\d+ (?:errors?|warnings?|problems?)(?:,| and| \(|\.$|$| generated| found)|\bnot remade because of errors|\bok=\d+ +changed=\d+|\d packets transmitted|(?:definitely|indirectly|possibly) lost: |still reachable: |suppressed: |total heap usage|in use at exit/;
const HEADING =
  /^(?:={2,}|-{3,}|#{1,6}|>{1,3}|\*{2,}|⎯{2,}|─{2,}|━{2,}) ?\S.*|^(?:Step \d+\/\d+|#\d+ \[|> Task |\[INFO\] --- |##\[(?:group|section)|(?:PLAY|TASK|RUNNING HANDLER) |FAILED? |Epoch |::group::|running \d+ tests|▶ |==> |Stage )|^ {2}# \S.* (?:will|must|has|is) |^\S.{0,60}:$/;
const COMMAND =
  /^(?:\+ |\$ |> )?(?:\S*\/)?(?:gcc|g\+\+|cc|c\+\+|clang|clang\+\+|ld|ar|ranlib|rustc|javac|cd|mkdir|rm|cp|mv|install|libtool|nvcc|go (?:build|test)|cmake|ninja|CC|CXX|LD|AR)\s/;
const ACCESS =
  /^(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|PROPFIND) \S+ .*?\b([1-5]\d\d)\b|"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|PROPFIND|CONNECT) [^"]*" ([1-5]\d\d)\b/;
const STRUCTURED = /\b(?:level|lvl|severity)["']?[=:]\s*["']?(\w+)/i;
const SYSCALL = /^(?:\[pid +\d+\] +|\d+ +)?[a-z_0-9]+\(.*\) += (-1 [A-Z]+|-?\d+|0x[0-9a-f]+|\?)/;

/** Words without which a pattern cannot match, by pattern; most lines have none. */
const [LEVELS, REQUESTS, COUNTS, FAILURES, PASSES, THROWS, TROUBLE, WARNS, HINTS] = [1, 2, 4, 8, 16, 32, 64, 128, 256];
let scan: KeywordScan | undefined;
const keywords = (): KeywordScan => {
  scan ??= new KeywordScan(KEYWORDS.map((words) => words.split(',')));
  return scan;
};
const KEYWORDS = [
  'emerg,alert,crit,fatal,severe,panic,err,warn,notice,info,debug,trace,verbose,fine,log,level,lvl,severity',
  'get ,post ,put ,patch ,delete ,head ,options ,propfind ,connect ',
  'passed,failed,passing,failing,pending,skipped,build ,exit,summary:,error,warning,problem,not remade,changed=,packets,lost: ,reachable,suppressed,heap usage,in use at exit',
  'fail,error,not ok,npm err',
  'ok,pass,success',
  'error,exception,failure,fault,panic',
  'error,fail,fatal,exception,panic,crash,abort,segmentation,segfault,core dumped,traceback,undefined,unhandled,uncaught,out of memory,oom-kill,denied,refused,deadlock,sig,corrupt,violat,overflow,not ok,unresolved,double free,use of,uninitiali,invalid,null pointer,general protection,soft lockup,call trace,blocked for,lost,mismatched,***',
  'warn,notice: ',
  "denied,refused,time,unable,cannot,can't,could not,couldn't,not found,no such,missing,invalid,illegal,unexpected,killed,lost,dropped,rejected,unreachable,unavailable,overflow,leak,retr,deprecated,slow,exceed,expired,throttl,degraded,stall,roll,interrupted,terminated,unhealthy,evicted,mismatch,conflict,forces replacement,exhausted,skip",
];

function explicitLevel(body: string): Level | undefined {
  const head = body.length > 160 ? body.slice(0, 160) : body;
  const word = EXPLICIT.exec(head)?.[1] ?? STRUCTURED.exec(head)?.[1];
  return word === undefined ? undefined : LEVEL_OF[word.toUpperCase()];
}

/** Says how much one line (without its time stamp) matters. */
export function levelOf(whole: string): Level {
  const body = whole.length > 1200 ? whole.slice(0, 1200) : whole;
  if (body.length < 2) return 'plain';
  const call = body.includes(') ') ? SYSCALL.exec(body) : null;
  if (call) return call[1]?.startsWith('-1') ? 'notable' : 'plain';
  const words = keywords().groupsIn(body);
  const has = (groups: number): boolean => (words & groups) !== 0;
  const status = has(REQUESTS) ? ACCESS.exec(body) : null;
  if (status) {
    const code = Number(status[1] ?? status[2]);
    return code >= 500 ? 'error' : code >= 400 ? 'notable' : 'info';
  }
  const explicit = has(LEVELS) ? explicitLevel(body) : undefined;
  if (
    (SUMMARY.test(body) || (has(COUNTS) && COUNTED.test(body))) &&
    (explicit !== 'error' || body.includes('SUMMARY') || isHarmless(body))
  )
    return 'summary';
  const failed = (has(FAILURES | BEYOND_ASCII) && FAILED_MARK.test(body)) || FAILED_ITEM.test(body);
  if (!failed && has(PASSES | BEYOND_ASCII) && PASSED.test(body)) return 'pass';
  if (COMMAND.test(body)) return 'info';
  if (explicit === 'warning') return 'warning';
  if (failed || explicit === 'error') return isHarmless(body) ? 'notable' : 'error';
  if ((has(THROWS) && THROWN.test(body)) || (has(TROUBLE) && isTrouble(body)))
    return explicit === 'info' ? 'notable' : 'error';
  if (has(WARNS) && WARNING.test(body)) return explicit === 'info' ? 'notable' : 'warning';
  if ((has(HINTS) && WEAK.test(body)) || /^\s*~ .* -> /.test(body)) return 'notable';
  if (explicit === 'info') return 'info';
  return HEADING.test(body) ? 'heading' : 'plain';
}

function isTrouble(body: string): boolean {
  return STRONG.test(body) && STRONG.test(body.replace(HARMLESS, ''));
}

function isHarmless(body: string): boolean {
  const rest = body.replace(HARMLESS, '');
  return rest !== body && !STRONG.test(rest) && !/\b(?:ERROR|FATAL|SEVERE)\b/.test(rest);
}

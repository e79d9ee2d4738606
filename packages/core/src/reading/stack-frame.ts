/** One frame of a stack trace, in any of the usual languages. */
export interface StackFrame {
  /** Index after the frame's last line (source line, carets and location lines belong to it). */
  readonly end: number;
  /** Not the user's code: a standard library, a runtime, an installed package. */
  readonly library: boolean;
  /** Whose code it is, short: `node:internal`, `concurrent`, `std`. */
  readonly owner: string;
  /** In Python the innermost frame comes last. */
  readonly innermostLast: boolean;
}

const PYTHON = /^(\s*)File "([^"]*)", line \d+(?:, in .*)?$/;
const AT = /^at (?:async )?(.*)$/;
const JAVA =
  /^([\w$.@/-]+\.<?[\w$]+>?)\((?:[\w.]+@[\w.+-]+\/)?(?:[\w$]+\.(?:java|kt|scala|groovy):\d+|Native Method|Unknown Source|[\w$.]+)\)/;
/** What a thread of Java holds or waits for, written under the frame. */
const MONITOR = /^\s*- (?:locked|waiting|parking|eliminated)/;
const JS_PLACE =
  /(?:^|\()((?:file:\/\/|node:|https?:\/\/|webpack:|[A-Za-z]:\\|\/|\.|<anonymous>|native|internal)[^()]*)\)?$/;
const RUST = /^\d+: +(?:0x[0-9a-f]+ - )?(\S.*)$/;
const NUMBERED = /^#(\d+)\s+(?:(0x[0-9a-f]+) (?:in )?)?(\S.*)?$/;
const VALGRIND = /^(?:at|by) 0x[0-9A-F]+: (.*)$/;
/** What follows the method's name is a message: the line is an exception then, maybe the cause of another. */
const RUBY = /^(?:from )?(\S+\.rb|<internal:[^>]*>):\d+:in [`'][^`']*['`]$/;
const GO_PLACE = /^\t(\S+\.(?:go|s)):\d+(?: \+0x[0-9a-f]+)?$/;
const GO_CALL = /^(?:created by )?(?:[\w./*()\-[\]{}·%~]+(?: in goroutine \d+)?|[\w./*)\-[\]{}·%~]+\(.*\))$/;
const KERNEL = /^(?:\? )?([\w.]+)\+0x[0-9a-f]+\/0x[0-9a-f]+/;

const LIBRARY_PATH =
  /site-packages|dist-packages|\/lib\/python\d|lib\/python\d|\/node_modules\/|^node:|^internal\/|^<(?:frozen|anonymous|internal)|\/rustc\/|\/\.cargo\/registry|\/go\/pkg\/mod\/|\/usr\/(?:local\/)?go\/src|\/usr\/lib\/go|\/usr\/(?:lib|libexec|include)|^\/lib(?:64)?\/|\/gems\/|\/lib\/ruby\/|\/vendor\/|sysdeps\/|^\.\/(?:nptl|csu|stdlib|misc|malloc|string|debug)\/|\/sanitizer_common\/|libsanitizer|\/\.rustup\/|Python\.framework/;
const LIBRARY_JAVA =
  /^(?:[\w.]+\/)?(?:java|javax|jdk|sun|com\.sun|jakarta|kotlin|kotlinx|scala|groovy|org\.(?:springframework|apache|junit|hibernate|eclipse|gradle|codehaus|jboss|slf4j|postgresql|mockito|testng)|io\.(?:netty|vertx|micrometer|undertow)|reactor|com\.(?:zaxxer|fasterxml|mysql|google\.common))\./;
const LIBRARY_RUST =
  /^<*(?:&|\[|\()*(?:std|core|alloc|test|tokio|__rustc|rust_begin_unwind|__rust|rayon|rayon_core|hyper|futures\w*)(?:\[[0-9a-f]+\])?(?:::|$|_)|^<.* as (?:core|std|alloc)[:[]|^(?:_start|start_thread|clone3?|__libc_start\w*|main|<unknown>|__GI_\w+|_Unwind\w+)$/;
const LIBRARY_DOTNET = /^(?:System|Microsoft|Newtonsoft|MS|NUnit|Xunit)\./;
const LIBRARY_C =
  /^(?:_start|__libc_\w+|__GI_\w+|start_thread|clone3?|raise|abort|__interceptor_\w+|__asan_\w+|__ubsan_\w+|operator (?:new|delete)|__assert_fail\w*|__pthread\w*|__strlen\w*|__memcpy\w*)\b/;

/** Reads the frame that starts at a line, or undefined. Looks at a few lines at most. */
export function readFrame(lines: readonly string[], at: number): StackFrame | undefined {
  const line = lines[at] ?? '';
  if (line.length > 2000) return undefined;
  const text = line.trim();
  switch (text.charCodeAt(0)) {
    case 70: // File "…"
      return text.startsWith('File "') ? pythonFrame(lines, at, line) : undefined;
    case 97: // at …
      return text.startsWith('at ') ? atFrame(lines, line, text, at) : undefined;
    case 98: // by 0x…: of valgrind
      return valgrindFrame(text, at);
    case 35: // #0 …
      return numberedFrame(text, at);
    case 102: // from x.rb
    case 60:
    case 47:
      return rubyFrame(text, at) ?? goFrame(lines, at);
    case 91:
      return undefined;
    default:
      return (
        rustFrame(lines, at, line, text) ?? goFrame(lines, at) ?? rubyFrame(text, at) ?? kernelFrame(line, text, at)
      );
  }
}

function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 32 || line.charCodeAt(indent) === 9) indent += 1;
  return indent;
}

function pythonFrame(lines: readonly string[], at: number, line: string): StackFrame | undefined {
  const found = PYTHON.exec(line);
  if (!found) return undefined;
  const [, margin = '', path = ''] = found;
  let end = at + 1;
  for (; end < lines.length && end < at + 8; end++) {
    const next = lines[end] ?? '';
    if (indentOf(next) <= margin.length || next.trim() === '' || PYTHON.test(next)) break;
  }
  const library = LIBRARY_PATH.test(path) || path.startsWith('<frozen');
  return { end, library, owner: library ? packageOf(path) : '', innermostLast: true };
}

function packageOf(path: string): string {
  const found =
    /(?:site-packages|dist-packages|node_modules|gems|pkg\/mod|python\d(?:\.\d+)?)[\\/](?!(?:site|dist)-packages)(@[^\\/]+[\\/][^\\/]+|[^\\/:]+)/.exec(
      path.slice(Math.max(path.lastIndexOf('node_modules'), 0)).slice(0, 1000),
    );
  if (found?.[1]) return found[1].replace(/\.py$/, '');
  if (path.startsWith('node:')) return /^node:[\w]+/.exec(path)?.[0] ?? 'node';
  return path.startsWith('<') ? path.replace(/[<>]/g, '') : '';
}

function atFrame(lines: readonly string[], line: string, text: string, at: number): StackFrame | undefined {
  if (text.startsWith('at 0x')) return valgrindFrame(text, at);
  const rest = AT.exec(text)?.[1] ?? '';
  const java = JAVA.exec(rest);
  if (java && !rest.includes(' (')) {
    const name = (java[1] ?? '').replace(/^[\w.@-]*\//, '');
    let end = at + 1;
    while (MONITOR.test(lines[end] ?? '')) end += 1;
    const blocked = lines.slice(at + 1, end).some((next) => next.includes('waiting to lock'));
    const library = LIBRARY_JAVA.test(name) && !blocked;
    return frame(at, library, library ? name.split('.').slice(0, 2).join('.') : '', end);
  }
  const dotnet = /^([\w.`<>[\],+]+)\([^)]*\)(?: in (.*):line \d+)?$/.exec(rest);
  if (dotnet && !JS_PLACE.test(rest)) {
    const library = LIBRARY_DOTNET.test(dotnet[1] ?? '') && dotnet[2] === undefined;
    return frame(at, library, library ? (dotnet[1] ?? '').split('.').slice(0, 2).join('.') : '');
  }
  const place = JS_PLACE.exec(rest)?.[1];
  if (place !== undefined && (indentOf(line) > 0 || /:\d+/.test(place))) {
    const path = place.replace(/^file:\/\//, '');
    const library = LIBRARY_PATH.test(path) || path === 'native' || path.startsWith('internal/');
    return frame(at, library, library ? packageOf(path) : '');
  }
  return indentOf(line) > 0 && /:\d+(?::\d+)?\)?$/.test(rest) ? frame(at, false, '') : undefined;
}

function frame(at: number, library: boolean, owner: string, end = at + 1): StackFrame {
  return { end, library, owner, innermostLast: false };
}

function valgrindFrame(text: string, at: number): StackFrame | undefined {
  const found = VALGRIND.exec(text);
  if (!found) return undefined;
  const library = /\(in \/(?:usr|lib)|\(below main\)|vg_replace|\/sysdeps\//.test(found[1] ?? '');
  return frame(at, library, library ? 'system libraries' : '');
}

function numberedFrame(text: string, at: number): StackFrame | undefined {
  const found = NUMBERED.exec(text);
  if (!found) return undefined;
  const rest = found[3] ?? '';
  const place = /(?: at | in |\s|\()(\/[^\s(]+|\.\.?\/[^\s(]+|[\w./-]+\.\w+:\d[^\s(]*)\)?$/.exec(rest)?.[1] ?? '';
  if (found[2] === undefined && place === '' && !/^[^(]*\(.*\)/.test(rest)) return undefined;
  const library = LIBRARY_C.test(rest) || (place !== '' && LIBRARY_PATH.test(place));
  return frame(at, library, library ? 'system libraries' : '');
}

function rustFrame(lines: readonly string[], at: number, line: string, text: string): StackFrame | undefined {
  const found = indentOf(line) > 0 ? RUST.exec(text) : null;
  if (!found) return undefined;
  const next = (lines[at + 1] ?? '').trim();
  const located = next.startsWith('at ');
  if (!located && !/::|^0x|^<|^\w+$|^_/.test(found[1] ?? '')) return undefined;
  const name = found[1] ?? '';
  const path = located ? next.slice(3) : '';
  const library = located ? LIBRARY_PATH.test(path) || LIBRARY_RUST.test(name) : LIBRARY_RUST.test(name);
  const owner = library ? (/\b(?:std|core|alloc|test|tokio|rayon|hyper|futures)(?=[[:])/.exec(name)?.[0] ?? '') : '';
  return frame(at, library, owner, located ? at + 2 : at + 1);
}

function goFrame(lines: readonly string[], at: number): StackFrame | undefined {
  const next = lines[at + 1] ?? '';
  if (next.charCodeAt(0) !== 9) return undefined;
  const place = GO_PLACE.exec(next)?.[1];
  const call = lines[at] ?? '';
  if (place === undefined || !GO_CALL.test(call)) return undefined;
  const library = LIBRARY_PATH.test(place) || /^(?:runtime|testing|net\/http|reflect|sync|panic)[.(]/.test(call);
  return frame(at, library, library ? (/^(?:created by )?([\w./-]+?)[.(]/.exec(call)?.[1] ?? '') : '', at + 2);
}

function rubyFrame(text: string, at: number): StackFrame | undefined {
  const place = RUBY.exec(text)?.[1];
  if (place === undefined) return undefined;
  const library = LIBRARY_PATH.test(place);
  return frame(at, library, library ? packageOf(place) : '');
}

function kernelFrame(line: string, text: string, at: number): StackFrame | undefined {
  if (indentOf(line) === 0 || !KERNEL.test(text)) return undefined;
  // What a module brings is what is looked for; the rest is the kernel's own.
  const module = /\[(\w+)\]$/.exec(text)?.[1];
  return module ? frame(at, false, module) : frame(at, true, 'kernel');
}

import { posix } from 'node:path';
import type { AgentName } from '@headroom/agents/sessions';
import type { Episode } from '../book/book.js';
import { namedSecrets } from '../book/strict-mask.js';
import type { Act, Place } from '../reading/act.js';
import { type Call, callOf, signsOf } from './call.js';
import { correctionOf } from './correction.js';
import type { Finding, Sighting } from './finding.js';
import { isLasting } from './lasting.js';
import { isLook, orderOf } from './order.js';
import { pairOf, refusedOf, type Said } from './pair.js';
import { signKey } from './sign-key.js';
import { type Large, noteLarge, noteUse, type Reads, reread } from './waste.js';

/** Where findings go. */
export interface Sink {
  finding(finding: Finding): void;
  /** Something worked, or failed in a session, that is counted under a sign. */
  worked(sign: string, session: string, time: number): void;
  failed(sign: string, session: string): void;
  /** A value that was named as a secret. */
  secret(value: string): void;
  /** A failure with what was called next. */
  episode(episode: Episode): void;
  /** Characters that were read for nothing. */
  wasted(kind: 'reread' | 'unused' | 'repeated', what: string, characters: number): void;
}

/** A call that was repeated. */
interface Repeat {
  readonly call: Call;
  readonly count: number;
}

/** What is remembered of a thread from call to call: plain JSON. */
export interface Memory {
  /** Where its shell stands. */
  folder: string;
  /** Where the transcript said last that it stands. */
  stood: string;
  /** True after a line that went somewhere and was not understood. */
  isLost: boolean;
  failed: Call[];
  recent: Call[];
  repeats: Record<string, Repeat>;
  reads: Reads;
  large: Large[];
}

export const noMemory = (folder: string): Memory => ({
  folder,
  stood: folder,
  isLost: false,
  failed: [],
  recent: [],
  repeats: {},
  reads: {},
  large: [],
});

/** What an observer has to know of where it is. */
export interface Where {
  readonly agent: AgentName;
  readonly session: string;
  readonly file: string;
  /** The folder from which its paths are seen: the project's, or a worktree of it. */
  readonly base: string;
  /** The time of what has none. */
  readonly time: number;
}

/** Calls after which a failure is no longer what the next one answers to. */
const WINDOW = 10;
const MOST_REPEATS = 24;
/** Equal failures that are a loop. */
const LOOP = 3;

/** Looks at the calls of one thread in their order and tells what they say together. */
export class Observer {
  constructor(
    private readonly where: Where,
    private readonly memory: Memory,
    private readonly sink: Sink,
  ) {}

  act(act: Act, names?: ReadonlySet<string>): void {
    const { memory, where } = this;
    this.#stand(act.stood);
    const call = callOf(act, where.base, memory.folder);
    for (const text of [act.input, act.said]) for (const value of namedSecrets(text)) this.sink.secret(value);
    this.#count(call);
    if (act.outcome === 'failed') this.#fail(call);
    else if (act.outcome === 'ok') this.#work(call);
    else if (act.outcome === 'refused') for (const said of refusedOf(call)) this.#tell(call, call, said);
    this.#repeat(call);
    memory.recent = [...memory.recent, call].slice(-WINDOW);
    memory.failed = memory.failed.filter(({ act: { answered } }) => this.#since(answered).length < WINDOW);
    noteUse(memory.large, act.input, this.sink);
    if (names) noteLarge(memory.large, call, names);
    reread(memory.reads, call, this.sink);
    this.#move(call);
  }

  said(text: string, isUser: boolean, place: Place, time: number): void {
    if (!isUser) {
      noteUse(this.memory.large, text, this.sink);
      return;
    }
    // What a user does meanwhile is not told: what works now may work by that.
    this.memory.repeats = {};
    this.memory.failed = this.memory.failed.map((call) => ({ ...call, isAsked: true }));
    // The first thing that a user says corrects nothing.
    const last = this.memory.recent.at(-1);
    const said = last && correctionOf(text);
    if (!last || !said) return;
    const sighting = { ...this.#sighting(last.act, last.act), call: `${last.act.id} said`, time, success: place };
    this.sink.finding({ ...keyed(said), agent: this.where.agent, sighting });
  }

  /** What came before is no longer known to the model: that it reads again is no waste. */
  forget(): void {
    this.memory.reads = {};
    this.memory.large = [];
    this.memory.repeats = {};
  }

  #count(call: Call): void {
    const { outcome, time = this.where.time } = call.act;
    const { session } = this.where;
    const { whole, program, head, flags, paths } = signsOf(call);
    if (outcome === 'ok') {
      // The code of a line is that of its last program.
      const isSure = call.command?.isItsCode !== false;
      for (const sign of [whole, program, head, flags, ...paths])
        if (sign && isSure) this.sink.worked(sign, session, time);
    }
    if (outcome === 'refused') for (const sign of [whole, head, flags]) if (sign) this.sink.failed(sign, session);
    if (outcome !== 'failed') return;
    const byClass = call.why === 'no_program' ? [program] : call.why === 'bad_flag' ? [flags] : [];
    const missing = call.why === 'no_path' || call.act.kind === 'read' ? paths : [];
    for (const sign of [whole, ...byClass, ...missing]) if (sign) this.sink.failed(sign, session);
  }

  #fail(call: Call): void {
    this.memory.failed = [...this.memory.failed, call].slice(-WINDOW);
  }

  #work(call: Call): void {
    const { memory } = this;
    const whole = signsOf(call).whole;
    this.#note(call);
    memory.failed = memory.failed.filter((failed) => {
      const isSame = signsOf(failed).whole === whole;
      const between = this.#since(failed.act.answered);
      if (isSame) {
        if (!between.some(isEdit) && !failed.isAsked) this.#tell(failed, call, orderOf(failed, between, call));
        return false;
      }
      if (isMade(call, failed)) return false;
      // What was changed in between may be why it works now.
      const isChanged = between.some((one) => isEdit(one) && (call.act.kind === 'shell' || isMade(one, call)));
      const said = isChanged ? undefined : pairOf(failed, call);
      this.#tell(failed, call, said);
      return said === undefined;
    });
  }

  /** The next call of a kind that worked after one of it failed. */
  #note(worked: Call): void {
    const last = this.memory.failed.at(-1);
    const next =
      last && this.#since(last.act.answered).find(({ act }) => act.kind === last.act.kind && act.outcome === 'ok');
    if (!last || next || last.act.kind !== worked.act.kind || worked.act.called <= last.act.answered) return;
    this.sink.episode({
      ...this.#sighting(last.act, worked.act),
      agent: this.where.agent,
      sign: signKey(signsOf(last).whole),
      called: (last.act.command ?? last.act.input).slice(0, 240),
      said: last.act.said.slice(0, 240),
      next: (worked.act.command ?? worked.act.input).slice(0, 240),
    });
  }

  #tell(failed: Call, worked: Call, said: Said | undefined): void {
    if (!said) return;
    this.sink.finding({
      ...keyed(said),
      agent: this.where.agent,
      sighting: this.#sighting(failed.act, worked.act),
    });
  }

  #sighting(failed: Act, worked: Act): Sighting {
    const { file, session, time } = this.where;
    return {
      session,
      call: failed.id,
      time: failed.time ?? time,
      failure: { file, line: failed.answeredAt },
      success: { file, line: worked.answeredAt },
    };
  }

  #since(answered: number): Call[] {
    return this.memory.recent.filter(({ act }) => act.called > answered);
  }

  #repeat(call: Call): void {
    const { memory } = this;
    const { act, command } = call;
    const changes = isEdit(call) || (act.kind === 'shell' && act.outcome === 'ok' && !(command && isLook(command)));
    const key = `${act.tool}\n${act.input}`;
    const before = memory.repeats[key];
    const isAgain =
      before !== undefined && before.call.act.mark === act.mark && before.call.act.outcome === act.outcome;
    // Who waits in between looks whether something is done by now.
    if (changes || (act.kind === 'shell' && /(?:^|[\s;&|])(?:sleep|wait)\s/.test(act.command ?? '')))
      memory.repeats = {};
    const repeat = isAgain ? { call: before.call, count: before.count + 1 } : { call, count: 1 };
    delete memory.repeats[key];
    memory.repeats[key] = repeat;
    const keys = Object.keys(memory.repeats);
    if (keys.length > MOST_REPEATS) delete memory.repeats[keys[0] as string];
    if (!isAgain) return;
    if (act.outcome === 'ok' && act.kind === 'shell' && act.characters > 0)
      this.sink.wasted('repeated', act.command ?? act.tool, act.characters);
    if (act.outcome !== 'failed' || repeat.count !== LOOP) return;
    const what = act.kind === 'shell' ? act.command : undefined;
    if (what === undefined || !isLasting(what)) return;
    const sign = signsOf(call).whole;
    this.#tell(repeat.call, call, { kind: 'loop', wrong: what, right: '', why: call.why, sign, isRefutable: true });
  }

  /** Takes over where the transcript says that the shell stands, when that is news or it was not known. */
  #stand(stood: string | undefined): void {
    const { memory } = this;
    if (stood === undefined || (stood === memory.stood && !memory.isLost)) return;
    memory.folder = stood;
    memory.stood = stood;
    memory.isLost = false;
  }

  /** Claude Code's shell stays where it went. */
  #move({ act, command }: Call): void {
    if (this.where.agent !== 'claude-code' || act.kind !== 'shell' || act.outcome !== 'ok') return;
    const { memory } = this;
    if (!command) memory.isLost ||= /\b(?:cd|pushd|popd)\b/.test(act.command ?? '');
    else {
      const [program, to] = command.main.words;
      const last = program === 'cd' ? (to ?? '') : '';
      memory.folder = posix.resolve(memory.folder, command.folder ?? '', last);
    }
  }
}

/** Its signs as keys: they may hold more than the rule says. */
const keyed = (said: Said): Said => ({
  ...said,
  sign: signKey(said.sign),
  ...(said.rightSign === undefined ? {} : { rightSign: signKey(said.rightSign) }),
});

/** Tools that change no file, of those that are not known by their kind. */
const HARMLESS =
  /^(?:todo_?write|write_todos|update_plan|web_?fetch|web_?search|google_web_search|askuserquestion|exitplanmode|think|skill|toolsearch|taskoutput|bashoutput)$/i;
const OF_A_SERVER = /^mcp_/;
const LOOKS_UP = /(?:get|list|search|read|find|fetch|query|snapshot)/i;

/** What changes files, as far as it can be told; an unknown tool may. */
function isEdit({ act: { kind, outcome, command, tool } }: Call): boolean {
  if (outcome !== 'ok') return false;
  if (kind === 'edit' || kind === 'write') return true;
  if (kind === 'other') return !HARMLESS.test(tool) && !(OF_A_SERVER.test(tool) && LOOKS_UP.test(tool));
  return (
    kind === 'shell' &&
    /(?:^|[\s;&|])(?:sed\s+-i|perl\s+-\S*i|tee\s|patch\s|apply_patch|git\s+(?:apply|checkout|reset|restore|stash|am|cherry-pick))|>{1,2}\s*(?!&|\/dev\/)\S|<</.test(
      command ?? '',
    )
  );
}

/** Whether a call makes the file that another one was after. */
function isMade(one: Call, other: Call): boolean {
  const makes =
    one.act.kind === 'write' ||
    (one.act.kind === 'shell' && /(?:^|\s)(?:mkdir|touch|cp|mv|tee|git\s+mv|ln)\s|>/.test(one.act.command ?? ''));
  return makes && one.paths.some((path) => other.paths.includes(path));
}

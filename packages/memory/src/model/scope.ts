import { HeadroomError } from '@headroom/core';

/** From the widest to the narrowest: what holds for a user, for one of their agents, for one session, for one turn. */
export type ScopeLevel = 'user' | 'agent' | 'session' | 'turn';

/** The names that a scope is made of. */
export interface ScopeNames {
  readonly user?: string | undefined;
  readonly agent?: string | undefined;
  readonly session?: string | undefined;
  readonly turn?: string | undefined;
}

const MADE = Symbol('scope');

/**
 * Whose memory is meant. A scope sees what belongs to it and to the scopes around it: a session sees what its agent and its user
 * know, and nothing of another session. It is always made from names that are there, so that none can mean "everything".
 *
 * @example
 * ```ts
 * const ann = Scope.user('ann');
 * const here = ann.agent('coder').session('2026-05-07');
 * ```
 */
export class Scope<L extends ScopeLevel = ScopeLevel> {
  /** Keeps objects that only look like a scope from being one. */
  readonly #parts: readonly (string | undefined)[];

  private constructor(
    made: typeof MADE,
    readonly level: L,
    parts: readonly (string | undefined)[],
  ) {
    if (made !== MADE) throw new HeadroomError('invalid_argument', 'A scope is made by Scope.user(…)', 'scope');
    this.#parts = parts;
  }

  /** What holds for one user, or for whatever else owns a memory: a project, a team. */
  static user(user: string): Scope<'user'> {
    return new Scope(MADE, 'user', [named('user', user)]);
  }

  /** The scope that some names mean; undefined where they leave open whose it is (a turn needs its session, all need the user). */
  static of({ user, agent, session, turn }: ScopeNames): Scope | undefined {
    if (!user || (turn && !session)) return undefined;
    const owner = Scope.user(user);
    const of = agent ? owner.agent(agent) : owner;
    if (!session) return of;
    return turn ? of.session(session).turn(turn) : of.session(session);
  }

  /** One of a user's agents. */
  agent(this: Scope<'user'>, agent: string): Scope<'agent'> {
    return new Scope(MADE, 'agent', [this.user, named('agent', agent)]);
  }

  /** One session, of an agent or of a user. */
  session(this: Scope<'user'> | Scope<'agent'>, session: string): Scope<'session'> {
    return new Scope(MADE, 'session', [this.user, this.agentName, named('session', session)]);
  }

  /** One turn of a session. */
  turn(this: Scope<'session'>, turn: string): Scope<'turn'> {
    return new Scope(MADE, 'turn', [this.user, this.agentName, this.sessionName, named('turn', turn)]);
  }

  get user(): string {
    return this.#parts[0] as string;
  }

  get agentName(): string | undefined {
    return this.#parts[1];
  }

  get sessionName(): string | undefined {
    return this.#parts[2];
  }

  get turnName(): string | undefined {
    return this.#parts[3];
  }

  /** The names, as they are written into exports. */
  get names(): ScopeNames {
    return {
      user: this.user,
      ...(this.agentName !== undefined && { agent: this.agentName }),
      ...(this.sessionName !== undefined && { session: this.sessionName }),
      ...(this.turnName !== undefined && { turn: this.turnName }),
    };
  }

  /** One string a scope; those within it begin with it and `/`. A name left out is empty. */
  get path(): string {
    return this.#parts.map((part) => (part === undefined ? '' : encodeURIComponent(part))).join('/');
  }

  /** Its own path and those of the scopes around it. */
  get visible(): readonly string[] {
    const parts = this.path.split('/');
    return parts.flatMap((part, i) => (part === '' ? [] : [parts.slice(0, i + 1).join('/')]));
  }

  /** True when the other is this one or lies within it. */
  holds(other: Scope): boolean {
    return other.path === this.path || other.path.startsWith(`${this.path}/`);
  }

  toJSON(): ScopeNames {
    return this.names;
  }

  /** True for what this class has made. */
  static isScope(value: unknown): value is Scope {
    return typeof value === 'object' && value !== null && #parts in value;
  }

  /** The scope of a {@link path}. */
  static at(path: string): Scope {
    const [user = '', agent, session, turn] = path.split('/').map(decodeURIComponent);
    const scope = Scope.of({ user, agent, session, turn });
    if (!scope) throw new HeadroomError('invalid_argument', 'That is no path of a scope', 'scope');
    return scope;
  }
}

/** Refuses whatever is no scope, so that a name that is missing at run time gives nothing. */
export function checkScope(scope: unknown): asserts scope is Scope {
  if (!Scope.isScope(scope)) {
    const said = 'A scope is needed: Scope.user(name), or Scope.of(names) where a name may be missing';
    throw new HeadroomError('invalid_argument', said, 'scope');
  }
}

const LONGEST_NAME = 512;

function named(level: ScopeLevel, name: string): string {
  if (typeof name !== 'string' || name === '' || name.length > LONGEST_NAME || !name.isWellFormed())
    throw new HeadroomError(
      'invalid_argument',
      `The name of ${level === 'agent' ? 'an' : 'a'} ${level} is a text of 1 to ${LONGEST_NAME} characters`,
      level,
    );
  return name;
}

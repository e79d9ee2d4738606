import { useEffect, useRef } from 'preact/hooks';
import type { ListedSession } from '../book/record.js';
import { Outside, readSessions } from './api.js';

const AGAIN_MS = 2000;

/** What is known of all sessions, and whether it is being kept up to date. */
export interface Known {
  readonly sessions: ReadonlyMap<string, ListedSession>;
  readonly texts: boolean;
  readonly pricesDate: string;
  readonly now: number;
  readonly problem: string | undefined;
}

const NOTHING: Known = { sessions: new Map(), texts: false, pricesDate: '', now: Date.now(), problem: undefined };

/** Asks for what changed, as long as somebody looks. */
export function useFollowing(
  isIn: boolean,
  setKnown: (change: (known: Known | undefined) => Known | undefined) => void,
  onOutside: (why: string) => void,
): void {
  const version = useRef(0);
  useEffect(() => {
    if (!isIn) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const look = async () => {
      clearTimeout(timer);
      if (!document.hidden) {
        try {
          const told = await readSessions(version.current);
          version.current = Math.max(version.current, told.version);
          setKnown((known = NOTHING) => {
            const { texts, pricesDate, now } = told;
            const sessions = told.sessions.length === 0 ? known.sessions : new Map(known.sessions);
            for (const one of told.sessions) (sessions as Map<string, ListedSession>).set(one.key, one);
            return { sessions, texts, pricesDate, now, problem: undefined };
          });
        } catch (error) {
          if (error instanceof Outside) return onOutside(error.message);
          setKnown((known = NOTHING) => ({ ...known, problem: 'The service does not answer.' }));
        }
      }
      if (!isOver) timer = setTimeout(look, AGAIN_MS);
    };
    look();
    const onVisible = () => void (document.hidden || look());
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [isIn]);
}

import { useEffect, useRef, useState } from 'preact/hooks';
import type { ListedSession } from '../book/record.js';
import { enterByAddress, hasKey, Outside, readSessions } from './api.js';
import { Help } from './help.js';
import { useKeys } from './keys.js';
import { usePlace } from './place.js';
import { RequestView } from './request-view.js';
import { SessionList } from './session-list.js';
import { SessionView } from './session-view.js';
import { SignIn } from './sign-in.js';

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

export function App() {
  const [outside, setOutside] = useState<string | undefined>(undefined);
  const [entered, setEntered] = useState(false);
  const [known, setKnown] = useState<Known | undefined>(undefined);
  const [help, setHelp] = useState(false);
  const place = usePlace();
  useEffect(() => {
    enterByAddress()
      .catch(() => undefined)
      .finally(() => (hasKey() ? setEntered(true) : setOutside('')));
  }, []);
  useFollowing(entered, setKnown, (why) => {
    setEntered(false);
    setOutside(why);
  });
  useKeys({ '?': () => setHelp(true) });
  if (outside !== undefined && !entered)
    return (
      <SignIn
        why={outside}
        onEntered={() => {
          setOutside(undefined);
          setEntered(true);
        }}
      />
    );
  if (!known) return <p class="waiting">Reading the book …</p>;
  const session = place.session === undefined ? undefined : known.sessions.get(place.session);
  return (
    <>
      {help && <Help onClose={() => setHelp(false)} />}
      {place.session === undefined ? (
        <SessionList known={known} onHelp={() => setHelp(true)} />
      ) : place.step === undefined ? (
        <SessionView key={place.session} id={place.session} version={session?.version ?? 0} known={known} />
      ) : (
        <RequestView key={`${place.session} ${place.step}`} id={place.session} step={place.step} texts={known.texts} />
      )}
    </>
  );
}

/** Asks for what changed, as long as somebody looks. */
function useFollowing(
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

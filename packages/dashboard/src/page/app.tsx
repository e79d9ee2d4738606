import { useEffect, useState } from 'preact/hooks';
import { enterByAddress, hasKey } from './api.js';
import { type Known, useFollowing } from './following.js';
import { Help } from './help.js';
import { useKeys } from './keys.js';
import { usePlace } from './place.js';
import { RequestView } from './request-view.js';
import { SessionList } from './session-list.js';
import { SessionView } from './session-view.js';
import { SignIn } from './sign-in.js';

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

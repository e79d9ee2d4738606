import { useEffect, useState } from 'preact/hooks';

/** What the page shows: all sessions, one, or one request of it. */
export interface Place {
  readonly session?: string;
  readonly step?: number;
}

export function pathOf({ session, step }: Place): string {
  if (session === undefined) return '#/';
  return step === undefined ? `#/session/${session}` : `#/session/${session}/${step}`;
}

function placeIn(hash: string): Place {
  const [, session, step] = /^#\/session\/([0-9a-f]+)(?:\/(\d+))?$/.exec(hash) ?? [];
  return { ...(session && { session }), ...(step && { step: Number(step) }) };
}

export function go(place: Place): void {
  location.hash = pathOf(place);
}

export function usePlace(): Place {
  const [place, setPlace] = useState(() => placeIn(location.hash));
  useEffect(() => {
    const follow = () => setPlace(placeIn(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return place;
}

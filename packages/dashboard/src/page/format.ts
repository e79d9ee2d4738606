/** A large number as people say it: `14.7 M`, `3,210`. */
export function amount(value: number): string {
  if (value >= 1e9) return `${(value / 1e9).toFixed(value >= 1e10 ? 0 : 1)} G`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(value >= 1e8 ? 0 : 1)} M`;
  if (value >= 1e5) return `${Math.round(value / 1e3)} k`;
  if (value >= 1e4) return `${(value / 1e3).toFixed(1)} k`;
  return Math.round(value).toLocaleString('en-US');
}

/** `79 %`; never rounded to a whole that it is not. */
export function share(part: number, all: number): string {
  if (all === 0) return '–';
  const value = (100 * part) / all;
  if (part === 0 || part === all) return `${value} %`;
  if (value > 99.9) return '> 99.9 %';
  return `${Math.abs(value) < 10 || value > 90 ? value.toFixed(1) : Math.round(value)} %`;
}

export const dollars = (value: number): string =>
  value === 0 ? '$0' : `$${value.toFixed(Math.abs(value) < 0.1 ? 3 : 2)}`;

export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;

/** How long ago, in a word. */
export function ago(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1000));
  if (seconds < 5) return 'now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.round(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.round(seconds / 3600)} h ago`;
  return new Date(at).toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
}

export const clock = (at: number): string =>
  new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const dayAndTime = (at: number): string =>
  new Date(at).toLocaleString(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** The end of a name made by a machine is enough to tell it from others. */
export const shortName = (name: string): string => (name.length > 22 ? `${name.slice(0, 8)}…${name.slice(-6)}` : name);

// What a text could steer the direction of writing with shows as a sign for it, and so does what has no look.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
export const visible = (text: string): string => text.replace(UNSEEN, '\ufffd');

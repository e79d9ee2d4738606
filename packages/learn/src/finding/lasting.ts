const TEMPORARY =
  /(?:^|[\s'"=:])(?:\/private)?\/(?:tmp|var\/(?:tmp|folders)|dev\/shm|proc)\/|\bnode_modules\/\.|\.(?:tmp|swp|bak|orig|pid|sock)\b/i;
const ONE_TIME = [
  /\b[0-9a-f]{8}-[0-9a-f]{4}-/i,
  /\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}\b/i,
  /\b\d{4}-\d\d-\d\d\b/,
  /\d{5,}/,
  /(?:^|\s)#?\d{2,}(?=\s|$)/,
  /https?:\/\//,
  /\$\(|\$\{?[A-Za-z_]|%[sd]\b|•/,
];
/** What would not stand as it is in a line of Markdown, or looks like a mark of ours. */
const UNFIT = /[`\n\r\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|<!--|-->|headroom:learn|<\/?[a-z][\w-]*>/i;
const INLINE = /(?:^|\s)-(?:c|e|-eval|-command|-print|p) (?:'|"|\S+[(;])/;
/** What takes a guard away is no advice. */
const UNSAFE =
  /(?:^|[\s`'"(])(?:sudo|doas|su) |--(?:no-verify|force\b|force-with-lease|hard\b|break-system-packages|dangerously|allow-root|insecure|no-check-certificate|privileged|unsafe|skip-|no-gpg-sign|trusted-host|yolo|ignore-scripts|accept-data-loss)|\brm -|\bchmod (?:-R )?[0-7]{0,3}7\b/;
const UNSAFE_FLAGS: readonly (readonly [RegExp, RegExp])[] = [
  [/\bgit push\b/, / -f(?!\S)/],
  [/\bcurl\b/, / -k(?!\S)/],
];
const LONGEST = 140;

/** Whether a text says something that is still so tomorrow, and can be written down as it is. */
export function isLasting(text: string): boolean {
  return (
    text.length <= LONGEST &&
    !UNFIT.test(text) &&
    !TEMPORARY.test(text) &&
    !INLINE.test(text) &&
    !ONE_TIME.some((pattern) => pattern.test(text))
  );
}

export const isUnsafe = (text: string): boolean =>
  UNSAFE.test(text) || UNSAFE_FLAGS.some(([program, flag]) => program.test(text) && flag.test(text));

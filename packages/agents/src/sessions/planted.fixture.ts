/** A secret as it would stand in a text: what must not be shown, and the text around it. */
export interface Planted {
  readonly kind: string;
  readonly secret: string;
  readonly text: string;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Characters by a seed, the same every time. */
function maker(seed: number) {
  let state = seed;
  const next = (most: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * most);
  };
  return (length: number, alphabet = LETTERS) =>
    Array.from({ length }, () => alphabet[next(alphabet.length)] ?? 'x').join('');
}

/** Made-up secrets of many kinds. Their beginnings are put together here so that no scanner takes this file for a leak. */
export function plantedSecrets(count: number): Planted[] {
  const word = maker(42);
  const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const hex = '0123456789abcdef';
  const kinds: readonly (() => readonly [string, string, string])[] = [
    () => plain('github', `gh${'p'}_${word(36)}`),
    () => plain('github-fine', `github${'_pat_'}${word(22)}_${word(59)}`),
    () => plain('aws-id', `AKI${'A'}${word(16, upper)}`),
    () => named('aws-secret', 'aws_secret_access_key', word(40)),
    () => plain('anthropic', `sk-${'ant'}-api03-${word(93)}AA`),
    () => plain('openai', `sk-${'proj'}-${word(48)}`),
    () => plain('slack', `xox${'b'}-${word(12, '0123456789')}-${word(12, '0123456789')}-${word(24)}`),
    () => plain('npm', `npm${'_'}${word(36)}`),
    () => plain('google', `AIz${'a'}Sy${word(33)}`),
    () => plain('jwt', `eyJ${word(30)}.eyJ${word(60)}.${word(43)}`),
    () => named('password', 'DB_PASSWORD', word(14)),
    () => named('token', '"token"', `"${word(24, hex)}"`),
    () => plain('bearer', `Bearer ${word(32)}`),
    () => plain('random', word(44)),
    () => plain('hex', word(64, hex)),
    () => {
      const secret = word(18);
      return ['url', secret, `connect to postgres://app:${secret}@db.internal:5432/shop now`];
    },
    () => {
      const secret = word(64);
      return ['pem', secret, `-----BEGIN ${'RSA PRIVATE'} KEY-----\n${secret}\n-----END ${'RSA PRIVATE'} KEY-----`];
    },
  ];
  return Array.from({ length: count }, (_, i) => {
    const [kind, secret, text] = (kinds[i % kinds.length] as (typeof kinds)[number])();
    return { kind, secret: secret.replace(/^Bearer |"/g, ''), text };
  });
}

const plain = (kind: string, secret: string) => [kind, secret, `the log says ${secret} and goes on`] as const;
const named = (kind: string, name: string, secret: string) => [kind, secret, `export ${name}=${secret}`] as const;

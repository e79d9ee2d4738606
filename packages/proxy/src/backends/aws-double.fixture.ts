import { createHash, createHmac } from 'node:crypto';
import type { Got } from '../echo-provider.fixture.js';
import { gotHeader } from './backend-door.fixture.js';

export const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };

const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();
const encoded = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** What AWS would say against a request; undefined where its signature holds. Written from the specification, with nothing of the signer in it. */
export function againstSignature(
  got: Got,
  {
    service,
    region,
    secret = KEYS.secretAccessKey,
    now = Date.now(),
  }: { service: string; region: string; secret?: string; now?: number },
): string | undefined {
  const [, key, day, signedRegion, signedService, names = '', signature] =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(
      gotHeader(got, 'authorization') ?? '',
    ) ?? [];
  const date = gotHeader(got, 'x-amz-date') ?? '';
  if (key !== KEYS.accessKeyId) return 'UnrecognizedClientException';
  if (signedRegion !== region || signedService !== service || !date.startsWith(day ?? '?')) return 'scope';
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  if (!(Math.abs(at - now) < 300_000)) return 'InvalidSignatureException';
  const signed = names.split(';');
  if (!signed.includes('host') || !signed.includes('x-amz-date')) return 'host and date must be signed';
  for (let i = 0; i < got.rawHeaders.length; i += 2) {
    const name = (got.rawHeaders[i] as string).toLowerCase();
    if (name.startsWith('x-amz-') && !signed.includes(name)) return `${name} is not signed`;
  }
  const payload = sha256(got.body);
  if (gotHeader(got, 'x-amz-content-sha256') !== payload) return 'payload';
  const [path = '', query = ''] = got.url.split('?');
  const canonical = [
    got.method,
    path.split('/').map(encoded).join('/'),
    query
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [name = '', value = ''] = pair.split('=');
        return `${encoded(decodeURIComponent(name))}=${encoded(decodeURIComponent(value))}`;
      })
      .sort()
      .join('&'),
    ...signed.map((name) => `${name}:${(gotHeader(got, name) ?? '').trim().replace(/ +/g, ' ')}`),
    '',
    names,
    payload,
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const signingKey = ['aws4_request'].reduce<Buffer>(
    (last, part) => hmac(last, part),
    hmac(hmac(hmac(`AWS4${secret}`, day as string), region), service),
  );
  return hmac(signingKey, toSign).toString('hex') === signature ? undefined : 'SignatureDoesNotMatch';
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/** A frame of an AWS event stream, written from its specification. */
export function frameOf(headers: Readonly<Record<string, string>>, payload: string): Buffer {
  const head = Buffer.concat(
    Object.entries(headers).map(([name, value]) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(Buffer.byteLength(value));
      return Buffer.concat([
        Buffer.from([name.length]),
        Buffer.from(name),
        Buffer.from([7]),
        length,
        Buffer.from(value),
      ]);
    }),
  );
  const body = Buffer.from(payload);
  const frame = Buffer.alloc(12 + head.length + body.length + 4);
  frame.writeUInt32BE(frame.length, 0);
  frame.writeUInt32BE(head.length, 4);
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8);
  head.copy(frame, 12);
  body.copy(frame, 12 + head.length);
  frame.writeUInt32BE(crc32(frame.subarray(0, -4)), frame.length - 4);
  return frame;
}

/** A native event in the frame that Bedrock puts it in. */
export const chunkFrame = (event: string) =>
  frameOf(
    { ':event-type': 'chunk', ':content-type': 'application/json', ':message-type': 'event' },
    JSON.stringify({ bytes: Buffer.from(event).toString('base64'), p: 'abcdefghij' }),
  );

export const exceptionFrame = (type: string, message: string) =>
  frameOf(
    { ':exception-type': type, ':content-type': 'application/json', ':message-type': 'exception' },
    JSON.stringify({ message }),
  );

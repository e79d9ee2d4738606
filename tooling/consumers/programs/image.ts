import { createHeadroom } from '@headroom/core';
import { pictureTokens } from '@headroom/core/pictures';
import { imageRouter } from '@headroom/image';
import sharp from 'sharp';

const LINES = ['The harbour office opens at seven in the morning.', 'Parcels arrive on Tuesday before noon.'];

async function isInstalled(id: string): Promise<boolean> {
  return import(id).then(
    () => true,
    () => false,
  );
}

async function main(): Promise<void> {
  const text = LINES.map((line, at) => `<text x="40" y="${90 + at * 60}">${line}</text>`).join('');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800"><rect width="100%" height="100%" fill="#fff"/><g font-family="sans-serif" font-size="32">${text}</g></svg>`;
  const data = (await sharp(Buffer.from(svg)).png().toBuffer()).toString('base64');
  const router = imageRouter({ textDeadlineMs: 60_000 });
  const picture = { wire: 'anthropic', mediaType: 'image/png', data } as const;
  const task = { model: 'claude-opus-4-6', retrievable: true } as const;
  const part = await router.route(picture, { ...task, query: 'What is in the top left corner?' });
  const read = await router.route(picture, { ...task, query: 'What is the text in this picture?' });
  const reads = await isInstalled('onnxruntime-node');
  const engine = createHeadroom({ pictures: router, retrieval: 'tool' });
  const { messages } = await engine.compress({
    model: 'claude-opus-4-6',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is in the top left corner?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data } },
        ],
      },
    ],
  });
  const { tokens } = pictureTokens({ width: 1200, height: 800 }, { wire: 'anthropic', model: 'claude-opus-4-6' });
  const isRight = reads
    ? read.kind === 'text' && LINES.every((line) => read.text.replace(/\s/g, '').includes(line.replace(/\s/g, '')))
    : read.kind === 'kept' && /missing_peer/.test(read.warning ?? '');
  const isNoted = JSON.stringify(messages).includes('hash=');
  const isFine = part.kind === 'bytes' && isRight && isNoted && tokens === 1247;
  console.log(
    isFine
      ? `ok, ${reads ? 'text was read' : 'without the peers'}`
      : JSON.stringify([part.kind, read, isNoted, tokens]),
  );
}

void main();

import { createOpenAI } from '@ai-sdk/openai';
import { withHeadroom } from '@headroom/ai-sdk';
import { stepCountIs, streamText, tool } from 'ai';
import { z } from 'zod';
import { listRequests } from '../../../list-requests';

export async function POST(request: Request): Promise<Response> {
  const { question } = z.object({ question: z.string().max(4000) }).parse(await request.json());
  const { OPENAI_BASE_URL } = process.env;
  const openai = createOpenAI(OPENAI_BASE_URL ? { baseURL: OPENAI_BASE_URL } : {});
  const { textStream } = streamText({
    // The model reads tool results short, and asks for an original where it needs more.
    model: withHeadroom(openai('gpt-4o'), {
      onSaved: ({ tokensBefore, tokensAfter }) => console.log(`${tokensBefore} tokens became ${tokensAfter}`),
    }),
    tools: {
      list_requests: tool({
        description: 'The requests of the last hour.',
        inputSchema: z.object({}),
        execute: async () => listRequests(),
      }),
    },
    stopWhen: stepCountIs(5),
    prompt: question,
  });
  return new Response(textStream.pipeThrough(new TextEncoderStream()), {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  });
}

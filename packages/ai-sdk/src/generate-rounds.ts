import type { Conversation } from './conversation.js';
import type { CallOptions, GenerateResult, Message, Model } from './language-model.js';
import { answerRound, isCallersCall, isOurCall, messagesOf, type Round, sumUsage } from './round.js';

/** Answers the model's calls of our tool until it says something to the caller, and hands that over as one result. */
export async function generateRounds<Options extends CallOptions, Result extends GenerateResult>(
  first: PromiseLike<Result>,
  params: Options,
  model: Pick<Model<Options, Result, unknown>, 'doGenerate'>,
  conversation: Conversation,
): Promise<Result> {
  const results: Result[] = [];
  const rounds: Round[] = [];
  let prompt: readonly Message[] = params.prompt;
  for (let call = first; ; ) {
    const result = await call;
    results.push(result);
    const round = await answerRound(result.content as never, conversation.headroom);
    const goesOn = round.answers.length > 0 && !round.said.some(isCallersCall);
    if (!goesOn || rounds.length === conversation.maxRounds) {
      await conversation.finish(
        rounds,
        goesOn ? { ...round, said: round.said.filter((part) => !isOurCall(part)) } : round,
      );
      return asOne(results, goesOn);
    }
    rounds.push(round);
    prompt = [...prompt, ...messagesOf(round)];
    call = model.doGenerate(conversation.next(params, prompt, rounds.length));
  }
}

function asOne<Result extends GenerateResult>(results: readonly Result[], cutShort: boolean): Result {
  const last = results.at(-1) as Result;
  const hides = results.some(({ content }) => content.some((part) => isOurCall(part as never)));
  if (!hides) return last;
  return {
    ...last,
    content: results.flatMap(({ content }) => content.filter((part) => !isOurCall(part as never))),
    finishReason: cutShort ? { ...last.finishReason, unified: 'stop' } : last.finishReason,
    usage: sumUsage(results.map(({ usage }) => usage)),
    warnings: results.flatMap(({ warnings }) => warnings),
  };
}

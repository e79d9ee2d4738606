import { SMALL_TALK } from '../words/small-talk.js';
import { STOP_WORDS } from '../words/stop-words.js';
import { wordsOf } from '../words/terms.js';

/** How a sentence begins that greets, thanks, agrees or wishes well. */
const FILLER =
  /^(?:oh|aw+|hey|hi|hello|wow|yeah|yes|yep|cool|great|nice|thanks?|thank you|that's (?:so |really |very )?(?:great|awesome|cool|nice|amazing|fantastic|wonderful|good)|sounds? (?:so |really )?(?:great|good|awesome|cool|fun|nice|amazing)|good (?:to (?:see|hear from) you|morning|evening|luck)|long time no (?:see|talk|chat)|how(?:'s| is| are|'ve)(?: it| you| everything| things)?(?: been| going| doing)?|what's (?:up|new)|take care|bye|see you|talk (?:to you )?(?:soon|later)|congrats|congratulations|awesome|amazing|absolutely|definitely|exactly|totally|sure|no problem|you're welcome|no worries|me too|same here|keep it up|have fun|of course|i agree|glad to hear|that's it|so (?:true|cool|sweet|pretty))\b/i;
const MOST_WORDS = 10;

/**
 * A turn without the sentences that say nothing to whoever reads it later: greetings, thanks, well-wishing. A sentence with a number
 * or a name other than the speakers' stays, and so does a turn of nothing else.
 */
export function withoutFillers(text: string, speakers: ReadonlySet<string>): string {
  const sentences = text.split(/(?<=[.!?])\s+/);
  if (sentences.length === 1) return text;
  const kept = sentences.filter((sentence) => !isFiller(sentence, speakers));
  return kept.length === 0 ? text : kept.join(' ');
}

function isFiller(sentence: string, speakers: ReadonlySet<string>): boolean {
  const words = wordsOf(sentence).filter((word) => !speakers.has(word));
  const telling = words.filter((word) => !STOP_WORDS.has(word));
  if (telling.length === 0) return !/\d/.test(sentence) && !/^(?:yes|no|yeah|yep|nope)\b/i.test(sentence);
  if (words.length > MOST_WORDS || !telling.every((word) => SMALL_TALK.has(word)) || !FILLER.test(sentence))
    return false;
  const names = sentence.slice(1).match(/\b(?!I\b)\p{Lu}\p{L}*/gu) ?? [];
  return !/\d/.test(sentence) && names.every((name) => speakers.has(name.toLowerCase()));
}

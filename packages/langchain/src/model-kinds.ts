import type { BaseChatModel } from '@langchain/core/language_models/chat_models';

/** Whether something is a chat model itself, of whichever copy or version of the package. */
export function isModel(value: unknown): value is BaseChatModel {
  return typeof (value as Partial<BaseChatModel> | null | undefined)?._generate === 'function';
}

type Choose = (config?: object) => Promise<object>;

/** The method of a model of `initChatModel` that says which model it is in one call; the earlier major has another name for it. */
export function chooserOf(model: BaseChatModel): Choose | undefined {
  if (!('_queuedMethodOperations' in model)) return undefined;
  const { _getModelInstance: now, _model: earlier } = model as { _getModelInstance?: Choose; _model?: Choose };
  return (now ?? earlier)?.bind(model);
}

/** What a question is about. */
export type QuestionType = 'lookup' | 'maximum' | 'minimum' | 'count' | 'error' | 'first' | 'last' | 'definition';

/** A question made from a text, with a check that needs nothing but that text: exact lookup. */
export interface Question {
  readonly type: QuestionType;
  readonly ask: string;
  /** Strings that an answer has to hold; missing where no short answer can be told from the text. */
  readonly expects?: readonly string[];
  /** Can the answer be read off this text? */
  answeredBy(text: string): boolean;
}

/** A text and the questions made from it. */
export interface Source {
  readonly id: string;
  readonly text: string;
  readonly questions: readonly Question[];
}

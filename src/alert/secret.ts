import { inspect } from "node:util";

const HIDDEN = "[hidden]";

/** A text that no log and no JSON shows: only whoever asks for it gets it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  /** The message without the secret, should somebody have put it in. */
  hideIn(message: string): string {
    return this.#text === "" ? message : message.replaceAll(this.#text, HIDDEN);
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  [inspect.custom](): string {
    return HIDDEN;
  }
}

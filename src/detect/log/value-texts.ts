import { toValueCode } from "../../profile/index.ts";
import type { EventTables } from "./event-tables.ts";
import { type TableSizes, toActionText } from "./fact-tables.ts";
import { toNetworkText } from "./network.ts";

/** Texts of value codes, one beside the other: plain, to be sent to threads. */
export interface ValueTexts {
  readonly codes: readonly number[];
  readonly texts: readonly string[];
}

/** Texts for the codes of what tables hold from `from` on, and of containers. */
export function toValueTexts(
  tables: EventTables,
  from: TableSizes,
  containers: Iterable<string>,
): ValueTexts {
  const found = new Set<string>();
  const add = (text: string | null): void => {
    if (text !== null && text !== "") found.add(text);
  };
  for (const { id, account } of tables.actors.slice(from.actors)) {
    add(id);
    add(account);
  }
  for (const action of tables.actions.slice(from.actions)) {
    add(toActionText(action));
    add(action.service);
  }
  for (const address of tables.addresses.slice(from.addresses)) {
    add(address.text);
    add(address.country);
    add(toNetworkText(address));
  }
  for (const { name } of tables.tools.slice(from.tools)) add(name);
  for (const context of tables.contexts.slice(from.contexts)) {
    add(context.errorCode);
    add(context.account);
    add(context.region);
  }
  for (const name of containers) add(name);
  const texts = [...found];
  return { codes: texts.map(toValueCode), texts };
}

/** Texts by their codes; of two with one code the lesser is kept, whichever came first. */
export class TextsByCode {
  readonly #texts = new Map<number, string>();
  readonly #waiting: ValueTexts[] = [];

  /** Most texts are never asked for: they are put in order when the first is. */
  add(texts: ValueTexts): void {
    this.#waiting.push(texts);
  }

  textOf(code: number): string | null {
    for (const { codes, texts } of this.#waiting.splice(0)) {
      for (let i = 0; i < codes.length; i++) this.#note(codes[i]!, texts[i]!);
    }
    return this.#texts.get(code) ?? null;
  }

  #note(code: number, text: string): void {
    const known = this.#texts.get(code);
    if (known === undefined || text < known) this.#texts.set(code, text);
  }
}

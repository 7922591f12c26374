import type { Action, Actor, Address, Tool } from "../../domain/index.ts";
import {
  type TableUpdates,
  toActionKey,
  toActorKey,
  toAddressKey,
  toContextKey,
  toToolKey,
} from "./event-row-writer.ts";
import type { EventContext } from "./event-rows.ts";
import type { TableUpdate } from "./sender-table.ts";

/** What the numbers in event rows mean, over all senders. */
export interface EventTables {
  readonly actors: readonly Actor[];
  readonly actions: readonly Action[];
  readonly addresses: readonly Address[];
  readonly tools: readonly Tool[];
  readonly contexts: readonly EventContext[];
  readonly keys: readonly string[];
}

/** What a sender's numbers are in the tables; of a key, number + 1. */
export interface SenderNumbers {
  readonly actors: number[];
  readonly actions: number[];
  readonly addresses: number[];
  readonly tools: number[];
  readonly contexts: number[];
  readonly keys: number[];
}

/** Access keys that are remembered for chaining identities; later ones are not known beyond it. */
export const ACCESS_KEYS_MAX = 400_000;

/** Brings the tables of senders together. */
export class MergedTables implements EventTables {
  readonly #actors = new MergedTable<Actor>(toActorKey);
  readonly #actions = new MergedTable<Action>(toActionKey);
  readonly #addresses = new MergedTable<Address>(toAddressKey);
  readonly #tools = new MergedTable<Tool>(toToolKey);
  readonly #contexts = new MergedTable<EventContext>(toContextKey);
  readonly #keys = new MergedTable<string>((key) => key);
  readonly #senders = new Map<number, SenderNumbers>();

  get actors(): readonly Actor[] {
    return this.#actors.rows;
  }
  get actions(): readonly Action[] {
    return this.#actions.rows;
  }
  get addresses(): readonly Address[] {
    return this.#addresses.rows;
  }
  get tools(): readonly Tool[] {
    return this.#tools.rows;
  }
  get contexts(): readonly EventContext[] {
    return this.#contexts.rows;
  }
  get keys(): readonly string[] {
    return this.#keys.rows;
  }

  /** Takes what is new in a sender's tables; gives what the sender's numbers are here. */
  update(sender: number, updates: TableUpdates): SenderNumbers {
    let numbers = this.#senders.get(sender);
    if (numbers === undefined) {
      numbers = { actors: [], actions: [], addresses: [], tools: [], contexts: [], keys: [] };
      this.#senders.set(sender, numbers);
    }
    appendNumbers(numbers.actors, updates.actors, (actor) => this.#actors.toNumber(actor));
    appendNumbers(numbers.actions, updates.actions, (action) => this.#actions.toNumber(action));
    appendNumbers(numbers.addresses, updates.addresses, (address) => this.#addresses.toNumber(address));
    appendNumbers(numbers.tools, updates.tools, (tool) => this.#tools.toNumber(tool));
    appendNumbers(numbers.contexts, updates.contexts, (context) => this.#contexts.toNumber(context));
    appendNumbers(numbers.keys, updates.keys, (key) => this.#toKeyField(key));
    return numbers;
  }

  /** Nothing more comes: what finds rows by their content is given up. */
  seal(): void {
    this.#senders.clear();
    for (const table of [
      this.#actors,
      this.#actions,
      this.#addresses,
      this.#tools,
      this.#contexts,
      this.#keys,
    ])
      table.seal();
  }

  #toKeyField(key: string): number {
    return this.#keys.rows.length < ACCESS_KEYS_MAX ? this.#keys.toNumber(key) + 1 : this.#keys.find(key) + 1;
  }
}

/** Puts the numbers of what a sender told behind those of what it told before. */
export function appendNumbers<T>(
  numbers: number[],
  update: TableUpdate<T>,
  toNumber: (row: T) => number,
): void {
  if (update.from === 0) numbers.length = 0;
  if (update.from !== numbers.length) throw new Error("a batch of another sender, or out of turn");
  for (const row of update.rows) numbers.push(toNumber(row));
}

/** Distinct rows by their content, in the order in which they came. */
class MergedTable<T> {
  readonly rows: T[] = [];
  readonly #toKey: (row: T) => string;
  readonly #numbers = new Map<string, number>();

  constructor(toKey: (row: T) => string) {
    this.#toKey = toKey;
  }

  toNumber(row: T): number {
    const key = this.#toKey(row);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.rows.length);
    this.rows.push(row);
    return this.rows.length - 1;
  }

  seal(): void {
    this.#numbers.clear();
  }

  /** -1: not there. */
  find(row: T): number {
    return this.#numbers.get(this.#toKey(row)) ?? -1;
  }
}

import { type ControlledTransaction, sql } from "kysely";
import { type Clock, type ContentHash, toEpochMs } from "../../domain/index.ts";
import type { Engine } from "../engine.ts";
import type { StoreLimits } from "../limits.ts";
import type {
  IngestSession,
  IngestSessionOptions,
  InputBatch,
  InputIdentity,
  InputOutcome,
  InputRecord,
} from "../port.ts";
import { type LedgerAnswer, toLedgerNumber } from "../queries/ledger.ts";
import type { StoreTables } from "../tables.ts";
import { EventRows, type RowsMark } from "./event-rows.ts";
import { type LedgerRow, writeLedger } from "./ledger-rows.ts";
import { mergeRows } from "./merge.ts";

/** Numbers for inputs taken from the sequence at once; unused ones leave gaps, which mean nothing. */
const INPUT_KEYS_AT_ONCE = 64;

interface WaitingInput {
  readonly key: number;
  readonly identity: InputIdentity;
  /** Its row of the ledger is there and is written anew. */
  readonly isAgain: boolean;
  seen: number;
  merges: number;
  added: number;
  rejects: number;
  skipped: number;
  firstAt: number;
  lastAt: number;
}

export interface SessionOptions extends IngestSessionOptions {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly limits: StoreLimits;
  readonly askLedger: (input: InputIdentity) => Promise<LedgerAnswer>;
  readonly readLedgerMemory: () => Promise<Set<number> | null>;
}

export class StoreIngestSession implements IngestSession {
  readonly #options: SessionOptions;
  /** Complete inputs whose rows wait, and the hashes of all that is not committed. */
  #inputs: WaitingInput[] = [];
  readonly #hashes = new Set<ContentHash>();
  #rows = new EventRows();
  #outcomes: InputOutcome[] = [];
  #inputKeys: number[] = [];
  #transaction: ControlledTransaction<StoreTables> | null = null;
  #oldestAt = 0;
  /** What the ledger held when the session began, and what it committed since. */
  #memory: { readonly numbers: Set<number> | null } | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  async add(identity: InputIdentity, batches: AsyncIterable<InputBatch>): Promise<void> {
    const answer = await this.#askLedger(identity);
    if (answer.kind === "known") {
      this.#outcomes.push({ kind: "known", input: identity });
      return;
    }
    if (this.#inputs.length === 0) this.#oldestAt = this.#options.clock.now();
    const input = await this.#createInput(identity, answer);
    let before = this.#rows.mark;
    try {
      for await (const batch of batches) {
        this.#addBatch(input, batch);
        if (this.#waiting() < this.#options.limits.waitingRowsMax) continue;
        await this.#spill(input, before);
        before = this.#rows.mark;
      }
    } catch (error) {
      await this.#dropInput(before);
      throw this.#options.engine.toProblem(error);
    }
    this.#inputs.push(input);
    this.#hashes.add(identity.hash);
    if (this.#isDue()) await this.#commitInputs();
  }

  async commit(): Promise<readonly InputOutcome[]> {
    await this.#commitInputs();
    return this.takeOutcomes();
  }

  takeOutcomes(): readonly InputOutcome[] {
    return this.#outcomes.splice(0);
  }

  async rollback(): Promise<void> {
    this.#inputs = [];
    this.#hashes.clear();
    this.#rows = new EventRows();
    const transaction = this.#transaction;
    this.#transaction = null;
    await transaction?.rollback().execute();
  }

  async #askLedger(identity: InputIdentity): Promise<LedgerAnswer> {
    if (this.#hashes.has(identity.hash)) return { kind: "known" };
    this.#memory ??= { numbers: await this.#options.readLedgerMemory() };
    const { numbers } = this.#memory;
    if (numbers !== null && !numbers.has(toLedgerNumber(identity.hash))) return { kind: "new" };
    return this.#options.askLedger(identity);
  }

  #waiting(): number {
    return this.#rows.length + this.#rows.rejects.length;
  }

  #isDue(): boolean {
    const { limits, clock } = this.#options;
    return (
      this.#transaction !== null ||
      this.#waiting() >= limits.waitingRowsMax ||
      this.#inputs.length >= limits.transactionInputsMax ||
      clock.now() - this.#oldestAt >= limits.transactionAgeMaxMs
    );
  }

  #addBatch(input: WaitingInput, batch: InputBatch): void {
    for (const placed of batch.events) {
      this.#rows.add(placed, input.key);
      const { at } = placed.event;
      if (at < input.firstAt) input.firstAt = at;
      if (at > input.lastAt) input.lastAt = at;
    }
    for (const reject of batch.rejects) this.#rows.rejects.push({ inputKey: input.key, reject });
    input.seen += batch.events.length;
    input.rejects += batch.rejects.length;
    input.skipped += batch.skipped;
  }

  /**
   * Makes room while an input is being read. Its rows go into a transaction of its own, for they must vanish with it:
   * inputs that are complete are committed before.
   */
  async #spill(input: WaitingInput, before: RowsMark): Promise<void> {
    if (this.#inputs.length > 0) {
      const rest = this.#rows;
      this.#rows = rest.takeBefore(before);
      await this.#commitInputs();
      this.#rows = rest;
    }
    await this.#merge([input]);
  }

  /** Forgets the input that is being read: its waiting rows, and its transaction if it has one. */
  async #dropInput(before: RowsMark): Promise<void> {
    if (this.#transaction === null) this.#rows.truncate(before);
    else await this.rollback();
  }

  async #commitInputs(): Promise<void> {
    const inputs = this.#inputs;
    if (inputs.length === 0) return;
    try {
      await this.#merge(inputs);
      const records = inputs.map((input) => this.#toRecord(input));
      await writeLedger(this.#options.engine, this.#transaction!, toLedgerRows(inputs, records));
      await this.#options.beforeCommit?.();
      await this.#transaction!.commit().execute();
      this.#transaction = null;
      this.#inputs = [];
      for (const input of records) {
        this.#hashes.delete(input.hash);
        this.#memory?.numbers?.add(toLedgerNumber(input.hash));
        this.#outcomes.push({ kind: "committed", input });
      }
    } catch (error) {
      const problem = this.#options.engine.toProblem(error);
      await this.#rollbackQuietly();
      throw problem;
    }
  }

  /** After a failed write the engine may refuse the rollback as well; the first failure is the one to tell. */
  async #rollbackQuietly(): Promise<void> {
    try {
      await this.rollback();
    } catch (error) {
      this.#options.engine.toProblem(error);
    }
  }

  async #merge(inputs: readonly WaitingInput[]): Promise<void> {
    const { engine } = this.#options;
    this.#transaction ??= await engine.db.startTransaction().execute();
    for (const input of inputs) {
      if (input.isAgain && input.merges++ === 0)
        await this.#transaction.deleteFrom("rejects").where("input_key", "=", input.key).execute();
    }
    const rows = this.#rows;
    const added = await mergeRows(engine, this.#transaction, rows);
    this.#rows = new EventRows();
    for (const input of inputs) input.added += added.get(input.key) ?? 0;
  }

  #toRecord(input: WaitingInput): InputRecord {
    return {
      ...input.identity,
      events: input.added,
      duplicates: input.seen - input.added,
      rejects: input.rejects,
      skipped: input.skipped,
      firstAt: input.seen === 0 ? null : toEpochMs(input.firstAt),
      lastAt: input.seen === 0 ? null : toEpochMs(input.lastAt),
      ingestedAt: this.#options.clock.now(),
    };
  }

  async #createInput(identity: InputIdentity, answer: LedgerAnswer): Promise<WaitingInput> {
    if (answer.kind === "new" && this.#inputKeys.length === 0) {
      const found = await sql<{ key: number }>`
        select nextval('inputs_keys') as key from generate_series(1, ${sql.lit(INPUT_KEYS_AT_ONCE)})`.execute(
        this.#options.engine.db,
      );
      this.#inputKeys = found.rows.map((row) => Number(row.key)).reverse();
    }
    return {
      key: answer.kind === "again" ? answer.inputKey : this.#inputKeys.pop()!,
      isAgain: answer.kind === "again",
      identity,
      seen: 0,
      merges: 0,
      added: 0,
      rejects: 0,
      skipped: 0,
      firstAt: Number.POSITIVE_INFINITY,
      lastAt: Number.NEGATIVE_INFINITY,
    };
  }
}

const toLedgerRows = (
  inputs: readonly WaitingInput[],
  records: readonly InputRecord[],
): readonly LedgerRow[] =>
  inputs.map(({ key, isAgain }, index) => ({ key, isAgain, record: records[index]! }));

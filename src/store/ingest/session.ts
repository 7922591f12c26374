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
import { DimensionKeys } from "./dimension-keys.ts";
import { EventRows, type RowsMark } from "./event-rows.ts";
import { mergeStaged } from "./merge.ts";
import { NOTHING_STAGED, type StagedCounts, stageRows } from "./stage.ts";

/** Numbers for inputs taken from the sequence at once; unused ones leave gaps, which mean nothing. */
const INPUT_KEYS_AT_ONCE = 64;

/** A session over a few inputs asks for each; one over many asks once for all that the ledger has. */
const ASKED_ONE_BY_ONE = 32;

interface WaitingInput {
  readonly key: number;
  readonly identity: InputIdentity;
  /** Its row of the ledger is there and is written anew. */
  readonly isAgain: boolean;
  /** What the store that it is copied from wrote; null: it is read for the first time. */
  readonly recorded: InputRecord | null;
  seen: number;
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
  readonly #dimensionKeys: DimensionKeys;
  /** Open while rows stand in its temporary tables. */
  #transaction: ControlledTransaction<StoreTables> | null = null;
  #staged: StagedCounts = NOTHING_STAGED;
  #oldestAt = 0;
  /** Inputs that the ledger was asked about. */
  #asked = 0;
  /** What the ledger held when the session began, and what it committed since. */
  #memory: { readonly numbers: Set<number> | null } | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#dimensionKeys = new DimensionKeys(options.engine, options.limits.dimensionValuesMax);
  }

  add(identity: InputIdentity, batches: AsyncIterable<InputBatch>): Promise<void> {
    return this.#read(identity, null, batches);
  }

  restore(record: InputRecord, batches: AsyncIterable<InputBatch>): Promise<void> {
    return this.#read(toIdentity(record), record, batches);
  }

  async #read(
    identity: InputIdentity,
    recorded: InputRecord | null,
    batches: AsyncIterable<InputBatch>,
  ): Promise<void> {
    const answer = await this.#askLedger(identity);
    if (answer.kind === "known") {
      this.#outcomes.push({ kind: "known", input: identity });
      return;
    }
    if (this.#inputs.length === 0) this.#oldestAt = this.#options.clock.now();
    const input = { ...(await this.#createInput(identity, answer)), recorded };
    let before = this.#rows.mark;
    try {
      for await (const batch of batches) {
        this.#addBatch(input, batch);
        if (this.#waiting() < this.#options.limits.waitingRowsMax) continue;
        await this.#spill(before);
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
    this.#staged = NOTHING_STAGED;
    const transaction = this.#transaction;
    this.#transaction = null;
    await transaction?.rollback().execute();
  }

  async #askLedger(identity: InputIdentity): Promise<LedgerAnswer> {
    if (this.#hashes.has(identity.hash)) return { kind: "known" };
    if (this.#asked++ < ASKED_ONE_BY_ONE) return this.#options.askLedger(identity);
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
   * Makes room while an input is being read. Its rows go into temporary tables of a transaction of its own, for they
   * must vanish with it: inputs that are complete are committed before.
   */
  async #spill(before: RowsMark): Promise<void> {
    if (this.#inputs.length > 0) {
      const rest = this.#rows;
      this.#rows = rest.takeBefore(before);
      await this.#commitInputs();
      this.#rows = rest;
    }
    await this.#stage();
  }

  /** Forgets the input that is being read: its waiting rows, and its transaction if it has one. */
  async #dropInput(before: RowsMark): Promise<void> {
    if (this.#transaction === null) this.#rows.truncate(before);
    else await this.rollback();
  }

  async #commitInputs(): Promise<void> {
    const inputs = this.#inputs;
    if (inputs.length === 0) return;
    const { engine, beforeCommit } = this.#options;
    try {
      await beforeCommit?.();
      const trx = await this.#stage();
      const records = inputs.map((input) => this.#toRecord(input));
      const request = {
        inputs: inputs.map(({ key, isAgain }, index) => ({ key, isAgain, record: records[index]! })),
        staged: this.#staged,
      };
      const { claimed, added } = await engine.attempt(trx, () => mergeStaged(engine, trx, request));
      await trx.commit().execute();
      this.#transaction = null;
      this.#staged = NOTHING_STAGED;
      this.#inputs = [];
      for (const [index, { key, identity }] of inputs.entries()) {
        const record = records[index]!;
        const events = added.get(key) ?? 0;
        this.#hashes.delete(identity.hash);
        this.#memory?.numbers?.add(toLedgerNumber(identity.hash));
        this.#outcomes.push(
          claimed.has(key)
            ? { kind: "committed", input: { ...record, events, duplicates: record.duplicates - events } }
            : { kind: "known", input: identity },
        );
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

  async #stage(): Promise<ControlledTransaction<StoreTables>> {
    const { engine } = this.#options;
    const trx = this.#transaction ?? (await engine.db.startTransaction().execute());
    this.#transaction = trx;
    const request = { rows: this.#rows, before: this.#staged, dimensionKeys: this.#dimensionKeys };
    this.#staged = await stageRows(engine, trx, request);
    this.#rows = new EventRows();
    return trx;
  }

  /** The ledger's row, with all events among the duplicates until it is known which are new. */
  #toRecord(input: WaitingInput): InputRecord {
    const { identity, recorded } = input;
    if (recorded !== null)
      return { ...recorded, events: 0, duplicates: recorded.events + recorded.duplicates };
    return {
      ...identity,
      events: 0,
      duplicates: input.seen,
      rejects: input.rejects,
      skipped: input.skipped,
      firstAt: input.seen === 0 ? null : toEpochMs(input.firstAt),
      lastAt: input.seen === 0 ? null : toEpochMs(input.lastAt),
      ingestedAt: this.#options.clock.now(),
    };
  }

  async #createInput(identity: InputIdentity, answer: LedgerAnswer): Promise<Omit<WaitingInput, "recorded">> {
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
      rejects: 0,
      skipped: 0,
      firstAt: Number.POSITIVE_INFINITY,
      lastAt: Number.NEGATIVE_INFINITY,
    };
  }
}

const toIdentity = ({ hash, name, sizeBytes, format }: InputRecord): InputIdentity => ({
  hash,
  name,
  sizeBytes,
  format,
});

import type { JsonObject } from "../../domain/index.ts";
import { EmbeddedJson } from "../field/embedded-json.ts";
import { FieldMemory } from "../field/field-memory.ts";
import { ValueTexts } from "../value/value-text.ts";

export type RecordPredicate = (record: JsonObject) => boolean;

/** What the predicates of one rule set share: memories of the record at hand. */
export class MatchContext {
  readonly texts = new ValueTexts();
  readonly embedded = new EmbeddedJson();
  readonly fields = new FieldMemory();

  /** Before each record. */
  reset(): void {
    this.texts.reset();
    this.fields.reset();
  }
}

import type { ContentHash } from "../../domain/index.ts";
import type { ParsedSigma } from "../../sigma/index.ts";
import type { ColumnMapping, FormatId } from "../../source/index.ts";
import type { RuleMatchRows } from "../../store/index.ts";
import type { CrewPart, CrewTask } from "../worker-crew.ts";

/** An input of the archive, and how it was read when its events were stored. */
export interface ArchivedMatchInput {
  readonly hash: ContentHash;
  readonly name: string;
  /** The archive's file. */
  readonly path: string;
  /** Null: recognised by content. */
  readonly format: FormatId | null;
  readonly mapping: ColumnMapping | null;
}

/** Inputs whose records one thread looks at with all rules. */
export interface MatchTask extends CrewTask {
  readonly inputs: readonly ArchivedMatchInput[];
}

export interface MatchSettings {
  readonly rules: readonly ParsedSigma[];
}

export interface MatchPart extends CrewPart {
  readonly matched: readonly { readonly input: ContentHash; readonly rows: RuleMatchRows }[];
  readonly records: number;
}

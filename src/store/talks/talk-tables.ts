import type { AuthorKind } from "../ports/audit-port.ts";

export interface TalkTables {
  readonly model_talks: ModelTalksTable;
}

export interface ModelTalksTable {
  readonly id: string;
  readonly asked_at: number;
  readonly author_kind: AuthorKind;
  readonly author_id: string;
  readonly author_name: string;
  readonly host: string;
  readonly model: string;
  readonly question: string;
  readonly uses_pseudonyms: boolean;
  readonly outcome: string;
  readonly tokens: number;
  readonly requests: number;
  readonly sent: string;
  readonly said: string;
}

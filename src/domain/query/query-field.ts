export type QueryFieldType = "text" | "choice" | "number" | "bytes" | "time" | "flag" | "address";

/** A field that queries can ask for. */
export interface QueryField {
  readonly name: string;
  /** Other names of the same field: those of ECS, which analysts know, and short ones. */
  readonly aliases: readonly string[];
  readonly type: QueryFieldType;
  readonly meaning: string;
  readonly examples: readonly string[];
  /** Of a choice: its values; in their order where `isOrdered`. */
  readonly choices: readonly string[];
  /** Later choices are greater: `severity >= high`. */
  readonly isOrdered: boolean;
  /** Few enough different values to count by. */
  readonly isGroupable: boolean;
}

export interface QueryFieldOptions {
  readonly aliases?: readonly string[];
  readonly examples?: readonly string[];
  readonly choices?: readonly string[];
  readonly isOrdered?: boolean;
  readonly isGroupable?: boolean;
}

export const defineField = (
  name: string,
  type: QueryFieldType,
  described: QueryFieldOptions & { readonly meaning: string },
): QueryField => ({
  name,
  type,
  meaning: described.meaning,
  aliases: described.aliases ?? [],
  examples: described.examples ?? [],
  choices: described.choices ?? [],
  isOrdered: described.isOrdered ?? false,
  isGroupable: described.isGroupable ?? (type === "text" || type === "choice" || type === "flag"),
});

/** What is asked about: each has its own fields. */
export const QUERY_SUBJECTS = ["events", "findings", "incidents"] as const;
export type QuerySubject = (typeof QUERY_SUBJECTS)[number];

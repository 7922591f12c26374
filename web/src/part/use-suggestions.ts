import { useQuery } from "@tanstack/react-query";
import { answer, client } from "../client/client.ts";
import { useTimeRange } from "../time-range/use-time-range.ts";
import type { Typing } from "./filter-completion.ts";
import { quoteValue } from "./filter-text.ts";
import { formatCount } from "./format.ts";

export type Subject = "events" | "findings" | "incidents";

export interface Suggestion {
  /** What goes into the filter. */
  readonly chosen: string;
  readonly label: string;
  readonly note: string;
}

const SUGGESTED_MAX = 12;

/** The fields of the filter language for a subject. */
export const useFields = (subject: Subject) =>
  useQuery({
    queryKey: ["fields", subject],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/fields", { params: { query: { for: subject } }, signal })),
  });

/** What could stand where something is typed: fields, or the values that there are. */
export function useSuggestions(subject: Subject, typing: Typing | null): readonly Suggestion[] {
  const range = useTimeRange();
  const fields = useFields(subject).data?.items ?? [];
  const field = fields.find(
    ({ name, aliases }) => typing?.field === name || aliases.includes(typing?.field ?? ""),
  );
  const isValue = typing?.kind === "value" && field !== undefined;
  const prefix = typing?.text.replaceAll("*", "") ?? "";
  const values = useQuery({
    queryKey: ["values", subject, field?.name, prefix, range.query],
    enabled: isValue && field.is_groupable,
    retry: false,
    queryFn: ({ signal }) =>
      answer(
        client.GET("/api/v1/values", {
          params: {
            query: {
              for: subject,
              field: field?.name ?? "",
              ...(prefix === "" ? {} : { prefix }),
              limit: SUGGESTED_MAX,
              ...range.query,
            },
          },
          signal,
        }),
      ),
  });
  if (typing === null) return [];
  if (!isValue) return suggestFields(fields, prefix);
  const counted = (values.data?.items ?? []).map(({ value, label, count }) => ({
    chosen: quoteValue(value),
    label: label === null ? value : `${label} (${value})`,
    note: formatCount(count),
  }));
  if (counted.length > 0) return counted;
  return field.choices
    .filter((choice) => choice.startsWith(prefix))
    .slice(0, SUGGESTED_MAX)
    .map((choice) => ({ chosen: quoteValue(choice), label: choice, note: "" }));
}

interface Field {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly meaning: string;
}

function suggestFields(fields: readonly Field[], prefix: string): readonly Suggestion[] {
  const wanted = prefix.toLowerCase();
  return fields
    .filter(({ name, aliases }) => [name, ...aliases].some((one) => one.toLowerCase().startsWith(wanted)))
    .slice(0, SUGGESTED_MAX)
    .map(({ name, meaning }) => ({ chosen: `${name}:`, label: name, note: meaning }));
}

import { NativeSelect } from "@mantine/core";
import { type Measure, type MeasuresAsked, useMeasures } from "../../client/use-statistics.ts";
import { ActorLink } from "../../part/actor-link.tsx";
import { BarList } from "../../part/bar-list.tsx";
import { cutText } from "../../part/cut-text.ts";
import { ExportMenu } from "../../part/export-menu.tsx";
import { formatBytes, formatCount, formatPlural } from "../../part/format.ts";
import { InlineValue } from "../../part/inline-value.tsx";
import { LogText } from "../../part/log-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { useUrlParam } from "../../url/url-state.ts";

export interface BreakdownPanelProps {
  readonly title: string;
  readonly note: string;
  /** Of the choice in the address. */
  readonly name: string;
  /** Fields to choose from. */
  readonly fields: readonly (readonly [field: string, word: string])[];
  readonly order: NonNullable<MeasuresAsked["order"]>;
  readonly colour: string;
  readonly q: string;
}

const SHOWN = 10;

/** Who, what or with what: the most of it first, with what else is known of each. */
export function BreakdownPanel({ title, note, name, fields, order, colour, q }: BreakdownPanelProps) {
  const [chosen, setChosen] = useUrlParam(name, fields[0]?.[0] ?? "");
  const field = fields.find(([one]) => one === chosen)?.[0] ?? fields[0]?.[0] ?? "action";
  const measures = useMeasures({ by: field, order, limit: SHOWN, q });
  const shown = (measures.data?.items ?? []).filter((one) => toValue(one, order) > 0);
  return (
    <QueryPanel
      title={title}
      note={note}
      query={measures}
      lines={7}
      aside={
        <>
          {fields.length > 1 && (
            <NativeSelect
              size="xs"
              aria-label={`${title} by`}
              data={fields.map(([value, label]) => ({ value, label }))}
              value={field}
              onChange={({ currentTarget }) => setChosen(currentTarget.value)}
            />
          )}
          <ExportMenu name={`${name}-${field}`} rows={() => measures.data?.items ?? []} />
        </>
      }
      whenEmpty={() =>
        shown.length > 0 ? null : { kind: "empty", text: "The logs of this range say nothing of it." }
      }
    >
      {() => (
        <BarList
          colour={colour}
          bars={shown.map((one) => ({
            key: one.value,
            label: <ValueLabel field={field} measure={one} />,
            value: toValue(one, order),
            shown: toShown(one, order),
            note: toNote(one, order),
          }))}
        />
      )}
    </QueryPanel>
  );
}

const toValue = (measure: Measure, order: BreakdownPanelProps["order"]): number =>
  order === "value" ? measure.events : measure[order];

const toShown = (measure: Measure, order: BreakdownPanelProps["order"]): string => {
  const value = toValue(measure, order);
  return order === "bytes_in" || order === "bytes_out" ? formatBytes(value) : formatCount(value);
};

function toNote({ actors, events, findings }: Measure, order: BreakdownPanelProps["order"]): string {
  const found = findings > 0 ? `, ${formatPlural(findings, "finding")}` : "";
  return order === "events"
    ? `${formatPlural(actors, "actor")}${found}`
    : `${formatPlural(events, "event")}${found}`;
}

function ValueLabel({
  field,
  measure: { value, label },
}: {
  readonly field: string;
  readonly measure: Measure;
}) {
  if (field === "user") return <ActorLink id={value} name={label ?? undefined} />;
  return (
    <InlineValue field={field} value={value}>
      <LogText text={cutText(label ?? value, 90)} mono />
    </InlineValue>
  );
}

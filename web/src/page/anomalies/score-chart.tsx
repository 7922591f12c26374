import { useCallback, useMemo } from "react";
import { type ScoreDistribution, useScores } from "../../client/use-statistics.ts";
import { formatPlural } from "../../part/format.ts";
import { PlotFigure, type PlotLibrary } from "../../part/plot-figure.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SEVERITY_WORDS } from "../../part/severity.ts";

const BINS = 40;

/** Kinds of detectors as people say them, in the order of their colours. */
export const KIND_WORDS: Readonly<Record<ScoreDistribution["by_kind"][number]["kind"], string>> = {
  rule: "rules",
  correlation: "correlations",
  first_seen: "never seen before",
  travel: "impossible travel",
  deviation: "far from usual",
  model: "models",
};
const KINDS = Object.keys(KIND_WORDS);

/** How strange what was found is, and where alerts begin. */
export function ScoreChart() {
  const scores = useScores(BINS);
  return (
    <QueryPanel
      title="Distribution of scores"
      note="Findings by score, from 0 (as usual) to 1 (as strange as can be); the line is where severe ones begin."
      query={scores}
      lines={6}
      whenEmpty={({ total }) =>
        total.some((count) => count > 0) ? null : { kind: "empty", text: "Nothing was found in this range." }
      }
    >
      {(data) => <Chart scores={data} />}
    </QueryPanel>
  );
}

function Chart({ scores }: { readonly scores: ScoreDistribution }) {
  const { bins, by_kind: byKind, threshold, bands } = scores;
  const rows = useMemo(
    () =>
      byKind.flatMap(({ kind, counts }) =>
        counts.flatMap((count, bin) =>
          count === 0
            ? []
            : [{ from: bin / bins, to: (bin + 1) / bins, kind: KIND_WORDS[kind], findings: count }],
        ),
      ),
    [byKind, bins],
  );
  const draw = useCallback(
    (plot: PlotLibrary, { width, height }: { readonly width: number; readonly height: number }) =>
      plot.plot({
        width,
        height,
        marginLeft: 40,
        x: { domain: [0, 1], label: "score" },
        y: { label: "findings", grid: true, ticks: 5 },
        color: {
          domain: KINDS.map((kind) => (KIND_WORDS as Readonly<Record<string, string>>)[kind] ?? kind),
          range: KINDS.map((_, index) => `var(--series-${index + 1})`),
        },
        marks: [
          plot.rectY(rows, {
            x1: "from",
            x2: "to",
            y: "findings",
            fill: "kind",
            inset: 0.5,
            title: ({ kind, findings }: (typeof rows)[number]) => `${kind}: ${findings}`,
          }),
          plot.ruleY([0], { stroke: "var(--line-strong)" }),
          ...(threshold === null
            ? []
            : [
                plot.ruleX([threshold], { stroke: "var(--high)", strokeWidth: 2, strokeDasharray: "4 3" }),
                plot.text([threshold], {
                  x: (score: number) => score,
                  frameAnchor: "top",
                  text: () => `severe from ${threshold.toFixed(2)}`,
                  fill: "var(--high)",
                  textAnchor: "start",
                  dx: 6,
                  dy: 2,
                }),
              ]),
        ],
      }),
    [rows, threshold],
  );
  return (
    <>
      <PlotFigure
        label="Findings by score, stacked by kind of detector"
        name="scores"
        draw={draw}
        rows={rows}
        height={230}
        aside={<KindLegend kinds={[...new Set(rows.map(({ kind }) => kind))]} />}
      />
      <p style={{ marginTop: "var(--space-2)", color: "var(--ink-faint)", fontSize: "var(--text-sm)" }}>
        {bands
          .toReversed()
          .map(
            ({ severity, findings, lowest, highest }) =>
              `${SEVERITY_WORDS[severity]}: ${formatPlural(findings, "finding")}, ${toSpan(lowest, highest)}`,
          )
          .join("; ")}
      </p>
    </>
  );
}

/** From the lowest to the highest, as charts write scores. */
function toSpan(lowest: number, highest: number): string {
  const [from, to] = [lowest.toFixed(2), highest.toFixed(2)];
  return from === to ? from : `${from} to ${to}`;
}

const KindLegend = ({ kinds }: { readonly kinds: readonly string[] }) => (
  <ul
    style={{
      display: "flex",
      flexWrap: "wrap",
      gap: "0.2rem 0.8rem",
      fontSize: "var(--text-sm)",
      color: "var(--ink-soft)",
    }}
  >
    {Object.values(KIND_WORDS).map((word, index) =>
      kinds.includes(word) ? (
        <li key={word} style={{ display: "inline-flex", alignItems: "center", gap: "0.35rem" }}>
          <span
            style={{
              width: "0.6rem",
              height: "0.6rem",
              borderRadius: 2,
              background: `var(--series-${index + 1})`,
            }}
          />
          {word}
        </li>
      ) : null,
    )}
  </ul>
);

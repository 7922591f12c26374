import { useElementSize } from "@mantine/hooks";
import type { Schema } from "../../client/client.ts";
import { formatTime } from "../../part/format.ts";
import { SEVERITY_WORDS } from "../../part/severity.ts";
import { SeverityShape } from "../../part/severity-badge.tsx";
import { rankTactic, toTacticName } from "../../part/tactics.ts";
import { toVisible } from "../../part/visible-text.ts";
import { useZone } from "../../time-range/zone.ts";
import { useGoTo } from "../../url/use-go-to.ts";
import styles from "./tactic-lanes.module.css";

export interface TacticLanesProps {
  readonly findings: readonly ShownFinding[];
  /** Milliseconds; the stretch that is drawn. */
  readonly from: number;
  readonly to: number;
}

const LANE = 26;
const TOP = 4;
const BOTTOM = 20;
/** Of the names of tactics; on narrow screens they stand above their lanes. */
const LABEL_WIDTH = 148;
const NARROW = 520;
const DOT = 12;
const TICKS = 5;
/** Lane of findings that no tactic is known of. */
const NONE = "none";

/** What was found, each in the lane of its tactic, from the first step of an attack to the last. */
export function TacticLanes({ findings, from, to }: TacticLanesProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const lanes = toLanes(findings);
  const isNarrow = width < NARROW;
  const left = isNarrow ? 8 : LABEL_WIDTH;
  const laneHeight = isNarrow ? LANE + 14 : LANE;
  const inner = Math.max(1, width - left - DOT);
  const height = TOP + lanes.length * laneHeight + BOTTOM;
  const place = (at: number): number => left + ((at - from) / Math.max(1, to - from)) * inner;
  return (
    <div ref={ref}>
      {width > 0 && (
        <svg
          width={width}
          height={height}
          className={styles["lanes"]}
          aria-label="Findings by tactic over time"
        >
          <Ticks from={from} to={to} place={place} bottom={height - BOTTOM} />
          {lanes.map(([tactic, found], index) => {
            const middle = TOP + index * laneHeight + (isNarrow ? 14 : 0) + LANE / 2;
            return (
              <g key={tactic}>
                <text
                  x={isNarrow ? 0 : LABEL_WIDTH - 12}
                  y={isNarrow ? middle - 13 : middle}
                  dy={isNarrow ? 0 : "0.32em"}
                  textAnchor={isNarrow ? "start" : "end"}
                  className={styles["label"]}
                >
                  {tactic === NONE ? "No tactic" : toTacticName(tactic)}
                </text>
                <line x1={left} x2={width} y1={middle} y2={middle} className={styles["rule"]} />
                {found.map((finding) => (
                  <Dot key={finding.id} finding={finding} x={place(Date.parse(finding.time))} y={middle} />
                ))}
              </g>
            );
          })}
        </svg>
      )}
    </div>
  );
}

/** What is drawn of one. */
type ShownFinding = Pick<Schema<"Finding">, "id" | "attack" | "severity" | "summary" | "time">;

function toLanes(findings: readonly ShownFinding[]): readonly (readonly [string, readonly ShownFinding[]])[] {
  const lanes = new Map<string, ShownFinding[]>();
  for (const finding of findings) {
    const tactics = new Set(finding.attack.map(({ tactic }) => tactic));
    for (const tactic of tactics.size === 0 ? [NONE] : tactics) {
      const lane = lanes.get(tactic);
      if (lane === undefined) lanes.set(tactic, [finding]);
      else lane.push(finding);
    }
  }
  return [...lanes].sort(([a], [b]) => rankTactic(a) - rankTactic(b));
}

interface DotProps {
  readonly finding: ShownFinding;
  readonly x: number;
  readonly y: number;
}

function Dot({ finding, x, y }: DotProps) {
  const [zone] = useZone();
  const goTo = useGoTo();
  const open = (): void => goTo("/investigation", { query: { finding: finding.id } });
  const label = `${SEVERITY_WORDS[finding.severity]}: ${toVisible(finding.summary.slice(0, 160))}, ${formatTime(Date.parse(finding.time), "minute", zone)}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot stand in a picture
    <g
      transform={`translate(${x - DOT / 2},${y - DOT / 2})`}
      className={styles["dot"]}
      role="button"
      tabIndex={0}
      aria-label={label}
      onClick={open}
      onKeyDown={({ key }) => {
        if (key === "Enter" || key === " ") open();
      }}
    >
      <title>{label}</title>
      <rect x={-4} y={-6} width={DOT + 8} height={DOT + 12} fill="transparent" />
      <SeverityShape severity={finding.severity} size={DOT} />
    </g>
  );
}

interface TicksProps {
  readonly from: number;
  readonly to: number;
  readonly place: (at: number) => number;
  readonly bottom: number;
}

function Ticks({ from, to, place, bottom }: TicksProps) {
  const [zone] = useZone();
  const isByDay = to - from > 2 * 86_400_000;
  const step = (to - from) / TICKS;
  return Array.from({ length: TICKS }, (_, index) => {
    const at = from + index * step;
    return (
      <g key={at} transform={`translate(${place(at)},0)`}>
        <line y2={bottom} className={styles["rule"]} />
        <text y={bottom + 14} className={styles["tick"]}>
          {formatTime(at, isByDay ? "minute" : "clock", zone).replace(
            isByDay ? /,? \d\d:\d\d$/ : /:\d\d$/,
            "",
          )}
        </text>
      </g>
    );
  });
}

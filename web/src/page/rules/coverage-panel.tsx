import { Button, SegmentedControl } from "@mantine/core";
import "@mantine/core/styles/FloatingIndicator.layer.css";
import "@mantine/core/styles/SegmentedControl.layer.css";
import { downloadText } from "../../part/download.ts";
import { ExportMenu } from "../../part/export-menu.tsx";
import { formatCount } from "../../part/format.ts";
import { MenuItem } from "../../part/menu.tsx";
import { Panel } from "../../part/panel.tsx";
import { useSetUrlState, useUrlParam } from "../../url/url-state.ts";
import styles from "./rules-page.module.css";
import { type CountedRule, type Covered, coverTactics, toNavigatorLayer } from "./use-rules.ts";

/** What is covered, by tactic and technique: rules that look, or what they found. A click narrows the list down. */
export function CoveragePanel({
  rules,
  isCounted,
}: {
  readonly rules: readonly CountedRule[];
  readonly isCounted: boolean;
}) {
  const [what, setWhat] = useUrlParam("cover", "rules");
  const [techniques, setTechniques] = useUrlParam("techniques");
  const isFindings = what === "findings" && isCounted;
  const covered = coverTactics(rules, isFindings ? ({ findings }) => findings : () => 1);
  const noun = isFindings ? "findings" : "rules";
  return (
    <Panel
      title="Coverage of MITRE ATT&CK"
      note="Choose a tactic or a technique to see its rules; choose it again to see all."
      state={{ kind: "ready" }}
      aside={
        <>
          <Button
            variant="default"
            size="compact-sm"
            aria-pressed={techniques === "all"}
            onClick={() => setTechniques(techniques === "all" ? "" : "all")}
          >
            {techniques === "all" ? "The first of each tactic" : "All techniques"}
          </Button>
          {isCounted && (
            <SegmentedControl
              aria-label="What is counted"
              value={isFindings ? "findings" : "rules"}
              onChange={setWhat}
              data={[
                { value: "rules", label: "Rules" },
                { value: "findings", label: "Findings" },
              ]}
            />
          )}
          <ExportMenu
            name="coverage"
            rows={() =>
              covered.flatMap(({ tactic: id, name, techniques }) =>
                techniques.map((one) => ({ tactic: id, name, technique: one.id, [noun]: one.count })),
              )
            }
          >
            <MenuItem
              onClick={() =>
                downloadText("gait-coverage-layer.json", {
                  text: JSON.stringify(toNavigatorLayer(covered, `Gait: ${noun}`), null, 2),
                  type: "application/json",
                })
              }
            >
              ATT&amp;CK Navigator layer
            </MenuItem>
          </ExportMenu>
        </>
      }
    >
      <Matrix covered={covered} noun={noun} most={techniques === "all" ? null : TECHNIQUES_FIRST} />
    </Panel>
  );
}

interface MatrixProps {
  readonly covered: readonly Covered[];
  /** What is counted. */
  readonly noun: string;
  /** Techniques of a tactic that are shown; null: all. */
  readonly most: number | null;
}

/** Techniques of a tactic that are shown at first. */
const TECHNIQUES_FIRST = 6;

/** The first, and the one that is chosen. */
const toShown = (techniques: Covered["techniques"], most: number | null, chosen: string) =>
  techniques.filter(({ id }, place) => most === null || place < most || id === chosen);

/** Tactics along the kill chain with their techniques; what is chosen stands in the address. */
function Matrix({ covered, noun, most: shown }: MatrixProps) {
  const [technique] = useUrlParam("technique");
  const [tactic] = useUrlParam("tactic");
  const setState = useSetUrlState();
  const most = Math.max(1, ...covered.flatMap(({ techniques }) => techniques.map(({ count }) => count)));
  return (
    <ol className={styles["matrix"]}>
      {covered.map((one) => (
        <li key={one.tactic} className={one.count === 0 ? styles["quiet"] : undefined}>
          <button
            type="button"
            className={styles["tactic"]}
            aria-pressed={tactic === one.name}
            onClick={() => setState({ tactic: tactic === one.name ? null : one.name, technique: null })}
          >
            <strong>{one.name}</strong>
            <span>{formatCount(one.count)}</span>
          </button>
          <ul>
            {toShown(one.techniques, shown, technique).map(({ id, count }) => (
              <li key={id}>
                <button
                  type="button"
                  aria-pressed={technique === id}
                  title={`${id}: ${count} ${noun}`}
                  onClick={() => setState({ technique: technique === id ? null : id, tactic: null })}
                >
                  <i
                    style={{ opacity: count === 0 ? 0 : 0.08 + 0.24 * Math.sqrt(count / most) }}
                    aria-hidden
                  />
                  <span>{id}</span>
                  <span>{formatCount(count)}</span>
                </button>
              </li>
            ))}
            {shown !== null && one.techniques.length > shown && (
              <li className={styles["rest"]}>and {one.techniques.length - shown} more</li>
            )}
          </ul>
        </li>
      ))}
    </ol>
  );
}

import { formatCount, formatPlural } from "../../part/format.ts";
import { Panel } from "../../part/panel.tsx";
import { PageLink } from "../../url/page-link.tsx";
import styles from "./overview-page.module.css";
import type { Overview } from "./use-overview.ts";

const TECHNIQUES_SHOWN = 4;

/** Findings by tactic and technique, in the order in which attackers work. */
export function AttackPanel({ overview }: { readonly overview: Overview }) {
  const most = Math.max(
    1,
    ...overview.attack.flatMap(({ techniques }) => techniques.map(({ findings }) => findings)),
  );
  const total = overview.attack.reduce((sum, { findings }) => sum + findings, 0);
  return (
    <Panel
      title="Along the kill chain"
      note="Tactics and techniques of MITRE ATT&CK that findings name; choose one to see them."
      state={
        overview.findings === null
          ? { kind: "not-looked", reason: "No pass has finished yet." }
          : total === 0
            ? { kind: "empty", text: "Looked, and found nothing in this range." }
            : { kind: "ready" }
      }
    >
      <ol className={styles["matrix"]}>
        {overview.attack.map(({ tactic, name, findings, techniques }) => (
          <li key={tactic} className={findings === 0 ? styles["quiet"] : undefined}>
            <PageLink
              to="/findings"
              query={{ q: `tactic:${tactic}` }}
              title={`${tactic}: ${formatPlural(findings, "finding")}`}
            >
              <strong>{name}</strong>
              <span>{formatCount(findings)}</span>
            </PageLink>
            <ul>
              {techniques.slice(0, TECHNIQUES_SHOWN).map(({ technique, findings: found }) => (
                <li key={technique}>
                  <PageLink
                    to="/findings"
                    query={{ q: `technique:${technique}` }}
                    title={`${technique}: ${formatPlural(found, "finding")}`}
                  >
                    <i style={{ opacity: 0.12 + 0.6 * Math.sqrt(found / most) }} aria-hidden />
                    <span>{technique}</span>
                    <span>{formatCount(found)}</span>
                  </PageLink>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

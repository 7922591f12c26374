import { Select, TextInput } from "@mantine/core";
import { answer, client } from "../../client/client.ts";
import type { Column } from "../../part/data-column.ts";
import { DataTable } from "../../part/data-table.tsx";
import { downloadText } from "../../part/download.ts";
import { ExportMenu } from "../../part/export-menu.tsx";
import { formatCount, formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { MenuItem } from "../../part/menu.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { isSeverity, SEVERITIES, SEVERITY_WORDS } from "../../part/severity.ts";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { PageLink } from "../../url/page-link.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import { CoveragePanel } from "./coverage-panel.tsx";
import { RuleFlyout } from "./rule-flyout.tsx";
import { KIND_WORDS } from "./rule-words.ts";
import styles from "./rules-page.module.css";
import { type CountedRule, type Rule, useFindingCounts, useRules } from "./use-rules.ts";

const ALL = "all";
const KINDS = [
  { value: ALL, label: "Every kind" },
  ...Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label })),
];
const LEVELS = [
  { value: ALL, label: "Every severity" },
  ...SEVERITIES.toReversed().map((value) => ({ value, label: SEVERITY_WORDS[value] })),
];

const ORIGINS = [
  { value: ALL, label: "Everybody's" },
  { value: "own", label: "Your own" },
  { value: "gait", label: "Gait's" },
  { value: "off", label: "Switched off" },
];

/** Own rules as one text that can be brought again. */
async function downloadOwn(): Promise<void> {
  const { name, text } = await answer(client.GET("/api/v1/rules/export", {}));
  downloadText(name, { text, type: "application/yaml" });
}

const COLUMNS: readonly Column<CountedRule>[] = [
  {
    id: "severity",
    head: "Severity",
    width: 110,
    isSlim: true,
    cell: ({ severity }) => (isSeverity(severity) ? <SeverityBadge severity={severity} /> : severity),
  },
  {
    id: "title",
    head: "What it looks for",
    cell: ({ title, is_enabled }) => (
      <span className={is_enabled ? undefined : styles["off"]}>
        <LogText text={title} most={160} />
        {is_enabled ? "" : " (off)"}
      </span>
    ),
  },
  { id: "kind", head: "Kind", width: 110, isMinor: true, cell: ({ kind }) => KIND_WORDS[kind] },
  {
    id: "origin",
    head: "From",
    width: 80,
    isMinor: true,
    cell: ({ origin }) => (origin === "own" ? "You" : "Gait"),
  },
  {
    id: "techniques",
    head: "Techniques",
    width: 190,
    isMinor: true,
    cell: ({ techniques }) => techniques.join(", "),
  },
  {
    id: "findings",
    head: "Findings",
    width: 90,
    align: "end",
    cell: ({ findings }) => (findings === 0 ? "—" : formatCount(findings)),
  },
];

/** What looks, what it covers, and how often it found something. */
export function RulesPage() {
  const rules = useRules();
  const counts = useFindingCounts();
  const [open, setOpen] = useUrlParam("rule");
  const counted = (rules.data?.items ?? []).map((rule) => ({ ...rule, findings: counts?.get(rule.id) ?? 0 }));
  const shown = useChosen(counted);
  return (
    <>
      <PageHead
        title="Rules"
        note="Every detector: rules and correlations in Sigma, and what watches behaviour. What it found is of the range of time."
        aside={<PageLink to="/rules/new">Bring rules of your own</PageLink>}
      />
      {counted.length > 0 && <CoveragePanel rules={counted} isCounted={counts !== null} />}
      <Controls />
      <QueryPanel
        title="Catalogue"
        query={rules}
        flush
        lines={12}
        aside={
          <>
            <span>{formatPlural(shown.length, "rule")}</span>
            <ExportMenu name="rules" rows={() => shown.map((rule) => ({ ...rule }))}>
              {counted.some(({ origin }) => origin === "own") && (
                <MenuItem onClick={() => void downloadOwn()}>Your own as YAML</MenuItem>
              )}
            </ExportMenu>
          </>
        }
        whenEmpty={() =>
          shown.length > 0
            ? null
            : { kind: "empty", text: "No rule is like that.", next: "Take a choice away." }
        }
      >
        {() => (
          <DataTable
            label="Rules"
            rows={shown}
            columns={COLUMNS}
            toKey={({ id }) => id}
            onOpen={({ id }) => setOpen(id)}
            openKey={open}
          />
        )}
      </QueryPanel>
      <RuleFlyout id={open} onClose={() => setOpen("")} />
    </>
  );
}

function Controls() {
  const [text, setText] = useUrlParam("text");
  const [kind, setKind] = useUrlParam("kind", ALL);
  const [severity, setSeverity] = useUrlParam("severity", ALL);
  const [origin, setOrigin] = useUrlParam("origin", ALL);
  return (
    <div className={styles["controls"]}>
      <TextInput
        aria-label="Part of a title, a technique or an id"
        placeholder="Part of a title, a technique or an id"
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Select
        aria-label="Kind"
        data={KINDS}
        value={kind}
        onChange={(value) => setKind(value ?? ALL)}
        allowDeselect={false}
      />
      <Select
        aria-label="Severity"
        data={LEVELS}
        value={severity}
        onChange={(value) => setSeverity(value ?? ALL)}
        allowDeselect={false}
      />
      <Select
        aria-label="Whose, and whether they look"
        data={ORIGINS}
        value={origin}
        onChange={(value) => setOrigin(value ?? ALL)}
        allowDeselect={false}
      />
    </div>
  );
}

/** The rules that the address asks for. */
function useChosen(rules: readonly CountedRule[]): readonly CountedRule[] {
  const [text] = useUrlParam("text");
  const [kind] = useUrlParam("kind", ALL);
  const [severity] = useUrlParam("severity", ALL);
  const [origin] = useUrlParam("origin", ALL);
  const [tactic] = useUrlParam("tactic");
  const [technique] = useUrlParam("technique");
  const wanted = text.trim().toLowerCase();
  const isNamed = ({ id, title, techniques }: Rule): boolean =>
    [id, title, ...techniques].some((part) => part.toLowerCase().includes(wanted));
  return rules.filter(
    (rule) =>
      (kind === ALL || rule.kind === kind) &&
      (severity === ALL || rule.severity === severity) &&
      (origin === ALL || (origin === "off" ? !rule.is_enabled : rule.origin === origin)) &&
      (tactic === "" || rule.tactics.includes(tactic)) &&
      (technique === "" || rule.techniques.includes(technique)) &&
      (wanted === "" || isNamed(rule)),
  );
}

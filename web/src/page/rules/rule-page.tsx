import { Button, Switch } from "@mantine/core";
import "@mantine/core/styles/Switch.layer.css";
import { useParams } from "@tanstack/react-router";
import { answer, client } from "../../client/client.ts";
import { downloadText } from "../../part/download.ts";
import { quoteValue } from "../../part/filter-text.ts";
import { LogText } from "../../part/log-text.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { Panel } from "../../part/panel.tsx";
import { toPanelState } from "../../part/query-panel.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { useMay } from "../../session/use-session.ts";
import { PageLink } from "../../url/page-link.tsx";
import { useGoTo } from "../../url/use-go-to.ts";
import { ExceptionsPanel } from "./exceptions-panel.tsx";
import { OutcomePanel } from "./outcome-panel.tsx";
import { RuleWords } from "./rule-meaning.tsx";
import { KIND_WORDS } from "./rule-words.ts";
import styles from "./rules-page.module.css";
import { TestPanel } from "./test-panel.tsx";
import { TrialPanel } from "./trial-panel.tsx";
import { type RuleDetail, useRuleChange } from "./use-rule-work.ts";
import { useRule } from "./use-rules.ts";
import { VersionsPanel } from "./versions-panel.tsx";

/** One rule: what it looks for, what it found and would find, examples, exceptions, versions. */
export function RulePage() {
  const { id = "" } = useParams({ strict: false });
  const rule = useRule(id);
  const { data } = rule;
  if (data === undefined)
    return (
      <>
        <PageHead title="Rule" aside={<PageLink to="/rules">All rules</PageLink>} />
        <Panel title={null} state={toPanelState(rule, { lines: 12 })} />
      </>
    );
  return (
    <>
      <PageHead
        title={data.title}
        note={
          <>
            <SeverityBadge severity={data.severity} quiet /> {KIND_WORDS[data.kind]},{" "}
            {data.origin === "own" ? "your own" : "comes with Gait"}
            {data.techniques.length > 0 && ` · ${data.techniques.join(", ")}`}
          </>
        }
        aside={
          <>
            <PageLink to="/rules">All rules</PageLink>
            <PageLink to="/findings" query={{ q: `detector:${quoteValue(data.id)}` }}>
              Its findings
            </PageLink>
            <StateSwitch rule={data} />
          </>
        }
      />
      <div className={styles["columns"]}>
        <div className={styles["column"]}>
          <Panel title="What it looks for">
            <RuleWords rule={data} />
          </Panel>
          <TestPanel subject={{ id: data.id }} examples={data.examples} />
          <TextPanel rule={data} />
        </div>
        <div className={styles["column"]}>
          <OutcomePanel id={data.id} />
          <TrialPanel subject={{ id: data.id }} />
          <ExceptionsPanel id={data.id} />
          <VersionsPanel id={data.id} isOwn={data.origin === "own"} />
        </div>
      </div>
    </>
  );
}

function StateSwitch({ rule }: { readonly rule: RuleDetail }) {
  const may = useMay("admin");
  const change = useRuleChange(
    (enabled: boolean) =>
      answer(client.PATCH("/api/v1/rules/{id}", { params: { path: { id: rule.id } }, body: { enabled } })),
    (_, enabled) =>
      enabled
        ? "It is on: the next pass looks with it at all that is stored."
        : "It is off: the next pass leaves it out, and what it found goes.",
  );
  return (
    <Switch
      label={rule.is_enabled ? "On" : "Off"}
      aria-label="The rule looks"
      checked={rule.is_enabled}
      disabled={!may || change.isPending}
      onChange={({ currentTarget }) => change.mutate(currentTarget.checked)}
    />
  );
}

function TextPanel({ rule }: { readonly rule: RuleDetail }) {
  const may = useMay("admin");
  const goTo = useGoTo();
  const remove = useRuleChange(
    () => answer(client.DELETE("/api/v1/rules/{id}", { params: { path: { id: rule.id } } })),
    () => {
      goTo("/rules");
      return "The rule is taken away; its versions are kept.";
    },
  );
  const isOwn = rule.origin === "own";
  return (
    <Panel
      title="As it is written"
      note={<LogText text={rule.file} />}
      aside={
        <>
          <Button
            variant="default"
            size="compact-sm"
            onClick={() => downloadText(`${rule.id}.yml`, { text: rule.text, type: "application/yaml" })}
          >
            YAML
          </Button>
          {isOwn && may && (
            <>
              <PageLink to="/rules/new" query={{ edit: rule.id }}>
                Change it
              </PageLink>
              <Button
                variant="default"
                size="compact-sm"
                loading={remove.isPending}
                onClick={() => remove.mutate(undefined)}
              >
                Take it away
              </Button>
            </>
          )}
        </>
      }
    >
      {rule.together.length > 0 && (
        <p>
          In the same text:{" "}
          {rule.together.map(({ id, title }) => (
            <PageLink key={id} to="/rules/$id" params={{ id }}>
              <LogText text={title} most={120} />
            </PageLink>
          ))}
        </p>
      )}
      <pre className={styles["text"]} tabIndex={0}>
        {rule.text}
      </pre>
    </Panel>
  );
}

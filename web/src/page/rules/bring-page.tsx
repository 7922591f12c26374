import { Button, Checkbox, Textarea, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answer, client } from "../../client/client.ts";
import { FileDrop } from "../../part/file-drop.tsx";
import { formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { PageHead } from "../../part/page-head.tsx";
import { Panel } from "../../part/panel.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SeverityBadge } from "../../part/severity-badge.tsx";
import { useMay } from "../../session/use-session.ts";
import { cx } from "../../theme/class-names.ts";
import { PageLink } from "../../url/page-link.tsx";
import { useUrlParam } from "../../url/url-state.ts";
import { useGoTo } from "../../url/use-go-to.ts";
import { EXAMPLE_RULE } from "./example-rule.ts";
import { KIND_WORDS } from "./rule-words.ts";
import styles from "./rules-page.module.css";
import { TestPanel } from "./test-panel.tsx";
import { TrialPanel } from "./trial-panel.tsx";
import { type RuleCheck, useRuleChange } from "./use-rule-work.ts";
import { useRule } from "./use-rules.ts";

/** How long somebody must pause before the text is read. */
const PAUSE_MS = 400;

/** Own rules: paste, drop or write them; see what is wrong, try them, keep them. */
export function BringPage() {
  const [edited] = useUrlParam("edit");
  const known = useRule(edited);
  const [text, setText] = useState<string | null>(null);
  const shown = text ?? known.data?.text ?? "";
  const check = useCheck(shown);
  const found = shown.trim() === "" ? undefined : check.data;
  const isSound =
    found !== undefined && found.rules.length > 0 && !found.problems.some(({ level }) => level === "error");
  return (
    <>
      <PageHead
        title={edited === "" ? "Bring rules" : "Change a rule"}
        note="Sigma rules and correlations, and detectors of behaviour, in YAML; several with --- between them."
        aside={<PageLink to="/rules">All rules</PageLink>}
      />
      <div className={styles["columns"]}>
        <div className={styles["column"]}>
          <Panel title="The text">
            <div className={styles["typed"]}>
              <FileDrop
                text="Drop YAML files here: their rules are put one after another."
                accept=".yml,.yaml"
                isMany
                onFiles={(files) => void readAll(files).then(setText)}
              />
              <Textarea
                label="Rules"
                value={shown}
                onChange={({ currentTarget }) => setText(currentTarget.value)}
                autosize
                minRows={14}
                maxRows={32}
                spellCheck={false}
                classNames={{ input: styles["code"] ?? "" }}
              />
              {shown === "" && (
                <Button variant="default" onClick={() => setText(EXAMPLE_RULE)}>
                  Begin with an example
                </Button>
              )}
            </div>
          </Panel>
        </div>
        <div className={styles["column"]}>
          {shown.trim() === "" ? (
            <Panel
              title="What stands in it"
              state={{
                kind: "empty",
                text: "Nothing yet.",
                next: "Paste a rule, drop a file, or begin with an example.",
              }}
            />
          ) : (
            <QueryPanel title="What stands in it" query={check}>
              {(read) => <Found check={read} />}
            </QueryPanel>
          )}
          {found?.rules.length === 1 && (
            <>
              <TrialPanel subject={{ text: shown }} isDisabled={!isSound} />
              <TestPanel subject={{ text: shown }} examples={null} isDisabled={!isSound} />
            </>
          )}
          {isSound && <Keep text={shown} rules={found.rules} />}
        </div>
      </div>
    </>
  );
}

async function readAll(files: readonly File[]): Promise<string> {
  const texts = await Promise.all(files.map((file) => file.text()));
  return texts.map((one) => `${one.trimEnd()}\n`).join("---\n");
}

/** What the server says of the text, as soon as somebody pauses. */
function useCheck(text: string) {
  const [asked, setAsked] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return useQuery({
    queryKey: ["rule-check", asked],
    enabled: asked.trim() !== "",
    placeholderData: keepPreviousData,
    gcTime: 10_000,
    queryFn: ({ signal }) => answer(client.POST("/api/v1/rules/check", { body: { text: asked }, signal })),
  });
}

const BECOMES = {
  new: "new",
  changed: "another version of what is here",
  same: "here already, word for word",
} as const;

function Found({ check: { rules, problems } }: { readonly check: RuleCheck }) {
  return (
    <div aria-live="polite">
      {problems.length > 0 && (
        <ul className={styles["problems"]}>
          {problems.map(({ level, line, column, text, suggestion, code }) => (
            <li key={`${line}:${column} ${code}`} className={cx(level === "error" && styles["wrong"])}>
              <strong>
                {level === "error" ? "Error" : "Warning"} in line {line}, column {column}:
              </strong>{" "}
              <LogText text={text} most={400} />{" "}
              {suggestion !== null && (
                <span className={styles["faint"]}>
                  <LogText text={suggestion} most={400} />
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <ul className={styles["found"]}>
        {rules.map((rule) => (
          <li key={rule.id}>
            <SeverityBadge severity={rule.severity} quiet /> <LogText text={rule.title} most={200} />
            <small className={styles["faint"]}>
              {KIND_WORDS[rule.kind]}, line {rule.line}, {BECOMES[rule.becomes]}
              {rule.is_id_given && "; it had no id and is given one"}
            </small>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface KeepProps {
  readonly text: string;
  readonly rules: RuleCheck["rules"];
}

function Keep({ text, rules }: KeepProps) {
  const [isOn, setIsOn] = useState(false);
  const [note, setNote] = useState("");
  const may = useMay("admin");
  const goTo = useGoTo();
  const keep = useRuleChange(
    () =>
      answer(
        client.POST("/api/v1/rules", {
          body: { text, enabled: isOn, note: note.trim() === "" ? null : note },
        }),
      ),
    ({ rules: kept }) => {
      const [first] = kept;
      if (kept.length === 1 && first !== undefined) goTo("/rules/$id", { params: { id: first.id } });
      else goTo("/rules", { query: { origin: "own" } });
      return `${formatPlural(kept.length, "rule")} kept.`;
    },
  );
  const hasNew = rules.some(({ becomes }) => becomes === "new");
  return (
    <Panel
      title="Keep"
      note={
        hasNew
          ? "A new rule is off until somebody switches it on: try it first."
          : "Rules that are here already stay on or off as they are."
      }
    >
      <div className={styles["form"]}>
        <TextInput
          label="What for (for its versions)"
          maxLength={1000}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
        {hasNew && (
          <Checkbox
            label="Switch new ones on at once"
            checked={isOn}
            onChange={({ currentTarget }) => setIsOn(currentTarget.checked)}
          />
        )}
        <Button disabled={!may} loading={keep.isPending} onClick={() => keep.mutate(undefined)}>
          Keep {formatPlural(rules.length, "rule")}
        </Button>
      </div>
      {!may && <p className={styles["faint"]}>Administrators may keep rules.</p>}
    </Panel>
  );
}

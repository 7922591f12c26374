import type { Finding } from "../client/use-finding.ts";
import { formatCount, formatNumber, formatShare } from "../part/format.ts";
import { LogText } from "../part/log-text.tsx";
import { Panel } from "../part/panel.tsx";
import { Waterfall } from "../part/waterfall.tsx";
import styles from "./finding-panels.module.css";

type Explanation = Finding["explanation"];
type Factor = NonNullable<Explanation["factors"]>[number];
type Matched = NonNullable<Explanation["matched"]>[number];

/** Why a finding was made, as far as its detector can say it. */
export function WhyPanel({ finding }: { readonly finding: Finding }) {
  const { explanation } = finding;
  const { why, comparison, counterfactual, learning, factors = [], matched, response = [] } = explanation;
  const causes = explanation.false_positives ?? [];
  return (
    <Panel title="Why it was found">
      {why !== undefined && (
        <p>
          <LogText text={why} most={600} />
        </p>
      )}
      {comparison !== undefined && (
        <p className={styles["soft"]}>
          <LogText text={comparison} most={600} />
        </p>
      )}
      <Contributions explanation={explanation} />
      {factors.length > 0 && <Factors factors={factors} />}
      {matched != null && matched.length > 0 && <Conditions matched={matched} />}
      {counterfactual !== undefined && (
        <>
          <h3 className={styles["head"]}>What would have been quiet</h3>
          <p>
            <LogText text={counterfactual} most={600} />
          </p>
        </>
      )}
      <h3 className={styles["head"]}>On how much history it stands</h3>
      <p className={styles["soft"]}>
        <LogText text={toHistory(explanation)} most={600} />
        {learning !== undefined && (
          <>
            {" "}
            <LogText text={learning} most={300} />
          </>
        )}
      </p>
      <Sentences head="Harmless causes that are known" list={causes} />
      <Sentences head="What to do" list={response} isOrdered />
    </Panel>
  );
}

function toHistory({ history }: Explanation): string {
  if (history === undefined) return "The detector does not say.";
  return typeof history === "string" ? history : history.text;
}

interface SentencesProps {
  readonly head: string;
  readonly list: readonly string[];
  readonly isOrdered?: boolean;
}

function Sentences({ head, list, isOrdered }: SentencesProps) {
  if (list.length === 0) return null;
  const List = isOrdered === true ? "ol" : "ul";
  return (
    <>
      <h3 className={styles["head"]}>{head}</h3>
      <List className={styles[isOrdered === true ? "numbered" : "bullets"]}>
        {list.map((text) => (
          <li key={text}>
            <LogText text={text} most={400} />
          </li>
        ))}
      </List>
    </>
  );
}

/** What each feature adds to the score of a model: with base and rest they are the sum. */
function Contributions({ explanation }: { readonly explanation: Explanation }) {
  const strangest = explanation.numbers?.strangest;
  if (strangest === undefined) return null;
  const { base, others, contributions } = strangest;
  const parts = contributions.map(({ words, field, bits }) => ({ label: words, value: bits, note: field }));
  return (
    <>
      <h3 className={styles["head"]}>What made its strangest event strange</h3>
      <Waterfall
        label="What each feature adds to the strangeness, in bits"
        base={base}
        parts={others === 0 ? parts : [...parts, { label: "everything else", value: others }]}
        totalLabel="Strangeness in bits"
      />
      <p className={styles["faint"]}>One bit more means half as likely.</p>
    </>
  );
}

const Factors = ({ factors }: { readonly factors: readonly Factor[] }) => (
  <>
    <h3 className={styles["head"]}>What was unusual</h3>
    <div className={styles["scroll"]}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">For itself</th>
            <th scope="col">For its peers</th>
            <th scope="col">For everybody</th>
          </tr>
        </thead>
        <tbody>
          {factors.map((factor) => (
            <tr key={`${factor.dimension} ${factor.value}`}>
              <td>
                <span className={styles["faint"]}>{factor.dimension}</span>{" "}
                <LogText text={factor.value} most={90} mono />
              </td>
              <td className={factor.grade === "never" ? styles["new"] : undefined}>
                {factor.grade}
                {factor.usual !== undefined && (
                  <>
                    , usual <LogText text={factor.usual} most={80} />
                  </>
                )}
                {factor.share !== undefined && ` (${formatShare(factor.share)})`}
              </td>
              <td>{toOthers(factor.peers)}</td>
              <td>{toOthers(factor.tenant)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </>
);

const toOthers = (others: Factor["peers"]): string =>
  others === undefined ? "–" : `${others.grade}: ${formatCount(others.actors)} of ${formatCount(others.of)}`;

const Conditions = ({ matched }: { readonly matched: readonly Matched[] }) => (
  <>
    <h3 className={styles["head"]}>What the rule asks, and what it got</h3>
    <div className={styles["scroll"]}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Value</th>
            <th scope="col">Test</th>
          </tr>
        </thead>
        <tbody>
          {matched.map(({ selection, field, value, test }) => (
            <tr key={`${selection} ${field} ${test}`}>
              <td>
                <LogText text={field} mono />
              </td>
              <td>
                <LogText
                  text={typeof value === "number" ? formatNumber(value) : String(value)}
                  most={120}
                  mono
                />
              </td>
              <td className={styles["soft"]}>
                <LogText text={test} most={120} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </>
);

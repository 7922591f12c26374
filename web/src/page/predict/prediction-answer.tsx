import type { Schema } from "../../client/client.ts";
import { formatNumber, formatShare } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { Waterfall } from "../../part/waterfall.tsx";
import { cx } from "../../theme/class-names.ts";
import { LimeBars } from "./lime-bars.tsx";
import styles from "./predict-page.module.css";

export type Prediction = Schema<"Prediction">;

export interface PredictionAnswerProps {
  readonly prediction: Prediction;
  /** From this score on an action is an anomaly. */
  readonly threshold: number;
}

/** The judgement, how far it is from the threshold, and why. */
export function PredictionAnswer({ prediction, threshold }: PredictionAnswerProps) {
  const { explanation } = prediction;
  return (
    <>
      <Panel title="Judgement">
        <Verdict prediction={prediction} threshold={threshold} />
        {explanation !== null && (
          <p className={styles["words"]}>
            <LogText text={explanation.text_explanation} most={1500} />
          </p>
        )}
      </Panel>
      {explanation !== null && <ShapPanel shap={explanation.shap_explanation} />}
      {explanation !== null && <LimePanel lime={explanation.lime_explanation} />}
    </>
  );
}

function Verdict({ prediction, threshold }: PredictionAnswerProps) {
  const { is_anomaly, anomaly_score, confidence } = prediction;
  return (
    <div className={styles["verdict"]}>
      <strong className={cx(styles["outcome"], is_anomaly ? styles["anomaly"] : styles["normal"])}>
        {is_anomaly ? "▲ Anomaly" : "● Normal"}
      </strong>
      <div className={styles["meter"]} aria-hidden>
        <span
          className={is_anomaly ? styles["fillAnomaly"] : styles["fillNormal"]}
          style={{ inlineSize: `${anomaly_score * 100}%` }}
        />
        <span className={styles["threshold"]} style={{ insetInlineStart: `${threshold * 100}%` }} />
      </div>
      <p className={styles["numbers"]}>
        Score <b>{formatNumber(anomaly_score)}</b>; an anomaly from <b>{formatNumber(threshold)}</b> on.
        Confidence <b>{formatShare(confidence)}</b>.
      </p>
    </div>
  );
}

function ShapPanel({ shap }: { readonly shap: Schema<"ShapExplanation"> }) {
  const parts = [
    ...shap.features.map(({ meaning, contribution, value, feature }) => ({
      label: meaning,
      value: contribution,
      note: value === null ? `${feature}: not known` : `${feature} = ${formatNumber(value)}`,
    })),
    { label: "All other features", value: shap.others },
  ];
  return (
    <Panel
      title="What added up to it (SHAP)"
      note="Exact contributions to the forest's votes for an attack, from what is usual to what this action got."
    >
      <Waterfall
        label="Contributions of features to the forest's votes"
        base={shap.base_value}
        baseLabel="Usual share of votes"
        totalLabel="Share of votes for an attack"
        parts={parts}
      />
    </Panel>
  );
}

function LimePanel({ lime }: { readonly lime: Schema<"LimeExplanation"> }) {
  return (
    <Panel
      title="A local picture of it (LIME)"
      note={`A straight line through actions much like this one. It fits ${formatShare(Math.max(0, lime.fit_r2))} of their differences: ${lime.trustworthy ? "enough to be read" : "too little to be relied on"}.`}
    >
      <LimeBars lime={lime} />
      <p className={styles["words"]}>{lime.agreement}</p>
    </Panel>
  );
}

import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import "@mantine/core/styles/NumberInput.layer.css";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answer, client, type Schema } from "../../client/client.ts";
import { formatNumber, formatShare } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { LoadingLines, ProblemNote } from "../../part/panel-note.tsx";
import { cx } from "../../theme/class-names.ts";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { PageLink } from "../../url/page-link.tsx";
import styles from "./anomalies-page.module.css";

type Instance = Schema<"InstanceInput">;

const ACTIONS = ["login", "logout", "download", "upload", "delete", "view", "admin"] as const;
const DEVICES = ["", "desktop", "mobile", "tablet", "server"] as const;
/** Changes rest so long before they are scored. */
const REST_MS = 350;

interface Fields {
  readonly user: string;
  readonly action: Instance["action_type"];
  readonly megabytes: number;
  readonly hour: number;
  readonly location: string;
  readonly device: (typeof DEVICES)[number];
  readonly failed: number;
}

const USUAL: Fields = {
  user: "alice",
  action: "download",
  megabytes: 4,
  hour: 10,
  location: "Berlin",
  device: "desktop",
  failed: 0,
};

/** What people try first: a day's work, and three that should be noticed. */
const EXAMPLES: readonly (readonly [name: string, fields: Fields])[] = [
  ["A day's work", USUAL],
  ["900 MB at once", { ...USUAL, megabytes: 900 }],
  ["At three in the night", { ...USUAL, hour: 3, megabytes: 120 }],
  [
    "Administration after failures",
    { ...USUAL, action: "admin", hour: 2, megabytes: 0, failed: 6, location: "Pyongyang" },
  ],
];

function toInstance(fields: Fields, day: string): Instance {
  return {
    user_id: fields.user === "" ? "somebody" : fields.user,
    timestamp: `${day}T${String(fields.hour).padStart(2, "0")}:00:00Z`,
    action_type: fields.action,
    data_volume_mb: fields.megabytes,
    failed_attempts: fields.failed,
    ...(fields.location === "" ? {} : { location: fields.location }),
    ...(fields.device === "" ? {} : { device_type: fields.device }),
  };
}

/** Scores an action while it is described. */
export function ScoreEvent() {
  const [fields, setFields] = useState(USUAL);
  const [rested] = useDebouncedValue(fields, REST_MS);
  const { now } = useTimeRange();
  const instance = toInstance(rested, new Date(now).toISOString().slice(0, 10));
  const prediction = useQuery({
    queryKey: ["score-event", instance],
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const [judged, about] = await Promise.all([
        answer(client.POST("/api/predict", { body: { ...instance, explain: true }, signal })),
        answer(client.GET("/api/model", { signal })),
      ]);
      return { prediction: judged.prediction, threshold: about.model.threshold };
    },
  });
  return (
    <Panel
      title="Score an event"
      note="Describe an action: it is scored as you type, by the models that are in force."
      className={styles["wide"]}
    >
      <div className={styles["examples"]}>
        {EXAMPLES.map(([name, example]) => (
          <Button key={name} size="xs" variant="default" onClick={() => setFields(example)}>
            {name}
          </Button>
        ))}
      </div>
      <EventForm fields={fields} onChange={(change) => setFields({ ...fields, ...change })} />
      {prediction.data !== undefined && <Verdict {...prediction.data} instance={instance} />}
      {prediction.data === undefined && prediction.isPending && <LoadingLines lines={3} />}
      {prediction.error !== null && <ProblemNote error={prediction.error} />}
    </Panel>
  );
}

interface EventFormProps {
  readonly fields: Fields;
  readonly onChange: (change: Partial<Fields>) => void;
}

const EventForm = ({ fields, onChange }: EventFormProps) => (
  <div className={styles["form"]}>
    <TextInput
      label="User"
      maxLength={100}
      value={fields.user}
      onChange={({ currentTarget }) => onChange({ user: currentTarget.value })}
    />
    <NativeSelect
      size="xs"
      label="Action"
      data={[...ACTIONS]}
      value={fields.action}
      onChange={({ currentTarget }) => {
        const action = ACTIONS.find((one) => one === currentTarget.value);
        if (action !== undefined) onChange({ action });
      }}
    />
    <NumberInput
      label="Megabytes"
      min={0}
      max={10_000_000}
      value={fields.megabytes}
      onChange={(value) => onChange({ megabytes: Number(value) || 0 })}
    />
    <NumberInput
      label="Hour, UTC"
      min={0}
      max={23}
      clampBehavior="strict"
      allowDecimal={false}
      value={fields.hour}
      onChange={(value) => onChange({ hour: Number(value) || 0 })}
    />
    <TextInput
      label="Place"
      maxLength={100}
      value={fields.location}
      onChange={({ currentTarget }) => onChange({ location: currentTarget.value })}
    />
    <NativeSelect
      size="xs"
      label="Device"
      data={DEVICES.map((value) => ({ value, label: value === "" ? "not known" : value }))}
      value={fields.device}
      onChange={({ currentTarget }) =>
        onChange({ device: DEVICES.find((one) => one === currentTarget.value) ?? "" })
      }
    />
    <NumberInput
      label="Failures before"
      min={0}
      max={1000}
      allowDecimal={false}
      value={fields.failed}
      onChange={(value) => onChange({ failed: Number(value) || 0 })}
    />
  </div>
);

interface VerdictProps {
  readonly prediction: Schema<"Prediction">;
  readonly threshold: number;
  readonly instance: Instance;
}

function Verdict({ prediction, threshold, instance }: VerdictProps) {
  const { is_anomaly: isAnomaly, anomaly_score: score, confidence, explanation } = prediction;
  const query = Object.fromEntries(Object.entries(instance).map(([name, value]) => [name, String(value)]));
  return (
    <div className={styles["verdict"]} aria-live="polite">
      <strong className={cx(styles["outcome"], isAnomaly ? styles["anomaly"] : styles["normal"])}>
        {isAnomaly ? "▲ Anomaly" : "● Normal"}, {formatNumber(score)}
      </strong>
      <div className={styles["meter"]} aria-hidden>
        <span style={{ width: `${score * 100}%`, background: isAnomaly ? "var(--high)" : "var(--good)" }} />
        <i style={{ insetInlineStart: `${threshold * 100}%` }} />
      </div>
      <p className={styles["faint"]}>
        An anomaly from {formatNumber(threshold)} on; confidence {formatShare(confidence)}.{" "}
        <PageLink to="/predict" query={query}>
          Every part of the score
        </PageLink>
      </p>
      {explanation !== null && (
        <p className={styles["soft"]}>
          <LogText text={explanation.text_explanation} most={700} />
        </p>
      )}
    </div>
  );
}

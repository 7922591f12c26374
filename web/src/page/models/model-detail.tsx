import { useQuery } from "@tanstack/react-query";
import { answer, client, type Schema } from "../../client/client.ts";
import { formatNumber } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { NumberText } from "../../part/number-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { Tiles } from "../../part/tiles.tsx";
import { TwinTable } from "../../part/twin-table.tsx";
import { ImportanceBars } from "./importance-bars.tsx";
import styles from "./models-page.module.css";
import { CalibrationPlot, CurvePlot } from "./quality-plots.tsx";
import { ClassReport, ConfusionTable } from "./quality-tables.tsx";

type Part = Schema<"ModelPart">;
type Quality = Schema<"ModelQuality">;

/** One model's card: part by part, with everything that was measured. */
export function ModelDetail({ id }: { readonly id: string }) {
  const model = useQuery({
    queryKey: ["model", id],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/models/{id}", { params: { path: { id } }, signal })),
  });
  return (
    <QueryPanel
      title={model.data?.title ?? "The model"}
      note={
        model.data?.origin === null || model.data === undefined
          ? undefined
          : `Learned from ${model.data.origin}.`
      }
      query={model}
      lines={8}
    >
      {({ parts, tables }) => (
        <div className={styles["parts"]}>
          {parts.map((part) => (
            <PartSection key={part.title} part={part} />
          ))}
          {tables.map(({ title, rows }) => (
            <section key={title}>
              <h3 className={styles["heading"]}>{title}</h3>
              <TwinTable label={title} rows={rows} />
            </section>
          ))}
        </div>
      )}
    </QueryPanel>
  );
}

function PartSection({ part }: { readonly part: Part }) {
  const { title, rows, strange, users, features, parameters, facts, qualities, calibration, importances } =
    part;
  return (
    <section className={styles["part"]}>
      <h3 className={styles["heading"]}>{title}</h3>
      <Tiles
        tiles={[
          { label: "Rows learned from", value: <NumberText value={rows} /> },
          ...(strange === null ? [] : [{ label: "Of these attacks", value: <NumberText value={strange} /> }]),
          ...(users === null ? [] : [{ label: "Users", value: <NumberText value={users} /> }]),
          { label: "Features", value: <NumberText value={features} /> },
        ]}
      />
      <dl className={styles["facts"]}>
        {[
          ...Object.entries(parameters).map(([name, value]) => ({ name, value: String(value) })),
          ...facts,
        ].map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <LogText text={value} most={300} />
            </dd>
          </div>
        ))}
      </dl>
      {qualities.map((quality) => (
        <QualitySection key={quality.rows_are} quality={quality} name={title} />
      ))}
      <div className={styles["plots"]}>
        {calibration !== null && calibration.bins.length > 0 && (
          <Figure
            title="Calibration"
            note={`Mean distance of said from happened ${formatNumber(calibration.error)}; before calibration ${formatNumber(calibration.error_before)}. Brier score ${formatNumber(calibration.brier)}.`}
          >
            <CalibrationPlot bins={calibration.bins} name={title} />
          </Figure>
        )}
        {importances.length > 0 && (
          <Figure
            title="What decisions rest on"
            note="Share of the forest's decisions by feature, the greatest first."
          >
            <ImportanceBars importances={importances} />
          </Figure>
        )}
      </div>
    </section>
  );
}

interface QualitySectionProps {
  readonly quality: Quality;
  readonly name: string;
}

function QualitySection({ quality, name }: QualitySectionProps) {
  const {
    rows_are,
    rows,
    strange,
    called,
    average_precision,
    roc_area,
    accuracy,
    false_positive_rate,
    at_k,
  } = quality;
  return (
    <div>
      <h4 className={styles["subheading"]}>Measured on {rows_are}</h4>
      <Tiles
        tiles={[
          { label: "ROC area", value: <NumberText value={roc_area} style="number" /> },
          {
            label: "Average precision",
            value: <NumberText value={average_precision} style="number" />,
            note: `chance: ${formatNumber(rows === 0 ? 0 : strange / rows)}`,
          },
          { label: "Accuracy", value: <NumberText value={accuracy} style="share" /> },
          {
            label: "False positives",
            value: <NumberText value={false_positive_rate} style="share" />,
            note: "of usual rows",
          },
          {
            label: `Right among the first ${at_k.k}`,
            value: <NumberText value={at_k.precision} style="share" />,
          },
          {
            label: "Rows",
            value: <NumberText value={rows} />,
            note: `${strange} strange, ${called} called so`,
          },
        ]}
      />
      <div className={styles["plots"]}>
        {quality.roc.length > 1 && (
          <Figure
            title="ROC curve"
            note="Share of strange rows found against share of usual rows called strange. The dashed line is chance."
          >
            <CurvePlot kind="roc" points={quality.roc} chance={null} name={name} />
          </Figure>
        )}
        {quality.precision_recall.length > 1 && (
          <Figure
            title="Precision and recall"
            note="How many of those called strange are so, against how many are found."
          >
            <CurvePlot
              kind="precision-recall"
              points={quality.precision_recall}
              chance={rows === 0 ? 0 : strange / rows}
              name={name}
            />
          </Figure>
        )}
        <Figure title="Confusion matrix">
          <ConfusionTable confusion={quality.confusion} />
        </Figure>
        <Figure title="By class">
          <ClassReport quality={quality} />
        </Figure>
      </div>
    </div>
  );
}

interface FigureProps {
  readonly title: string;
  readonly note?: string;
  readonly children: React.ReactNode;
}

const Figure = ({ title, note, children }: FigureProps) => (
  <div className={styles["figure"]}>
    <h5 className={styles["caption"]}>{title}</h5>
    {note !== undefined && <p className={styles["note"]}>{note}</p>}
    {children}
  </div>
);

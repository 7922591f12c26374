import { useQuery } from "@tanstack/react-query";
import { answer, client } from "../../client/client.ts";
import { ActorLink } from "../../part/actor-link.tsx";
import { cutText } from "../../part/cut-text.ts";
import { quoteValue } from "../../part/filter-text.ts";
import { Flyout } from "../../part/flyout.tsx";
import { formatCount, formatPlural } from "../../part/format.ts";
import { LogText } from "../../part/log-text.tsx";
import { NumberText } from "../../part/number-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SEVERITIES, SEVERITY_WORDS } from "../../part/severity.ts";
import { SeverityBadge, SeverityShape } from "../../part/severity-badge.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useTimeRange } from "../../time-range/use-time-range.ts";
import { PageLink } from "../../url/page-link.tsx";
import styles from "./place-flyout.module.css";
import type { Place } from "./use-places.ts";

export interface PlaceFlyoutProps {
  readonly place: Place | null;
  readonly onClose: () => void;
}

/** One country or cloud region: how much was done, by whom, what was found. */
export const PlaceFlyout = ({ place, onClose }: PlaceFlyoutProps) => (
  <Flyout
    isOpen={place !== null}
    onClose={onClose}
    title={place === null ? "" : <LogText text={place.name} most={80} />}
    aside={
      place === null ? null : (
        <PageLink to="/findings" query={{ q: toFilter(place) }}>
          All its findings
        </PageLink>
      )
    }
  >
    {place !== null && <PlaceDetail place={place} />}
  </Flyout>
);

const toFilter = ({ kind, id }: Place): string => `${kind}:${quoteValue(id)}`;

const SHOWN_MAX = 8;

function PlaceDetail({ place }: { readonly place: Place }) {
  const range = useTimeRange();
  const q = toFilter(place);
  const findings = useQuery({
    queryKey: ["place-findings", q, range.query],
    queryFn: ({ signal }) => {
      const query = { ...range.query, q, order: "newest-first", limit: SHOWN_MAX } as const;
      return answer(client.GET("/api/v1/findings/summaries", { params: { query }, signal }));
    },
  });
  return (
    <div className={styles["stack"]}>
      <PlaceNumbers place={place} />
      <QueryPanel
        title="Latest findings"
        query={findings}
        whenEmpty={({ items }) =>
          items.length > 0 ? null : { kind: "empty", text: "Nothing was found there in this range." }
        }
      >
        {({ items }) => (
          <ul>
            {items.map(({ id, severity, summary, time, actor }) => (
              <li key={id} className={styles["found"]}>
                <SeverityShape severity={severity} />
                <PageLink to="/investigation" query={{ finding: id }}>
                  <span className="unseen">{SEVERITY_WORDS[severity]}: </span>
                  <LogText text={cutText(summary, 150)} />
                </PageLink>
                <span className={styles["when"]}>
                  <TimeText time={time} />, <LogText text={cutText(actor.name, 50)} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </QueryPanel>
      <div className={styles["pair"]}>
        <TopPanel title="Who is active there" by="user" q={q} />
        <TopPanel title="What is done there" by="action" q={q} />
      </div>
    </div>
  );
}

function PlaceNumbers({ place }: { readonly place: Place }) {
  const { kind, events, actors, findings, lastTime, lastFindingTime, bySeverity } = place;
  return (
    <Panel title={null}>
      <dl className={styles["numbers"]}>
        <div>
          <dt>{kind === "country" ? "Events from there" : "Events"}</dt>
          <dd>
            <NumberText value={events} />
          </dd>
        </div>
        <div>
          <dt>Actors</dt>
          <dd>
            <NumberText value={actors} />
          </dd>
        </div>
        <div>
          <dt>Findings</dt>
          <dd>
            <NumberText value={findings} />
          </dd>
        </div>
      </dl>
      <div className={styles["badges"]}>
        {SEVERITIES.toReversed().map((severity) => {
          const count = bySeverity[severity] ?? 0;
          return count === 0 ? null : (
            <span key={severity}>
              {formatCount(count)} <SeverityBadge severity={severity} quiet />
            </span>
          );
        })}
      </div>
      <p className={styles["when"]}>
        Last event <TimeText time={lastTime} />
        {lastFindingTime !== null && (
          <>
            ; last finding <TimeText time={lastFindingTime} />
          </>
        )}
      </p>
    </Panel>
  );
}

interface TopPanelProps {
  readonly title: string;
  readonly by: "user" | "action";
  readonly q: string;
}

function TopPanel({ title, by, q }: TopPanelProps) {
  const range = useTimeRange();
  const query = {
    ...range.query,
    q,
    by,
    order: by === "user" ? "findings" : "events",
    limit: SHOWN_MAX,
  } as const;
  const fallback = { ...query, order: "events" } as const;
  const top = useQuery({
    queryKey: ["place-top", query],
    queryFn: async ({ signal }) => {
      const found = await answer(client.GET("/api/v1/statistics/measures", { params: { query }, signal }));
      if (found.items.length > 0 || by === "action") return found;
      return answer(client.GET("/api/v1/statistics/measures", { params: { query: fallback }, signal }));
    },
  });
  return (
    <QueryPanel
      title={title}
      query={top}
      whenEmpty={({ items }) => (items.length > 0 ? null : { kind: "empty", text: "Nothing in this range." })}
    >
      {({ items }) => (
        <ul>
          {items.map(({ value, label, events, findings }) => (
            <li key={value} className={styles["line"]}>
              {by === "user" ? (
                <ActorLink id={value} name={label ?? undefined} />
              ) : (
                <span title={value.slice(0, 200)}>
                  <LogText text={cutText(label ?? value, 80)} mono />
                </span>
              )}
              <span className={styles["faint"]}>
                {formatPlural(events, "event")}
                {findings > 0 && `, ${formatPlural(findings, "finding")}`}
              </span>
            </li>
          ))}
        </ul>
      )}
    </QueryPanel>
  );
}

import type { ActorDetail, Habits, Identities } from "../../client/use-actors.ts";
import { useHabits, useIdentities } from "../../client/use-actors.ts";
import { ActorLink } from "../../part/actor-link.tsx";
import { cutText } from "../../part/cut-text.ts";
import { formatCount, formatPlural, formatShare } from "../../part/format.ts";
import { InlineValue } from "../../part/inline-value.tsx";
import { LogText } from "../../part/log-text.tsx";
import { Panel } from "../../part/panel.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { SeverityShape } from "../../part/severity-badge.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { PageLink } from "../../url/page-link.tsx";
import { typeWord } from "../actors/actor-columns.tsx";
import { Maturity } from "../actors/sparkline.tsx";
import styles from "./actor-page.module.css";
import { RiskParts } from "./risk-parts.tsx";
import { splitArn } from "./words.ts";

/** Who it is. */
export function IdentityColumn({ actor }: { readonly actor: ActorDetail }) {
  const habits = useHabits(actor.id);
  const identities = useIdentities(actor.id);
  return (
    <div className={styles["column"]}>
      <Panel
        title="Risk"
        note={
          actor.risk?.as_of ? (
            <>
              As of <TimeText time={actor.risk.as_of} />, the newest event.
            </>
          ) : undefined
        }
        state={
          actor.risk === null
            ? { kind: "not-looked", reason: "Nothing was ever looked at, so nobody knows the risk." }
            : { kind: "ready" }
        }
      >
        <RiskParts actor={actor} />
      </Panel>
      <Panel title="Identity">
        <IdentityFacts actor={actor} habits={habits.data} />
      </Panel>
      {actor.incidents.length > 0 && (
        <Panel title="Incidents">
          <ul className={styles["list"]}>
            {actor.incidents.map(({ id, at, severity, summary }) => (
              <li key={id}>
                <PageLink to="/incidents/$id" params={{ id }}>
                  <SeverityShape severity={severity} size={11} />{" "}
                  <LogText text={cutText(summary, INCIDENT_WORDS_MAX)} />
                  {summary.length > INCIDENT_WORDS_MAX && "…"}
                </PageLink>
                <div className={styles["faint"]}>
                  <TimeText time={at} />
                </div>
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <QueryPanel title="Linked identities" query={identities}>
        {(data) => <LinkedIdentities identities={data} />}
      </QueryPanel>
      <QueryPanel
        title="Peers"
        note="Actors of its kind that do the most alike."
        query={habits}
        whenEmpty={({ learnt }) =>
          learnt?.peers ? null : { kind: "not-looked", reason: "Nothing was learnt of this actor yet." }
        }
      >
        {({ learnt }) => (learnt?.peers ? <Peers peers={learnt.peers} /> : null)}
      </QueryPanel>
    </div>
  );
}

/** Characters of an incident's story that are shown. */
const INCIDENT_WORDS_MAX = 110;

interface IdentityFactsProps {
  readonly actor: ActorDetail;
  readonly habits: Habits | undefined;
}

function IdentityFacts({ actor, habits }: IdentityFactsProps) {
  const arn = splitArn(actor.id);
  const maturity = habits?.learnt?.maturity;
  return (
    <dl className={styles["facts"]}>
      <dt>Type</dt>
      <dd>
        {typeWord(actor.type)}
        {actor.automated && ", automated"}
      </dd>
      <dt>Id</dt>
      <dd>
        <InlineValue field={null} value={actor.id}>
          <LogText text={actor.id} most={160} mono />
        </InlineValue>
      </dd>
      {actor.account !== null && (
        <>
          <dt>Account</dt>
          <dd>
            <LogText text={actor.account} mono />
          </dd>
        </>
      )}
      {arn !== null && (
        <>
          <dt>In {arn.service.toUpperCase().slice(0, 12)}</dt>
          <dd>
            <LogText text={arn.resource} most={100} mono />
          </dd>
        </>
      )}
      <dt>First seen</dt>
      <dd>
        <TimeText time={habits?.first_time ?? actor.first_time} />
      </dd>
      <dt>Last seen</dt>
      <dd>
        <TimeText time={habits?.last_time ?? actor.last_time} />
      </dd>
      {habits !== undefined && (
        <>
          <dt>Active</dt>
          <dd>on {formatPlural(habits.active_days, "day")}</dd>
        </>
      )}
      <dt>Habits</dt>
      <dd>
        {maturity === undefined || maturity === null ? (
          <Maturity share={null} />
        ) : (
          <span title="Until both are reached, what is new counts for less">
            <Maturity share={maturity.share} />
            {maturity.learning &&
              ` (${maturity.days} of ${maturity.days_wanted} days, ${maturity.events} of ${maturity.events_wanted} events)`}
          </span>
        )}
      </dd>
    </dl>
  );
}

type Linked = Identities["identities"][number];

const LINK_HEADS: readonly (readonly [kind: Linked["kind"], direction: Linked["direction"], head: string])[] =
  [
    ["issued-key", "gave", "Took on"],
    ["issued-key", "came-from", "Taken on by"],
    ["created-identity", "gave", "Made"],
    ["created-identity", "came-from", "Made by"],
    ["created-key", "gave", "Made keys for"],
    ["created-key", "came-from", "Keys made by"],
  ];
const KEYS_SHOWN = 5;

function LinkedIdentities({ identities: { actor, identities, keys } }: { readonly identities: Identities }) {
  return (
    <>
      {identities.length === 0 && keys.total === 0 && (
        <p className={styles["soft"]}>
          It took on and made no other identity, and used no key that the logs name.
        </p>
      )}
      {LINK_HEADS.map(([kind, direction, head]) => {
        const links = identities.filter((one) => one.kind === kind && one.direction === direction);
        if (links.length === 0) return null;
        return (
          <div key={head}>
            <h3 className={styles["head"]}>{head}</h3>
            <ul className={styles["list"]}>
              {links.map((link) => (
                <li key={link.actor ?? "nobody"} className={styles["line"]}>
                  {link.actor === null ? (
                    <span>not named by the log</span>
                  ) : link.actor === actor ? (
                    <span>itself</span>
                  ) : (
                    <ActorLink id={link.actor} />
                  )}
                  <span className={styles["faint"]}>
                    {formatCount(link.links)}×, <TimeText time={link.last_time} style="day" />
                  </span>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
      {keys.total > 0 && (
        <>
          <h3 className={styles["head"]}>{keys.total === 1 ? "Key" : `Keys (${formatCount(keys.total)})`}</h3>
          <ul className={styles["list"]}>
            {keys.most_used.slice(0, KEYS_SHOWN).map((key) => (
              <li key={key.access_key_id} className={styles["line"]}>
                <InlineValue field={null} value={key.access_key_id}>
                  <LogText text={key.access_key_id} mono />
                </InlineValue>
                <span
                  className={styles["faint"]}
                  title={key.temporary ? "A temporary key" : "A permanent key"}
                >
                  {formatCount(key.events)}
                  {!key.temporary && ", permanent"}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

type PeersAnswer = NonNullable<NonNullable<Habits["learnt"]>["peers"]>;

const Peers = ({ peers: { own_group, members, nearest } }: { readonly peers: PeersAnswer }) => (
  <>
    <p className={styles["soft"]}>
      {own_group
        ? `Compared with its group of ${formatPlural(members, "actor")}.`
        : `Its group is small: compared with all ${formatPlural(members, "actor")} of its kind.`}
    </p>
    <ul className={styles["list"]} style={{ marginTop: "var(--space-2)" }}>
      {nearest.map(({ id, name, type, likeness }) => (
        <li key={id} className={styles["line"]}>
          <ActorLink id={id} name={name} type={type} />
          <span className={styles["faint"]} title="How alike what both do is">
            {formatShare(likeness)} alike
          </span>
        </li>
      ))}
    </ul>
    {nearest.length === 0 && <p className={styles["soft"]}>Nobody else does anything like it.</p>}
  </>
);

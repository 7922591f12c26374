import { Button } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answer, client, type Schema } from "../../client/client.ts";
import { Flyout } from "../../part/flyout.tsx";
import { LogText } from "../../part/log-text.tsx";
import { LongTexts } from "../../part/long-texts.tsx";
import { Panel } from "../../part/panel.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useMay } from "../../session/use-session.ts";
import { PageLink } from "../../url/page-link.tsx";
import { readSent } from "./read-sent.ts";
import { ScrollTable } from "./scroll-table.tsx";
import { SettingForm } from "./setting-form.tsx";
import styles from "./settings-page.module.css";
import type { Setting } from "./use-settings.ts";

type TalkHead = Schema<"ModelTalkHead">;

/** Which language model words answers, and what it was sent. */
export function ModelTab({ settings }: { readonly settings: readonly Setting[] }) {
  const isAdmin = useMay("admin");
  return (
    <div className={styles["stack"]}>
      <Panel
        title="Language model"
        note="It only words answers: what it says is checked against what was found. Without one the assistant answers all the same, and nothing leaves this machine."
      >
        <SettingForm settings={settings} />
      </Panel>
      {isAdmin && <TalksPanel days={String(settings.find(({ key }) => key === "llm.keep_days")?.value)} />}
    </div>
  );
}

const PAGE_ROWS = 20;

function TalksPanel({ days }: { readonly days: string }) {
  const [shown, setShown] = useState<string | null>(null);
  const talks = useInfiniteQuery({
    queryKey: ["model-talks"],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      answer(
        client.GET("/api/v1/ask/talks", {
          signal,
          params: { query: { limit: PAGE_ROWS, ...(pageParam === "" ? {} : { cursor: pageParam }) } },
        }),
      ),
    getNextPageParam: (page) => page.next_cursor,
  });
  const rows = talks.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <QueryPanel
        title="What was sent"
        note={
          days === "0"
            ? "Not kept: the setting above keeps talks for 0 days. That somebody asked stands in the audit log all the same."
            : `Everything that left for a language model, to the letter, and what it said. It lies in Gait's own database for ${days === "1" ? "1 day" : `${days} days`} and is removed then; that somebody asked stands in the audit log for good.`
        }
        query={talks}
        lines={4}
        whenEmpty={() =>
          rows.length > 0
            ? null
            : { kind: "empty", text: "Nothing was sent.", next: "No question went to a language model." }
        }
      >
        {() => (
          <div className={styles["form"]}>
            <TalkTable talks={rows} onShow={setShown} />
            {talks.hasNextPage && (
              <div className={styles["actions"]}>
                <Button
                  variant="default"
                  loading={talks.isFetchingNextPage}
                  onClick={() => void talks.fetchNextPage()}
                >
                  Older questions
                </Button>
              </div>
            )}
          </div>
        )}
      </QueryPanel>
      <Flyout
        isOpen={shown !== null}
        onClose={() => setShown(null)}
        title="What was sent, and what came back"
      >
        {shown !== null && <TalkText id={shown} />}
      </Flyout>
    </>
  );
}

const TalkTable = ({
  talks,
  onShow,
}: {
  readonly talks: readonly TalkHead[];
  readonly onShow: (id: string) => void;
}) => (
  <ScrollTable
    label="Questions to the language model"
    heads={["When", "Who", "Question", "To", "Sent"]}
    deeds="What to do"
  >
    {talks.map((talk) => (
      <tr key={talk.id}>
        <td className={styles["state"]}>
          <TimeText time={talk.time} />
        </td>
        <td>
          <LogText text={talk.author.name} />
        </td>
        <td>
          <LogText text={talk.question} most={160} />
          {talk.outcome !== "answered" && <p className={styles["soft"]}>{`not used: ${talk.outcome}`}</p>}
        </td>
        <td>
          <LogText text={talk.model} most={80} />
          <p className={styles["soft"]}>
            <LogText text={talk.host} most={80} />
          </p>
        </td>
        <td>
          {`${talk.sent_chars.toLocaleString("en")} characters`}
          <p className={styles["soft"]}>
            {talk.uses_pseudonyms ? "names as stand-ins" : "names as they are"}
          </p>
        </td>
        <td className={styles["end"]}>
          <Button variant="default" size="compact-sm" onClick={() => onShow(talk.id)}>
            Show all
          </Button>
        </td>
      </tr>
    ))}
  </ScrollTable>
);

function TalkText({ id }: { readonly id: string }) {
  const talk = useQuery({
    queryKey: ["model-talk", id],
    queryFn: ({ signal }) =>
      answer(client.GET("/api/v1/ask/talks/{id}", { signal, params: { path: { id } } })),
  });
  return (
    <QueryPanel title={null} query={talk}>
      {(shown) => (
        <div className={styles["talk"]}>
          <p className={styles["soft"]}>
            {`${shown.requests} ${shown.requests === 1 ? "request" : "requests"} to ${shown.host}, ${shown.tokens.toLocaleString("en")} tokens in and out. `}
            {shown.uses_pseudonyms
              ? "Names, addresses and resources left as stand-ins; Gait put the names back into the answer. "
              : "Names, addresses and resources left as they are. "}
            <PageLink to="/settings" query={{ tab: "audit", action: "assistant" }}>
              In the audit log
            </PageLink>
          </p>
          <LongTexts
            texts={[
              ...readSent(shown.sent),
              {
                title: "What the model said, before anything was checked",
                text: shown.said === "" ? "nothing" : shown.said,
              },
            ]}
          />
        </div>
      )}
    </QueryPanel>
  );
}

import { Button, PasswordInput } from "@mantine/core";
import "@mantine/core/styles/PasswordInput.layer.css";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toProblem } from "../../client/api-problem.ts";
import { answer, client, type Schema } from "../../client/client.ts";
import { LogText } from "../../part/log-text.tsx";
import { QueryPanel } from "../../part/query-panel.tsx";
import { TimeText } from "../../part/time-text.tsx";
import { useToast } from "../../part/toast.tsx";
import { DeedPanel } from "./deed-panel.tsx";
import { ScrollTable } from "./scroll-table.tsx";
import styles from "./settings-page.module.css";

const SESSIONS_KEY = ["sessions"];

/** What belongs to who is signed in: password and sessions. */
export function AccountTab() {
  return (
    <div className={styles["stack"]}>
      <PasswordPanel />
      <SessionsPanel />
    </div>
  );
}

function PasswordPanel() {
  const toast = useToast();
  const queries = useQueryClient();
  const [current, setCurrent] = useState("");
  const [password, setPassword] = useState("");
  const change = useMutation({
    mutationFn: () => answer(client.POST("/api/v1/password", { body: { current, password } })),
    onSuccess: () => {
      setCurrent("");
      setPassword("");
      toast({ text: "Your password is changed. You are signed out everywhere else." });
      void queries.invalidateQueries({ queryKey: SESSIONS_KEY });
    },
  });
  return (
    <DeedPanel
      title="Your password"
      note="All your other sessions end with the one before."
      deed={change}
      does="Change it"
      fields={
        <>
          <PasswordInput
            label="Present password"
            required
            autoComplete="current-password"
            value={current}
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <PasswordInput
            label="New password, twelve characters at least"
            required
            autoComplete="new-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
        </>
      }
    />
  );
}

function SessionsPanel() {
  const queries = useQueryClient();
  const toast = useToast();
  const sessions = useQuery({
    queryKey: SESSIONS_KEY,
    queryFn: ({ signal }) => answer(client.GET("/api/v1/sessions", { signal })),
  });
  const endOthers = useMutation({
    mutationFn: () => answer(client.DELETE("/api/v1/sessions")),
    onSuccess: ({ ended }) => {
      toast({ text: ended === 1 ? "One other session ended." : `${ended} other sessions ended.` });
      void queries.invalidateQueries({ queryKey: SESSIONS_KEY });
    },
    onError: (error) => toast({ text: toProblem(error).detail, isProblem: true }),
  });
  const count = sessions.data?.items.length ?? 0;
  return (
    <QueryPanel
      title="Where you are signed in"
      query={sessions}
      aside={
        count > 1 && (
          <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            End all others
          </Button>
        )
      }
    >
      {({ items }) => (
        <ScrollTable
          label="Sessions"
          heads={["Browser", "Address", "Signed in", "Last used"]}
          deeds="What to do"
        >
          {items.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ScrollTable>
      )}
    </QueryPanel>
  );
}

/** Browsers and systems by what they call themselves, the most particular first. */
const BROWSERS = [
  ["Edg/", "Edge"],
  ["OPR/", "Opera"],
  ["Firefox/", "Firefox"],
  ["Chrome/", "Chrome"],
  ["Safari/", "Safari"],
] as const;
const SYSTEMS = [
  ["Android", "Android"],
  ["iPhone", "iPhone"],
  ["iPad", "iPad"],
  ["Windows", "Windows"],
  ["Mac OS", "macOS"],
  ["Linux", "Linux"],
] as const;

/** "Firefox on Linux"; what is not known is told as it calls itself. */
function toBrowser(agent: string | null): string {
  if (agent === null) return "unknown";
  const browser = BROWSERS.find(([mark]) => agent.includes(mark))?.[1];
  const system = SYSTEMS.find(([mark]) => agent.includes(mark))?.[1];
  return browser === undefined || system === undefined ? agent : `${browser} on ${system}`;
}

function SessionRow({ session }: { readonly session: Schema<"Session"> }) {
  const { id, agent, address, is_current: isCurrent } = session;
  const queries = useQueryClient();
  const toast = useToast();
  const end = useMutation({
    mutationFn: () => answer(client.DELETE("/api/v1/sessions/{id}", { params: { path: { id } } })),
    onSuccess: () => void queries.invalidateQueries({ queryKey: SESSIONS_KEY }),
    onError: (error) => toast({ text: toProblem(error).detail, isProblem: true }),
  });
  return (
    <tr>
      <td>
        <LogText text={toBrowser(agent)} most={60} />
      </td>
      <td>{address ?? "unknown"}</td>
      <td className={styles["state"]}>
        <TimeText time={session.created_at} />
      </td>
      <td className={styles["state"]}>
        <TimeText time={session.used_at} />
      </td>
      <td className={styles["end"]}>
        {isCurrent ? (
          <span className={styles["soft"]}>this one</span>
        ) : (
          <Button variant="subtle" loading={end.isPending} onClick={() => end.mutate()}>
            End
          </Button>
        )}
      </td>
    </tr>
  );
}

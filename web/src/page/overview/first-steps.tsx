import { useLocalStorage } from "@mantine/hooks";
import { Check, Circle, X } from "lucide-react";
import type { ReactNode } from "react";
import { Panel } from "../../part/panel.tsx";
import { useSession } from "../../session/use-session.ts";
import { PageLink } from "../../url/page-link.tsx";
import styles from "./overview-page.module.css";
import type { Overview } from "./use-overview.ts";

/** What a newcomer does first; it goes away when all is done, or when told to. */
export function FirstSteps({ overview }: { readonly overview: Overview }) {
  const session = useSession().data;
  const [isGone, setIsGone] = useLocalStorage({
    key: "gait-first-steps",
    defaultValue: "",
    getInitialValueInEffect: false,
  });
  const hasEvents = overview.stored.events > 0;
  const hasLooked = overview.looked.finished_at !== null;
  const hasAlerts = overview.alerts.count > 0;
  // The demo has data of its own; there is nothing to set up.
  if (hasEvents && (session?.is_open === true || isGone === "gone" || (hasLooked && hasAlerts))) return null;
  return (
    <Panel
      title={hasEvents ? "First steps" : "Nothing is stored yet"}
      note={hasEvents ? undefined : "Five minutes from here to the first findings in your own logs."}
      aside={
        hasEvents && (
          <button
            type="button"
            className={styles["close"]}
            aria-label="Close the first steps"
            onClick={() => setIsGone("gone")}
          >
            <X size={14} aria-hidden />
          </button>
        )
      }
    >
      <ol className={styles["first"]}>
        <Step isDone={hasEvents}>
          <strong>Bring logs.</strong> CloudTrail as its bucket holds it: <code>gait ingest ./AWSLogs</code>,
          or a program sends files to <code>POST /api/v1/files</code>. Other formats are recognised by their
          content. A file that is not to be kept is judged on <PageLink to="/batch">Batch</PageLink>.
        </Step>
        <Step isDone={hasLooked}>
          <strong>Let Gait look.</strong> The server looks by itself when logs come in;{" "}
          <code>gait detect</code> does it from the command line. Rules see at once, habits need some days.
        </Step>
        <Step isDone={hasAlerts}>
          <strong>Be told.</strong> Choose a channel in the <PageLink to="/settings">settings</PageLink> and
          send a test.
        </Step>
        <Step isDone={false}>
          <strong>Invite others</strong> in the <PageLink to="/settings">settings</PageLink>: viewers look,
          analysts judge.
        </Step>
      </ol>
    </Panel>
  );
}

const Step = ({ isDone, children }: { readonly isDone: boolean; readonly children: ReactNode }) => (
  <li>
    {isDone ? (
      <Check size={15} className={styles["done"]} aria-label="Done:" />
    ) : (
      <Circle size={15} className={styles["todo"]} aria-hidden />
    )}
    <span>{children}</span>
  </li>
);

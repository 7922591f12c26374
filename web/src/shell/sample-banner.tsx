import { useLocalStorage } from "@mantine/hooks";
import { FlaskConical, X } from "lucide-react";
import { useSession } from "../session/use-session.ts";
import styles from "./sample-banner.module.css";

/** Says that what is shown is made up, and how to look at one's own. */
export function SampleBanner() {
  const { data } = useSession();
  const [isGone, setIsGone] = useLocalStorage({
    key: "gait-sample-banner",
    defaultValue: "",
    getInitialValueInEffect: false,
  });
  if (data?.is_open !== true || isGone === "gone") return null;
  return (
    <aside className={styles["banner"]} aria-label="Sample data">
      <FlaskConical size={14} aria-hidden />
      <span>
        <strong>Sample data.</strong> A made-up company with attacks in it; it is gone when the demo ends.
        Your own logs: <code>gait ingest PATH</code>, then <code>gait serve</code>.
      </span>
      <button type="button" aria-label="Close this note" onClick={() => setIsGone("gone")}>
        <X size={14} aria-hidden />
      </button>
    </aside>
  );
}

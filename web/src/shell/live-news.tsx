import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { formatPlural } from "../part/format.ts";

/** News that come together are told together. */
const GATHER_MS = 1500;

/** Listens to the server: what is new is asked for, and said to those who do not see the page. */
export function LiveNews() {
  const queries = useQueryClient();
  const [said, setSaid] = useState("");
  useEffect(() => {
    let findings = 0;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const tell = (): void => {
      timer = null;
      if (findings > 0) setSaid(`${formatPlural(findings, "new finding")}.`);
      findings = 0;
      void queries.invalidateQueries();
    };
    const note = (): void => {
      timer ??= setTimeout(tell, GATHER_MS);
    };
    const source = new EventSource("/api/v1/live");
    source.addEventListener("finding", () => {
      findings++;
      note();
    });
    source.addEventListener("incident", note);
    source.addEventListener("detection", note);
    return () => {
      source.close();
      if (timer !== null) clearTimeout(timer);
    };
  }, [queries]);
  return (
    <div role="status" aria-live="polite" className="unseen">
      {said}
    </div>
  );
}

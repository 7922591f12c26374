import { Navigate, useLocation } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { ProblemNote } from "../part/panel-note.tsx";
import { useSession } from "../session/use-session.ts";
import styles from "./session-gate.module.css";

/** Lets in who has a session, or everybody where nobody needs one; shows others the way in. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { data, error, refetch } = useSession();
  const { href } = useLocation();
  if (data === undefined)
    return error === null ? null : (
      <main className={styles["stop"]}>
        <h1>Gait</h1>
        <ProblemNote error={error} onRetry={() => void refetch()} />
      </main>
    );
  if (data.user === null && !data.is_open) return <Navigate to="/sign-in" search={{ next: href }} replace />;
  return children;
}

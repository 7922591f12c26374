import { useRouter } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { ProblemNote } from "../part/panel-note.tsx";
import { useSession } from "../session/use-session.ts";
import styles from "./session-gate.module.css";

/** Lets in who has a session, or everybody where nobody needs one; shows others the way in. */
export function SessionGate({ children }: { readonly children: ReactNode }) {
  const { data, error, refetch } = useSession();
  if (data === undefined)
    return error === null ? null : (
      <main className={styles["stop"]}>
        <h1>Gait</h1>
        <ProblemNote error={error} onRetry={() => void refetch()} />
      </main>
    );
  if (data.user === null && !data.is_open) return <ToSignIn />;
  return children;
}

/** Goes there once, with where somebody wanted to go: the address is another one already while the way in is loaded. */
function ToSignIn() {
  const router = useRouter();
  useEffect(() => {
    void router.navigate({
      to: "/sign-in",
      search: { next: router.state.location.href },
      replace: true,
    });
  }, [router]);
  return null;
}

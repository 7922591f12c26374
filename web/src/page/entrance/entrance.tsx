import { Button } from "@mantine/core";
import { type FormEvent, type ReactNode, useEffect } from "react";
import { ProblemNote } from "../../part/panel-note.tsx";
import { Mark } from "../../shell/mark.tsx";
import styles from "./entrance.module.css";

export interface EntranceProps {
  readonly title: string;
  readonly note?: string;
  readonly action: string;
  readonly isBusy: boolean;
  readonly error: unknown;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

/** The frame of every page before somebody is in: a mark, a few fields, one button. */
export function Entrance({ title, note, action, isBusy, error, onSubmit, children }: EntranceProps) {
  useEffect(() => {
    document.title = `${title} · Gait`;
  }, [title]);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <main className={styles["entrance"]}>
      <form className={styles["card"]} onSubmit={submit}>
        <div className={styles["brand"]}>
          <Mark size={30} />
          <span>Gait</span>
        </div>
        <div>
          <h1 className={styles["title"]}>{title}</h1>
          {note !== undefined && <p className={styles["note"]}>{note}</p>}
        </div>
        {children}
        {error !== null && error !== undefined && <ProblemNote error={error} />}
        <Button type="submit" size="sm" loading={isBusy}>
          {action}
        </Button>
      </form>
    </main>
  );
}

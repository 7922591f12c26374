import { Button } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import type { FormEvent, ReactNode } from "react";
import { Panel } from "../../part/panel.tsx";
import { ProblemNote } from "../../part/panel-note.tsx";
import styles from "./settings-page.module.css";

export interface DeedPanelProps {
  readonly title: string;
  readonly note: string;
  /** What is done when the form is sent. */
  readonly deed: Pick<UseMutationResult<unknown, unknown, void>, "mutate" | "isPending" | "error">;
  /** What the button says. */
  readonly does: string;
  readonly isDisabled?: boolean;
  /** Fields that stand in a row with the button. */
  readonly fields: ReactNode;
  /** What stands below them. */
  readonly children?: ReactNode;
}

/** A form of a few fields that does one thing, and says where it could not. */
export function DeedPanel(props: DeedPanelProps) {
  const { title, note, deed, does, isDisabled = false, fields, children } = props;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    deed.mutate();
  };
  return (
    <Panel title={title} note={note}>
      <form className={styles["form"]} onSubmit={submit}>
        <div className={styles["row"]}>
          {fields}
          <Button type="submit" loading={deed.isPending} disabled={isDisabled}>
            {does}
          </Button>
        </div>
        {children}
        {deed.error !== null && <ProblemNote error={deed.error} />}
      </form>
    </Panel>
  );
}

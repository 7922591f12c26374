import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { UserRound } from "lucide-react";
import { useState } from "react";
import { answer, client } from "../client/client.ts";
import { PopoverMenu } from "../part/popover-menu.tsx";
import { toVisible } from "../part/visible-text.ts";
import { useSession } from "../session/use-session.ts";
import styles from "./triage.module.css";
import { WordForm } from "./word-form.tsx";

/** Who can have something in hand. */
export const useAssignees = () =>
  useQuery({
    queryKey: ["assignees"],
    queryFn: ({ signal }) => answer(client.GET("/api/v1/triage/assignees", { signal })),
  });

/** Who looks, by the name under which things are assigned; null: nobody signs in here. */
export function useOwnName(): string | null {
  const user = useSession().data?.user ?? null;
  return user === null || user.kind !== "user" ? null : user.name;
}

export interface AssignMenuProps {
  /** What the button says. */
  readonly label: string;
  readonly assignee: string | null;
  readonly onAssign: (name: string | null) => void;
}

const NAME_SHOWN_MAX = 40;
const NAME_CHARS_MAX = 100;

/** Who shall have it in hand: oneself, one of the others, nobody; any name where nobody signs in. */
export function AssignMenu({ label, assignee, onAssign }: AssignMenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const assign = (name: string | null): void => {
    setIsOpen(false);
    if (name !== assignee) onAssign(name);
  };
  return (
    <PopoverMenu
      label="Assign to"
      isOpen={isOpen}
      onOpen={setIsOpen}
      position="bottom-start"
      width={260}
      target={
        <Button variant="default" leftSection={<UserRound size={13} aria-hidden />}>
          {toVisible(label.slice(0, NAME_SHOWN_MAX))}
        </Button>
      }
    >
      <Names assignee={assignee} onAssign={assign} />
    </PopoverMenu>
  );
}

function Names({ assignee, onAssign }: Pick<AssignMenuProps, "assignee" | "onAssign">) {
  const { data } = useAssignees();
  const own = useOwnName();
  const others = (data?.names ?? []).filter((name) => name !== own);
  const choices = [
    ...(own === null ? [] : [{ name: own, label: `Me (${own})` }]),
    ...others.map((name) => ({ name, label: name })),
    ...(assignee === null ? [] : [{ name: null, label: "Nobody" }]),
  ];
  return (
    <div className={styles["names"]}>
      {choices.map(({ name, label }) => (
        <button key={label} type="button" aria-pressed={name === assignee} onClick={() => onAssign(name)}>
          {toVisible(label.slice(0, NAME_SHOWN_MAX))}
        </button>
      ))}
      {data?.is_free === true && (
        <WordForm label="A name" does="Assign" charsMax={NAME_CHARS_MAX} onWord={onAssign} />
      )}
    </div>
  );
}

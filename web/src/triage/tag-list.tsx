import { Button, Popover, TextInput } from "@mantine/core";
import { Tag, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { toVisible } from "../part/visible-text.ts";
import styles from "./triage.module.css";

export interface TagListProps {
  readonly tags: readonly string[];
  /** Null: they may be looked at alone. */
  readonly onChange: ((change: TagChange) => void) | null;
}

export interface TagChange {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Tags, each with a way to take it away, and a way to add one. */
export const TagList = ({ tags, onChange }: TagListProps) => (
  <div className={styles["taglist"]}>
    {tags.map((tag) => (
      <span key={tag} className={styles["tag"]}>
        {toVisible(tag)}
        {onChange !== null && (
          <button
            type="button"
            aria-label={`Take the tag ${toVisible(tag)} away`}
            onClick={() => onChange({ added: [], removed: [tag] })}
          >
            <X size={12} aria-hidden />
          </button>
        )}
      </span>
    ))}
    {onChange !== null && <TagMenu onTag={(tag) => onChange({ added: [tag], removed: [] })} />}
  </div>
);

/** Asks for a tag. */
export function TagMenu({ onTag }: { readonly onTag: (tag: string) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  const [tag, setTag] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    // What opened this stands in a form of its own now and then.
    event.stopPropagation();
    if (tag.trim() === "") return;
    setIsOpen(false);
    setTag("");
    onTag(tag.trim());
  };
  return (
    <Popover opened={isOpen} onChange={setIsOpen} trapFocus returnFocus withinPortal shadow="md">
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<Tag size={13} aria-hidden />}
          onClick={() => setIsOpen((open) => !open)}
        >
          Tag
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Tag">
        <form onSubmit={submit} className={styles["free"]}>
          <TextInput
            label="Tag"
            maxLength={40}
            value={tag}
            onChange={(event) => setTag(event.currentTarget.value)}
            data-autofocus
          />
          <Button type="submit" disabled={tag.trim() === ""}>
            Add
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}

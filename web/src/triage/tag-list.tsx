import { Button } from "@mantine/core";
import { Tag, X } from "lucide-react";
import { useState } from "react";
import { PopoverMenu } from "../part/popover-menu.tsx";
import { toVisible } from "../part/visible-text.ts";
import styles from "./triage.module.css";
import { WordForm } from "./word-form.tsx";

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

const TAG_CHARS_MAX = 40;

/** Asks for a tag. */
export function TagMenu({ onTag }: { readonly onTag: (tag: string) => void }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <PopoverMenu
      label="Tag"
      isOpen={isOpen}
      onOpen={setIsOpen}
      position="bottom"
      target={
        <Button variant="default" leftSection={<Tag size={13} aria-hidden />}>
          Tag
        </Button>
      }
    >
      <WordForm
        label="Tag"
        does="Add"
        charsMax={TAG_CHARS_MAX}
        onWord={(tag) => {
          setIsOpen(false);
          onTag(tag);
        }}
      />
    </PopoverMenu>
  );
}

import { ActionIcon } from "@mantine/core";
import { History } from "lucide-react";
import { useState } from "react";
import { PopoverMenu } from "../part/popover-menu.tsx";
import { toVisible } from "../part/visible-text.ts";
import { useFilterHistory } from "./filter-history.ts";
import styles from "./saved-views.module.css";

export interface FilterHistoryMenuProps {
  readonly subject: string;
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
}

const FILTER_SHOWN_MAX = 200;

/** Filters that were asked for lately, to ask for them again. */
export function FilterHistoryMenu({ subject, filter, onFilter }: FilterHistoryMenuProps) {
  const history = useFilterHistory(subject, filter);
  const [isOpen, setIsOpen] = useState(false);
  const before = history.filter((one) => one !== filter.trim());
  if (before.length === 0) return null;
  return (
    <PopoverMenu
      label="Filters of late"
      isOpen={isOpen}
      onOpen={setIsOpen}
      width={360}
      target={
        <ActionIcon size={30} aria-label="Filters of late" title="Filters of late">
          <History size={15} aria-hidden />
        </ActionIcon>
      }
    >
      <div className={styles["lately"]}>
        {before.map((one) => (
          <button
            key={one}
            type="button"
            onClick={() => {
              setIsOpen(false);
              onFilter(one);
            }}
          >
            {toVisible(one.slice(0, FILTER_SHOWN_MAX))}
          </button>
        ))}
      </div>
    </PopoverMenu>
  );
}

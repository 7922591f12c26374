import { ActionIcon } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Menu as MenuIcon, RefreshCw, Search } from "lucide-react";
import { useShortcuts } from "../part/shortcut.tsx";
import { openPalette } from "./palette-state.ts";
import { RangePicker } from "./range-picker.tsx";
import styles from "./top-bar.module.css";
import { UserMenu } from "./user-menu.tsx";
import { ViewMenu } from "./view-menu.tsx";

/** Search, range of time, and how things are shown. */
export function TopBar({ onRail }: { readonly onRail: () => void }) {
  const queries = useQueryClient();
  const refresh = (): void => void queries.invalidateQueries();
  useShortcuts([{ keys: "r", does: "ask for everything again", run: refresh }]);
  return (
    <header className={styles["bar"]}>
      <ActionIcon className={styles["menu"]} aria-label="Pages" onClick={onRail}>
        <MenuIcon size={17} aria-hidden />
      </ActionIcon>
      <button type="button" className={styles["search"]} onClick={openPalette}>
        <Search size={14} aria-hidden />
        <span className={styles["words"]}>Go to a page, a person, a finding</span>
        <kbd className={styles["keys"]}>Ctrl K</kbd>
      </button>
      <div className={styles["right"]}>
        <RangePicker />
        <ActionIcon aria-label="Ask for everything again" title="Refresh (r)" onClick={refresh}>
          <RefreshCw size={14} aria-hidden />
        </ActionIcon>
        <ViewMenu />
        <UserMenu />
      </div>
    </header>
  );
}

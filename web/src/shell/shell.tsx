import { useHotkeys } from "@mantine/hooks";
import { Outlet } from "@tanstack/react-router";
import { lazy, useState } from "react";
import { useShortcuts } from "../part/shortcut.tsx";
import { NewestProvider } from "../time-range/newest.tsx";
import { AsOfNote } from "./as-of-note.tsx";
import { onShortcutHelpWanted, openShortcutHelp } from "./help-state.ts";
import { LiveNews } from "./live-news.tsx";
import { onPaletteWanted, openPalette } from "./palette-state.ts";
import { Rail } from "./rail.tsx";
import { SampleBanner } from "./sample-banner.tsx";
import { SessionGate } from "./session-gate.tsx";
import styles from "./shell.module.css";
import { TopBar } from "./top-bar.tsx";
import { WantedDialog } from "./wanted-dialog.tsx";

/** They are loaded when somebody asks for them. */
const PaletteDialog = lazy(async () => ({ default: (await import("./palette-dialog.tsx")).PaletteDialog }));
const ShortcutDialog = lazy(async () => ({
  default: (await import("./shortcut-dialog.tsx")).ShortcutDialog,
}));

/** What stands around every page: the way to the others, the range of time, what is new. */
export function Shell() {
  const [isRailOpen, setIsRailOpen] = useState(false);
  useHotkeys([["mod+K", openPalette]], []);
  useShortcuts([{ keys: "?", does: "show these keys", run: openShortcutHelp }]);
  return (
    <SessionGate>
      <NewestProvider>
        <a href="#page" className={styles["skip"]}>
          To the content
        </a>
        <div className={styles["shell"]}>
          <Rail isOpen={isRailOpen} onClose={() => setIsRailOpen(false)} />
          <div className={styles["main"]}>
            <TopBar onRail={() => setIsRailOpen(true)} />
            <SampleBanner />
            <main id="page" className={styles["page"]} tabIndex={-1}>
              <AsOfNote />
              <Outlet />
            </main>
          </div>
        </div>
        <WantedDialog onWanted={onPaletteWanted} dialog={PaletteDialog} />
        <WantedDialog onWanted={onShortcutHelpWanted} dialog={ShortcutDialog} />
        <LiveNews />
      </NewestProvider>
    </SessionGate>
  );
}

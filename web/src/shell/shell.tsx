import { Outlet } from "@tanstack/react-router";
import { useState } from "react";
import { NewestProvider } from "../time-range/newest.tsx";
import { AsOfNote } from "./as-of-note.tsx";
import { CommandPalette } from "./command-palette.tsx";
import { LiveNews } from "./live-news.tsx";
import { Rail } from "./rail.tsx";
import { SampleBanner } from "./sample-banner.tsx";
import { SessionGate } from "./session-gate.tsx";
import styles from "./shell.module.css";
import { ShortcutHelp } from "./shortcut-help.tsx";
import { TopBar } from "./top-bar.tsx";

/** What stands around every page: the way to the others, the range of time, what is new. */
export function Shell() {
  const [isRailOpen, setIsRailOpen] = useState(false);
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
        <CommandPalette />
        <ShortcutHelp />
        <LiveNews />
      </NewestProvider>
    </SessionGate>
  );
}

import type { Schema } from "../client/client.ts";
import styles from "./drift-level.module.css";

type Level = Schema<"Drift">["level"];

const WORDS: Readonly<Record<Level, string>> = {
  none: "● No drift",
  moderate: "◆ Some drift",
  severe: "▲ Much drift",
  "not-looked": "○ Not looked",
};

/** How far recent events are from what was learned, by shape and word. */
export const DriftLevel = ({ level }: { readonly level: Level }) => (
  <strong className={styles[level]}>{WORDS[level]}.</strong>
);

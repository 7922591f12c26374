import { cx } from "../../theme/class-names.ts";
import styles from "./rules-page.module.css";

const WORDS = {
  silent: "Silent",
  rare: "Quiet",
  steady: "Steady",
  noisy: "Noisy",
  flood: "A flood",
} as const;

export interface NoiseNoteProps {
  readonly noise: { readonly level: keyof typeof WORDS; readonly text: string };
}

/** How much work a rule makes, in a word and a sentence. */
export const NoiseNote = ({ noise: { level, text } }: NoiseNoteProps) => (
  <p className={cx(styles["noise"], (level === "noisy" || level === "flood") && styles["loud"])}>
    <strong>{WORDS[level]}.</strong> {text}
  </p>
);

import styles from "./long-texts.module.css";

/** A text that is shown as it is, however long, under a title of its own. */
export interface LongText {
  readonly title: string;
  readonly text: string;
}

/** Texts one below the other; what is long scrolls by itself, by keyboard too. */
export const LongTexts = ({ texts }: { readonly texts: readonly LongText[] }) => (
  <div className={styles["texts"]}>
    {texts.map(({ title, text }, place) => (
      // They have no names, and their order never changes.
      // biome-ignore lint/suspicious/noArrayIndexKey: see above
      <div key={place}>
        <h3>{title}</h3>
        <section tabIndex={0} aria-label={title}>
          <pre>{text}</pre>
        </section>
      </div>
    ))}
  </div>
);

import type { ReactNode } from "react";
import styles from "./page-stack.module.css";

/** The panels of a page below each other, at one distance; the PageHead first. */
export const PageStack = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles["stack"]}>{children}</div>
);

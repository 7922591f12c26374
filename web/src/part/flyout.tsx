import { Drawer } from "@mantine/core";
import "@mantine/core/styles/Drawer.layer.css";
import type { ReactNode } from "react";
import styles from "./flyout.module.css";

export interface FlyoutProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: ReactNode;
  /** Beside the title: a link to the full page, a menu. */
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** Details beside a list, which keeps its place. Escape closes; the list stays usable where there is room. */
export const Flyout = ({ isOpen, onClose, title, aside, children }: FlyoutProps) => (
  <Drawer.Root
    opened={isOpen}
    onClose={onClose}
    position="right"
    size="min(44rem, 100vw)"
    lockScroll={false}
    trapFocus
    returnFocus
    classNames={{ content: styles["content"] ?? "" }}
  >
    <Drawer.Overlay backgroundOpacity={0.18} />
    <Drawer.Content>
      {/* No header element: in a dialog it would count as a second banner of the page. */}
      <div className={styles["head"]}>
        <Drawer.Title className={styles["title"]}>{title}</Drawer.Title>
        <div className={styles["aside"]}>
          {aside}
          <Drawer.CloseButton aria-label="Close" />
        </div>
      </div>
      <Drawer.Body className={styles["body"]}>{children}</Drawer.Body>
    </Drawer.Content>
  </Drawer.Root>
);

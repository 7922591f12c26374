import { Kbd, Modal } from "@mantine/core";
import { useShortcutList } from "../part/shortcut.tsx";
import type { DialogProps } from "./dialog.ts";
import styles from "./shortcut-dialog.module.css";

/** All keys that do something here. */
export function ShortcutDialog({ isOpen, onClose }: DialogProps) {
  const list = useShortcutList();
  return (
    <Modal opened={isOpen} onClose={onClose} title="Keys" size="lg">
      <dl className={styles["keys"]}>
        <KeyLine keys="Ctrl K" does="go anywhere" />
        {list().map(({ keys, does }) => (
          <KeyLine key={`${keys} ${does}`} keys={keys} does={does} />
        ))}
      </dl>
    </Modal>
  );
}

const KeyLine = ({ keys, does }: { readonly keys: string; readonly does: string }) => (
  <div className={styles["line"]}>
    <dt>
      {keys.split(" ").map((key) => (
        <Kbd key={key} size="xs">
          {key}
        </Kbd>
      ))}
    </dt>
    <dd>{does}</dd>
  </div>
);

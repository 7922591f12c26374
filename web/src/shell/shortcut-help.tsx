import { Kbd, Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import { type Shortcut, useShortcutList, useShortcuts } from "../part/shortcut.tsx";
import { onShortcutHelpWanted } from "./help-state.ts";
import styles from "./shortcut-help.module.css";

/** All keys that do something here, by `?`. */
export function ShortcutHelp() {
  const list = useShortcutList();
  const [shown, setShown] = useState<readonly Shortcut[] | null>(null);
  const open = (): void => setShown(list());
  useShortcuts([{ keys: "?", does: "show these keys", run: open }]);
  useEffect(() => onShortcutHelpWanted(() => setShown(list())), [list]);
  return (
    <Modal opened={shown !== null} onClose={() => setShown(null)} title="Keys" size="lg">
      <dl className={styles["keys"]}>
        <KeyLine keys="Ctrl K" does="go anywhere" />
        {shown?.map(({ keys, does }) => (
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

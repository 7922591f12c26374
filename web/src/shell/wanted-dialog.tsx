import { type ComponentType, Suspense, useEffect, useState } from "react";
import type { DialogProps } from "./dialog.ts";

export interface WantedDialogProps {
  /** Calls `open` whenever somebody asks for it; gives what ends that. */
  readonly onWanted: (open: () => void) => () => void;
  /** Lazy: its code comes when it is first asked for. */
  readonly dialog: ComponentType<DialogProps>;
}

/** A dialog that nobody pays for until it is opened. */
export function WantedDialog({ onWanted, dialog: Dialog }: WantedDialogProps) {
  const [state, setState] = useState<"never" | "open" | "closed">("never");
  useEffect(() => onWanted(() => setState("open")), [onWanted]);
  if (state === "never") return null;
  return (
    <Suspense fallback={null}>
      <Dialog isOpen={state === "open"} onClose={() => setState("closed")} />
    </Suspense>
  );
}

import { X } from "lucide-react";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import styles from "./toast.module.css";

export interface Toast {
  readonly text: string;
  /** What brings back how it was; offered while the toast stands. */
  readonly onUndo?: () => void;
  readonly isProblem?: boolean;
}

/** How long one stands that nobody points at; long enough to read, and longer where something can be taken back. */
const SHOWN_MS = { read: 8000, undo: 20_000 } as const;
const TOASTS_MAX = 3;

type Shown = Toast & { readonly id: number };

const ToastContext = createContext<(toast: Toast) => void>(() => undefined);

/** Says in a corner what was done, with a way to take it back. No question is asked before. */
export const useToast = (): ((toast: Toast) => void) => useContext(ToastContext);

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly Shown[]>([]);
  const last = useRef(0);
  const drop = useCallback((id: number) => setToasts((all) => all.filter((one) => one.id !== id)), []);
  const show = useCallback((toast: Toast) => {
    const id = ++last.current;
    setToasts((all) => [...all.slice(1 - TOASTS_MAX), { ...toast, id }]);
  }, []);
  const corner = useMemo(
    () => toasts.map((toast) => <ToastCard key={toast.id} toast={toast} onDrop={() => drop(toast.id)} />),
    [toasts, drop],
  );
  return (
    <ToastContext.Provider value={show}>
      {children}
      <div className={styles["corner"]} role="status" aria-live="polite">
        {corner}
      </div>
    </ToastContext.Provider>
  );
}

function ToastCard({ toast, onDrop }: { readonly toast: Toast; readonly onDrop: () => void }) {
  const { text, onUndo, isProblem } = toast;
  // What somebody points at, or has reached by keyboard, stays until they leave it.
  const [isHeld, setIsHeld] = useState(false);
  const drop = useRef(onDrop);
  useLayoutEffect(() => {
    drop.current = onDrop;
  });
  const shownMs = onUndo === undefined ? SHOWN_MS.read : SHOWN_MS.undo;
  useEffect(() => {
    if (isHeld) return undefined;
    const timer = setTimeout(() => drop.current(), shownMs);
    return () => clearTimeout(timer);
  }, [isHeld, shownMs]);
  const hold = (): void => setIsHeld(true);
  const leave = (): void => setIsHeld(false);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: nothing is done by pointing at it, it only stays
    <div
      className={isProblem === true ? styles["problem"] : styles["toast"]}
      onMouseEnter={hold}
      onMouseLeave={leave}
      onFocus={hold}
      onBlur={leave}
    >
      <span>{text}</span>
      {onUndo !== undefined && (
        <button
          type="button"
          className={styles["undo"]}
          onClick={() => {
            onUndo();
            onDrop();
          }}
        >
          Undo
        </button>
      )}
      <button type="button" className={styles["close"]} aria-label="Close" onClick={onDrop}>
        <X size={14} aria-hidden />
      </button>
    </div>
  );
}

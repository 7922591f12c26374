import { ActionIcon, Button } from "@mantine/core";
import { Calendar, ChevronLeft, ChevronRight, ZoomOut } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { formatTime } from "../part/format.ts";
import { PopoverMenu } from "../part/popover-menu.tsx";
import { useShortcuts } from "../part/shortcut.tsx";
import { QUICK_RANGES, type RangeText, shiftRange, widenRange } from "../time-range/range.ts";
import { type TimeRange, useSetTimeRange, useTimeRange } from "../time-range/use-time-range.ts";
import { useZone, type Zone } from "../time-range/zone.ts";
import styles from "./range-picker.module.css";

/** Fields are loaded when somebody wants to write into them. */
const RangeForm = lazy(async () => ({ default: (await import("./range-form.tsx")).RangeForm }));

/** The range of time that every panel obeys. */
export function RangePicker() {
  const range = useTimeRange();
  const setRange = useSetTimeRange();
  const [zone] = useZone();
  const [isOpen, setIsOpen] = useState(false);
  useShortcuts([{ keys: "t", does: "choose a range of time", run: () => setIsOpen(true) }]);
  const choose = (text: RangeText): void => {
    setRange(text);
    setIsOpen(false);
  };
  const move = (by: -1 | 1) => setRange(shiftRange(range.range, { by, now: range.now }));
  return (
    <div className={styles["picker"]}>
      <ActionIcon className={styles["wide"]} aria-label="Earlier" title="Earlier" onClick={() => move(-1)}>
        <ChevronLeft size={15} aria-hidden />
      </ActionIcon>
      <PopoverMenu
        label="Range of time"
        isOpen={isOpen}
        onOpen={setIsOpen}
        className={styles["dropdown"]}
        target={
          <Button variant="default" leftSection={<Calendar size={13} aria-hidden />}>
            {describeRange(range, zone)}
          </Button>
        }
      >
        <Suspense fallback={null}>
          <RangeForm range={range} onChoose={choose} />
          <QuickRanges chosen={range.text} onChoose={choose} />
        </Suspense>
      </PopoverMenu>
      <ActionIcon className={styles["wide"]} aria-label="Later" title="Later" onClick={() => move(1)}>
        <ChevronRight size={15} aria-hidden />
      </ActionIcon>
      <ActionIcon
        className={styles["wide"]}
        aria-label="Twice as long"
        title="Zoom out"
        onClick={() => setRange(widenRange(range.range, range.now))}
      >
        <ZoomOut size={14} aria-hidden />
      </ActionIcon>
    </div>
  );
}

interface QuickRangesProps {
  readonly chosen: RangeText;
  readonly onChoose: (text: RangeText) => void;
}

const QuickRanges = ({ chosen, onChoose }: QuickRangesProps) => (
  <ul className={styles["quick"]}>
    {QUICK_RANGES.map(({ text, label }) => (
      <li key={label}>
        <button type="button" onClick={() => onChoose(text)} aria-pressed={isSame(text, chosen)}>
          {label}
        </button>
      </li>
    ))}
  </ul>
);

const isSame = (a: RangeText, b: RangeText): boolean => a.from === b.from && a.to === b.to;

function describeRange({ text, range }: TimeRange, zone: Zone): string {
  const quick = QUICK_RANGES.find((one) => isSame(one.text, text));
  if (quick !== undefined) return quick.label;
  const tell = (at: number | null, open: string): string =>
    at === null ? open : formatTime(at, "minute", zone);
  return `${tell(range.from, "start")} – ${tell(range.to, "now")}`;
}

import type { UrlState } from "../../url/url-state.ts";

export type LimitName = "threshold_mb" | "window_hours" | "services" | "service_mb" | "z" | "history_days";

interface Limit {
  readonly label: string;
  readonly usual: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** What can be moved. Strictly more than a limit is told. */
export const LIMITS: Readonly<Record<LimitName, Limit>> = {
  threshold_mb: { label: "Total of a window (MB)", usual: 100, min: 0, max: 1e9, step: 10 },
  window_hours: { label: "Window (hours)", usual: 1, min: 0.01, max: 744, step: 0.5 },
  services: { label: "Services in an hour", usual: 2, min: 0, max: 1e6, step: 1 },
  service_mb: { label: "Total of such an hour (MB)", usual: 50, min: 0, max: 1e9, step: 10 },
  z: { label: "Standard deviations of a day", usual: 3, min: 0, max: 1e6, step: 0.5 },
  history_days: { label: "Other days needed", usual: 5, min: 0, max: 1e6, step: 1 },
};

export const LIMIT_NAMES = Object.keys(LIMITS).filter((name): name is LimitName => name in LIMITS);

export type LimitValues = Readonly<Record<LimitName, number>>;

/** From the address; what is no number there counts as if it were not. */
export function readLimits(state: UrlState): LimitValues {
  const read = (name: LimitName): number => {
    const text = state[name] ?? "";
    const value = Number(text);
    const { usual, min, max } = LIMITS[name];
    return text === "" || !(value >= min && value <= max) ? usual : value;
  };
  return {
    threshold_mb: read("threshold_mb"),
    window_hours: read("window_hours"),
    services: Math.round(read("services")),
    service_mb: read("service_mb"),
    z: read("z"),
    history_days: Math.round(read("history_days")),
  };
}

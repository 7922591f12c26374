import { useLocalStorage } from "@mantine/hooks";

export type Zone = "utc" | "local";

/** In which zone times are told: of the logs, or of whoever looks. */
export function useZone(): readonly [Zone, (zone: Zone) => void] {
  const [zone, setZone] = useLocalStorage<Zone>({
    key: "gait-zone",
    defaultValue: "utc",
    getInitialValueInEffect: false,
    deserialize: (text) => (text === '"local"' ? "local" : "utc"),
  });
  return [zone, setZone];
}

/** For `Intl`; undefined: the browser's own. */
export const toTimeZone = (zone: Zone): string | undefined => (zone === "utc" ? "UTC" : undefined);

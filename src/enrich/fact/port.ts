/** Ports from and to, both included; null: every port of every protocol. */
export type PortRange = { readonly from: number; readonly to: number } | "all" | "icmp";

/** Remote control, databases, file shares and cluster controls: not for strangers, whoever runs them. */
export const SENSITIVE_PORTS: readonly number[] = [
  20, 21, 22, 23, 135, 137, 138, 139, 389, 445, 512, 513, 514, 636, 873, 1433, 1434, 1521, 2049, 2375, 2376,
  2379, 2380, 3306, 3389, 4333, 5432, 5439, 5500, 5601, 5672, 5900, 5901, 5984, 5985, 5986, 6379, 6443, 7000,
  7001, 7199, 8020, 8086, 8888, 9042, 9092, 9160, 9200, 9300, 10250, 11211, 15672, 27017, 27018, 27019, 50070,
];

/** A range from a call's numbers, which may be texts; `-1` and what is missing mean all. */
export function toPortRange(protocol: unknown, from: unknown, to: unknown): PortRange {
  const name =
    typeof protocol === "number"
      ? String(protocol)
      : typeof protocol === "string"
        ? protocol.toLowerCase()
        : "-1";
  if (name === "-1" || name === "all") return "all";
  if (name.startsWith("icmp") || name === "1" || name === "58") return "icmp";
  const first = toPort(from);
  if (first === null) return "all";
  return { from: first, to: toPort(to) ?? first };
}

function toPort(value: unknown): number | null {
  const port = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof port === "number" && Number.isInteger(port) && port >= 0 && port <= 65_535 ? port : null;
}

/** Ranges kept of one call. */
export const PORTS_MAX = 100;

export function describePorts(ranges: readonly PortRange[]): string[] {
  return [...new Set(ranges.map(describePort))].slice(0, PORTS_MAX);
}

function describePort(range: PortRange): string {
  if (typeof range === "string") return range;
  return range.from === range.to ? String(range.from) : `${range.from}-${range.to}`;
}

export function hasSensitivePort(range: PortRange): boolean {
  if (range === "icmp") return false;
  return range === "all" || SENSITIVE_PORTS.some((port) => port >= range.from && port <= range.to);
}

import { suggestNearest } from "../../domain/index.ts";
import { MapReader } from "./map-reader.ts";
import type { Logsource } from "./sigma-document.ts";

/** null after a complaint. One of the three keys must be there. */
export function parseLogsource(reader: MapReader): Logsource | null {
  const map = reader.requireMap("logsource");
  if (map === null) return null;
  const inner = new MapReader(map, reader.log);
  const read = (key: string): string | null => inner.readText(key)?.text.toLowerCase() ?? null;
  const logsource = { category: read("category"), product: read("product"), service: read("service") };
  if (Object.values(logsource).some((value) => value !== null)) return logsource;
  const first = map.pairs[0];
  const suggestion =
    first === undefined ? null : suggestNearest(first.key, ["category", "product", "service"]);
  const details = { what: "logsource with category, product or service" };
  reader.log.add(map.offset, { code: "SIGMA_MISSING", details, suggestion });
  return null;
}

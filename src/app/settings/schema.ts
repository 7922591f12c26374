import { z } from "zod";
import { SETTING_KEYS, type SettingKey, settingOf } from "./catalogue.ts";

/** JSON Schema of gait.config.yaml: names with a dot are maps in maps. */
export function toConfigSchema(): object {
  const tree = Map.groupBy(SETTING_KEYS, (key) => (key.includes(".") ? key.split(".", 1)[0]! : ""));
  const shape: Record<string, z.ZodType> = {};
  for (const [group, keys] of tree) {
    if (group === "") for (const key of keys) shape[key] = toSchema(key);
    else
      shape[group] = z
        .strictObject(Object.fromEntries(keys.map((key) => [key.slice(group.length + 1), toSchema(key)])))
        .optional();
  }
  return z.toJSONSchema(z.strictObject(shape).meta({ title: "Settings of Gait (gait.config.yaml)" }), {
    io: "input",
  });
}

function toSchema(key: SettingKey): z.ZodType {
  const { schema, summary, default: otherwise } = settingOf(key);
  const described = schema.optional().describe(summary);
  return otherwise === null ? described : described.meta({ default: otherwise });
}

/** What can be bound to a setting of a query. A bigint is bound as `bigint`, a number as `double precision`. */
export type SettingValue = string | number | bigint;

export interface BoundSql {
  readonly sql: string;
  readonly values: readonly SettingValue[];
}

const SETTING = /\/\* ([a-z_]+) \*\/ ('[^']*'|\d+(?:\.\d+)?)/g;

/**
 * Binds the settings of a two-way SQL text, one that also runs by hand: a comment names the setting and the literal
 * after it is what a person gets. Each literal becomes a parameter (`$1`), the same for every mention of its setting.
 *
 * @throws when the text mentions a setting that has no value: text and program would disagree in silence.
 */
export function bindTwoWaySql(text: string, settings: Readonly<Record<string, SettingValue>>): BoundSql {
  const names: string[] = [];
  const sql = text.replace(SETTING, (_, name: string) => {
    if (!Object.hasOwn(settings, name))
      throw new Error(`the query mentions the setting ${name}, which has no value`);
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { sql, values: names.map((name) => settings[name]!) };
}

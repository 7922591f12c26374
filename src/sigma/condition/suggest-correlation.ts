const OPERATORS: Readonly<Record<string, string>> = {
  ">": "gt",
  ">=": "gte",
  "<": "lt",
  "<=": "lte",
  "==": "eq",
  "=": "eq",
};

/** How today's Sigma says what an old aggregation (`count(user) by ip > 10`) said; null where it cannot be read. */
export function suggestCorrelation(aggregation: string): string | null {
  if (/^near\b/i.test(aggregation)) {
    return "Make the parts rules of their own and add a document with `correlation:` of type temporal that lists them under rules, with group-by and timespan.";
  }
  const match = /^(\w+)\s*\(\s*([^)]*?)\s*\)\s*(?:by\s+(.+?)\s*)?(>=|<=|==|=|>|<)\s*(\d+)/i.exec(aggregation);
  if (match === null) return null;
  const [, call, field, group, operator, bound] = match;
  const type = { count: field === "" ? "event_count" : "value_count", sum: "value_sum", avg: "value_avg" }[
    call!.toLowerCase()
  ];
  if (type === undefined) return null;
  const groupBy = (group ?? "").split(/[\s,]+/).filter((name) => name !== "");
  const condition = [...(field === "" ? [] : [`field: ${field}`]), `${OPERATORS[operator!]}: ${bound}`].join(
    ", ",
  );
  return `Remove the part from \`|\` on, give this rule a name, and add a document with \`correlation: {type: ${type}, rules: [that name], group-by: [${groupBy.join(", ")}], timespan: <the rule's timeframe>, condition: {${condition}}}\`.`;
}

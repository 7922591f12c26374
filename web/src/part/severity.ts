/** From the mildest to the worst. */
export const SEVERITIES = ["info", "low", "medium", "high", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  info: "Info",
  low: "Low",
  medium: "Medium",
  high: "High",
  critical: "Critical",
};

/** The colour of a severity where it fills something: `fill: toSeverityColour("high")`. For text it is `var(--high)`. */
export const toSeverityColour = (severity: Severity): string => `var(--${severity}-fill)`;

export const isSeverity = (text: string): text is Severity => SEVERITIES.some((one) => one === text);

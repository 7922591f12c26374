import type { CallName } from "../call/catalogue.ts";
import type { Dice } from "../random.ts";

export interface DrillStep {
  readonly call: CallName;
  readonly error?: string;
  readonly given?: Readonly<Record<string, string>>;
}

/** One kind of anomaly. */
export interface Anomaly {
  readonly name: string;
  readonly isAtNight: boolean;
  /** From an address that is not the office's. */
  readonly isElsewhere: boolean;
  /** Longest pause between its steps. */
  readonly pauseSeconds: number;
  toSteps(dice: Dice, usual: readonly CallName[]): readonly DrillStep[];
}

const ADMIN = { policy: "arn:aws:iam::aws:policy/AdministratorAccess" };
const LISTS: readonly CallName[] = [
  "listUsers",
  "listRoles",
  "listPolicies",
  "listBuckets",
  "describeInstances",
  "listFunctions",
  "listSecrets",
  "describeParameters",
  "describeTrails",
  "listDetectors",
];

const anomaly = (
  name: string,
  toSteps: Anomaly["toSteps"],
  rest: Partial<Pick<Anomaly, "isAtNight" | "isElsewhere" | "pauseSeconds">> = {},
): Anomaly => ({ name, toSteps, isAtNight: false, isElsewhere: false, pauseSeconds: 90, ...rest });

const several = (count: number, toStep: () => DrillStep): readonly DrillStep[] =>
  Array.from({ length: count }, toStep);

export const DRILL_ANOMALIES: readonly Anomaly[] = [
  anomaly("unusual_time", (dice, usual) => several(dice.between(2, 4), () => ({ call: dice.pick(usual) })), {
    isAtNight: true,
  }),
  anomaly("unusual_ip", (dice, usual) => several(dice.between(2, 4), () => ({ call: dice.pick(usual) })), {
    isElsewhere: true,
  }),
  anomaly("privilege_escalation", (dice) => [
    { call: "attachUserPolicy", given: ADMIN },
    { call: dice.pick(["createKey", "createLogin", "createUser"]) },
  ]),
  anomaly(
    "failed_attempts",
    (dice) => several(dice.between(4, 8), () => ({ call: "signIn", error: "Failed authentication" })),
    { pauseSeconds: 12 },
  ),
  anomaly("sensitive_action", (dice) => [
    { call: dice.pick(["stopLogging", "deleteTrail", "disableDetector", "scheduleDeletion", "getSecret"]) },
  ]),
  anomaly("rapid_enumeration", (dice) => several(dice.between(8, 14), () => ({ call: dice.pick(LISTS) })), {
    pauseSeconds: 2,
  }),
];

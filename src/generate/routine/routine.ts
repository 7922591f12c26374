// table: what people of each team do in a working day, as sequences of calls.
import type { CallName } from "../call/catalogue.ts";
import type { Bucket } from "../company/asset.ts";
import type { Team } from "../company/person.ts";

/** One step of a task: a call, how often, and how long until the next. */
export interface Step {
  readonly call: CallName;
  /** Times, on average. */
  readonly times: number;
  /** Seconds between calls, on average. */
  readonly pauseSeconds: number;
}

/** Something that a person sits down to do. */
export interface Task {
  readonly name: string;
  /** In the console a click makes many calls; on the command line one line makes one. */
  readonly through: "console" | "tool";
  readonly steps: readonly Step[];
  /** What kind of bucket it works on. */
  readonly bucket: Bucket["purpose"] | null;
  /** Share of calls that fail, by the way: typing errors, missing rights. */
  readonly errorShare: number;
}

const step = (call: CallName, times = 1, pauseSeconds = 4): Step => ({ call, times, pauseSeconds });
const task = (
  name: string,
  steps: readonly Step[],
  rest: Partial<Omit<Task, "name" | "steps">> = {},
): Task => ({ name, steps, through: "tool", bucket: null, errorShare: 0.01, ...rest });
const clicks = (name: string, calls: readonly CallName[], rest: Partial<Task> = {}): Task =>
  task(
    name,
    calls.map((call) => step(call, 1.6, 0.4)),
    { through: "console", ...rest },
  );

/** What people sit down to do. */
export const TASKS = {
  lookAtInstances: clicks("look at instances", [
    "describeInstances",
    "describeStatus",
    "describeAddresses",
    "describeVolumes",
    "describeGroups",
    "describeAlarms",
    "describeZones",
    "describeRegions",
  ]),
  lookAtFunctions: clicks("look at functions", [
    "listFunctions",
    "functionConfig",
    "functionPolicy",
    "getFunction",
    "listMetrics",
    "metricData",
    "logGroups",
  ]),
  lookAtBuckets: clicks("look at buckets", [
    "listBuckets",
    "bucketLocation",
    "bucketPublicBlock",
    "bucketPolicy",
    "bucketAcl",
    "bucketVersioning",
    "bucketEncryption",
    "listObjects",
  ]),
  lookAtCosts: clicks("look at costs", ["costs", "budgets", "healthEvents", "supportCases"]),
  lookAtIam: clicks("look at identities", [
    "listUsers",
    "listRoles",
    "listGroups",
    "listPolicies",
    "accountSummary",
    "getUser",
    "listKeys",
    "keyLastUsed",
    "mfaDevices",
    "userPolicies",
  ]),
  lookAtDatabases: clicks("look at databases", [
    "describeDatabases",
    "describeDbSnapshots",
    "metricData",
    "describeAlarms",
    "describeVpcs",
    "describeSubnets",
  ]),
  lookAtSecurity: clicks("look at security findings", [
    "listDetectors",
    "listFindings",
    "getFindings",
    "hubFindings",
    "configStatus",
    "configRules",
    "describeTrails",
    "trailStatus",
  ]),
  lookAtSecrets: clicks("look at a secret", ["listSecrets", "describeSecret", "getSecret"]),
  readLogs: task("read logs", [
    step("logGroups"),
    step("logStreams", 2),
    step("startQuery", 2, 20),
    step("queryResults", 4, 3),
  ]),
  debugFunction: task(
    "debug a function",
    [step("getFunction"), step("functionConfig", 2, 20), step("filterLogs", 5, 30), step("invoke", 3, 40)],
    { errorShare: 0.04 },
  ),
  deploy: task(
    "deploy",
    [
      step("whoAmI"),
      step("describeStacks", 2),
      step("createChangeSet"),
      step("describeChangeSet", 5, 5),
      step("executeChangeSet"),
      step("stackEvents", 10, 6),
      step("describeStacks", 2),
    ],
    { errorShare: 0.02 },
  ),
  pushFunction: task("push a function", [
    step("updateFunction", 1, 5),
    step("functionConfig", 4, 3),
    step("publishVersion"),
  ]),
  pushImage: task("push an image", [
    step("imageToken"),
    step("describeRepositories"),
    step("pushImage", 1, 20),
    step("registerTask"),
    step("updateService"),
    step("describeServices", 8, 10),
  ]),
  fetchFiles: task("fetch files", [step("listObjects", 2), step("getObject", 6, 2)], { bucket: "documents" }),
  storeFiles: task("store files", [step("putObject", 4, 3)], { bucket: "documents" }),
  analyse: task(
    "analyse data",
    [
      step("glueTables"),
      step("glueTable", 3),
      step("runAthena", 3, 40),
      step("athenaStatus", 8, 4),
      step("athenaResults", 3),
      step("getObject", 4, 5),
    ],
    { bucket: "data", errorShare: 0.03 },
  ),
  copyData: task("copy data", [step("listObjects", 3), step("getObject", 25, 1), step("putObject", 6, 2)], {
    bucket: "data",
  }),
  closeMonth: task(
    "close the month",
    [step("listObjects", 4), step("getObject", 130, 3), step("putObject", 12, 20)],
    {
      bucket: "documents",
    },
  ),
  changeInstance: task("change an instance", [
    step("describeInstances", 2),
    step("stopInstances"),
    step("describeStatus", 5, 10),
    step("startInstances"),
    step("createTags"),
  ]),
  startInstance: task("start an instance", [
    step("describeImages"),
    step("describeGroups"),
    step("runInstances"),
    step("describeInstances", 4, 8),
    step("createTags"),
  ]),
  changePort: task("change a port", [step("describeGroups", 2), step("openPort"), step("closePort")]),
  giveAccess: task("give access", [
    step("listUsers"),
    step("getRole"),
    step("rolePolicies", 2),
    step("attachRolePolicy"),
  ]),
  rotateKey: task("rotate a key", [
    step("listKeys"),
    step("createKey"),
    step("updateKey"),
    step("deleteKey"),
  ]),
  openShell: task("open a shell on an instance", [
    step("instanceInformation"),
    step("startSession", 1, 400),
    step("endSession"),
  ]),
  backUpDatabase: task("back up a database", [
    step("describeDatabases"),
    step("createDbSnapshot"),
    step("describeDbSnapshots", 4, 30),
  ]),
  readParameters: task("read parameters", [step("getParameters", 4, 3), step("decrypt", 4, 3)]),
  readSecret: task("read a secret", [step("getSecret", 1.4), step("decrypt")]),
  auditTrail: task("audit the trail", [
    step("describeTrails"),
    step("eventSelectors"),
    step("lookupEvents", 6, 15),
    step("authorisation"),
  ]),
} as const satisfies Readonly<Record<string, Task>>;

/** Tasks of each team, with weights. */
export const ROUTINES: Readonly<Record<Team, readonly (readonly [Task, number])[]>> = {
  engineering: [
    [TASKS.lookAtFunctions, 4],
    [TASKS.readLogs, 5],
    [TASKS.debugFunction, 5],
    [TASKS.pushFunction, 3],
    [TASKS.pushImage, 2],
    [TASKS.deploy, 2],
    [TASKS.lookAtInstances, 2],
    [TASKS.readSecret, 1],
    [TASKS.readParameters, 2],
    [TASKS.fetchFiles, 1],
  ],
  data: [
    [TASKS.analyse, 7],
    [TASKS.copyData, 3],
    [TASKS.lookAtBuckets, 2],
    [TASKS.fetchFiles, 2],
    [TASKS.storeFiles, 2],
    [TASKS.readLogs, 1],
    [TASKS.lookAtDatabases, 1],
  ],
  platform: [
    [TASKS.deploy, 5],
    [TASKS.lookAtInstances, 4],
    [TASKS.changeInstance, 2],
    [TASKS.startInstance, 2],
    [TASKS.changePort, 0.6],
    [TASKS.openShell, 1],
    [TASKS.backUpDatabase, 1],
    [TASKS.giveAccess, 0.4],
    [TASKS.lookAtIam, 1],
    [TASKS.rotateKey, 0.2],
    [TASKS.readLogs, 2],
    [TASKS.lookAtSecrets, 0.5],
  ],
  finance: [
    [TASKS.lookAtCosts, 5],
    [TASKS.fetchFiles, 4],
    [TASKS.storeFiles, 2],
  ],
  support: [
    [TASKS.readLogs, 4],
    [TASKS.lookAtDatabases, 2],
    [TASKS.fetchFiles, 3],
    [TASKS.lookAtInstances, 1],
  ],
  security: [
    [TASKS.lookAtSecurity, 6],
    [TASKS.auditTrail, 2],
    [TASKS.lookAtIam, 2],
    [TASKS.readLogs, 2],
    [TASKS.lookAtBuckets, 1],
  ],
};

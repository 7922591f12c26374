// table: what somebody does once in a while: every call that an attacker makes has an ordinary use as well.
import type { Team } from "../company/person.ts";
import type { Dice } from "../random.ts";
import type { Act } from "../story/story.ts";
import { work } from "../story/story.ts";

export interface Chore {
  readonly name: string;
  readonly teams: readonly Team[];
  /** Times a month in a company of a hundred; at least a few in every log. */
  readonly perMonth: number;
  /** Every other time it is not done by hand: a deployment does it. */
  readonly isDeployed?: true;
  /** It is the business of two or three people, and seldom of anybody else. */
  readonly isOwned?: true;
  readonly toActs: (dice: Dice) => readonly Act[];
}

const READERS = "arn:aws:iam::aws:policy/ReadOnlyAccess";
const OWNERS = "arn:aws:iam::aws:policy/AdministratorAccess";
/** An account of the company's own with which it shares now and then. */
export const PARTNER_ACCOUNT = "210987654321";
const serviceUser = (dice: Dice): string =>
  `${dice.pick(["svc-report", "backup-sync", "ci-helper", "monitoring"])}-${dice.between(1, 9)}`;
const OTHER_REGIONS = [
  "ap-southeast-2",
  "ap-northeast-1",
  "us-west-2",
  "eu-west-3",
  "sa-east-1",
  "ca-central-1",
];

export const CHORES: readonly Chore[] = [
  {
    name: "make a user for a service",
    teams: ["platform"],
    perMonth: 3,
    isOwned: true,
    isDeployed: true,
    toActs: (dice) => {
      const user = serviceUser(dice);
      return [
        work("listUsers"),
        work("createUser", { given: { user } }),
        work("attachUserPolicy", { given: { user, policy: READERS } }),
        work("createKey", { given: { user } }),
        ...(dice.chance(0.2) ? [work("attachUserPolicy", { given: { user, policy: OWNERS } })] : []),
      ];
    },
  },
  {
    name: "let a person in",
    teams: ["platform", "security"],
    perMonth: 2,
    isOwned: true,
    toActs: (dice) => {
      const user = `guest.${dice.pick(["auditor", "consultant", "trainee"])}${dice.between(1, 40)}`;
      return [
        work("accountSummary"),
        work("createUser", { given: { user } }),
        work("createLogin", { given: { user } }),
        work("addToGroup", { given: { user } }),
      ];
    },
  },
  {
    name: "renew the key of a service",
    teams: ["platform", "engineering"],
    perMonth: 4,
    isOwned: true,
    toActs: (dice) => {
      const user = serviceUser(dice);
      return [
        work("listKeys", { given: { user } }),
        work("createKey", { given: { user } }),
        work("putParameter", { pauseSeconds: 40 }),
        work("updateKey", { given: { user }, pauseSeconds: 600 }),
        work("deleteKey", { given: { user }, pauseSeconds: 600 }),
      ];
    },
  },
  {
    name: "look at every region for what was forgotten",
    teams: ["platform", "security", "finance"],
    perMonth: 6,
    isOwned: true,
    toActs: () => [
      work("describeRegions"),
      ...OTHER_REGIONS.flatMap((region) => [
        work("describeInstances", { region, pauseSeconds: 2 }),
        work("describeVolumes", { region, pauseSeconds: 2 }),
      ]),
    ],
  },
  {
    name: "take stock of services",
    teams: ["engineering", "platform", "security"],
    perMonth: 12,
    toActs: (dice) => {
      const calls = [
        "listTables",
        "listQueues",
        "listTopics",
        "describeRepositories",
        "describeCluster",
        "hostedZones",
        "certificates",
        "listFunctions",
        "listAliases",
        "describeParameters",
      ] as const;
      const from = dice.nextInt(calls.length);
      return Array.from({ length: 6 }, (_, place) =>
        work(calls[(from + place) % calls.length]!, { times: dice.between(1, 2), pauseSeconds: 20 }),
      );
    },
  },
  {
    name: "look after queues and tables",
    teams: ["engineering"],
    perMonth: 40,
    toActs: (dice) => [
      work(dice.pick(["listQueues", "listTables", "listTopics"]), { pauseSeconds: 5 }),
      work("queueAttributes", { times: 3, pauseSeconds: 10 }),
      work("describeTable", { times: 2, pauseSeconds: 10 }),
    ],
  },
  {
    name: "see why mail does not arrive",
    teams: ["support", "engineering"],
    perMonth: 8,
    isOwned: true,
    toActs: () => [
      work("sesQuota"),
      work("sesIdentities"),
      work("filterLogs", { times: 3, pauseSeconds: 30 }),
    ],
  },
  {
    name: "look at domains and certificates",
    teams: ["platform"],
    perMonth: 10,
    isOwned: true,
    toActs: () => [
      work("hostedZones"),
      work("recordSets", { times: 2 }),
      work("certificates"),
      work("balancers"),
    ],
  },
  {
    name: "look after clusters",
    teams: ["platform", "engineering"],
    perMonth: 15,
    toActs: () => [
      work("describeCluster", { times: 2 }),
      work("listTasks", { times: 2 }),
      work("describeTasks"),
    ],
  },
  {
    name: "ask for a higher limit",
    teams: ["platform", "data"],
    perMonth: 6,
    isOwned: true,
    toActs: () => [work("quotas", { times: 2, pauseSeconds: 30 }), work("describeRegions")],
  },
  {
    name: "see which accounts there are",
    teams: ["platform", "finance", "security"],
    perMonth: 8,
    isOwned: true,
    toActs: () => [work("describeOrganization"), work("listAccounts"), work("costs", { times: 2 })],
  },
  {
    name: "clear up old files",
    teams: ["data", "engineering", "finance", "support"],
    perMonth: 30,
    toActs: (dice) => [
      work("listObjects", { times: 2 }),
      work("deleteObject", { times: dice.between(4, 60), pauseSeconds: 3 }),
    ],
  },
  {
    name: "retire a key",
    teams: ["security", "platform"],
    perMonth: 3,
    isOwned: true,
    isDeployed: true,
    toActs: () => [
      work("listAliases"),
      work("describeKey", { times: 2 }),
      work("disableKey", { pauseSeconds: 200 }),
      work("scheduleDeletion"),
    ],
  },
  {
    name: "set up a bucket",
    teams: ["platform", "data"],
    perMonth: 5,
    isOwned: true,
    isDeployed: true,
    toActs: (dice) => [
      work("listBuckets"),
      work("bucketVersioning"),
      work("putVersioning", { given: { versioning: dice.chance(0.15) ? "Suspended" : "Enabled" } }),
      work("putLifecycle"),
      work("putBucketPolicy"),
    ],
  },
  {
    name: "run a command on the fleet",
    teams: ["platform"],
    perMonth: 12,
    isOwned: true,
    toActs: (dice) => [work("instanceInformation"), work("sendCommand", { times: dice.between(1, 4) })],
  },
  {
    name: "give an instance a key pair and a group",
    teams: ["platform", "engineering"],
    perMonth: 5,
    isDeployed: true,
    toActs: (dice) => [
      work("createKeyPair"),
      work("createGroup"),
      work("openPort", { given: { port: dice.pick(["443", "8080"]), cidr: "10.0.0.0/16" } }),
      work("runInstances"),
      ...(dice.chance(0.2) ? [work("openPort", { given: { port: "443", cidr: "0.0.0.0/0" } })] : []),
    ],
  },
  {
    name: "hand a snapshot to the test account",
    teams: ["platform", "data"],
    perMonth: 4,
    isOwned: true,
    toActs: (dice) => [
      work("describeSnapshots"),
      work("createSnapshot", { given: { note: "for tests" } }),
      work("shareSnapshot", { given: { otherAccount: PARTNER_ACCOUNT }, pauseSeconds: 200 }),
      ...(dice.chance(0.5)
        ? [work("shareSnapshot", { given: { otherAccount: PARTNER_ACCOUNT, direction: "remove" } })]
        : []),
    ],
  },
  {
    name: "tune the trail and its watchers",
    teams: ["security"],
    perMonth: 3,
    isOwned: true,
    isDeployed: true,
    toActs: (dice) => [
      work("describeTrails"),
      work("eventSelectors"),
      work(dice.pick(["wideTrail", "wideTrail", "enableDetector"])),
      work("enableDetector"),
      work("wideTrail"),
    ],
  },
  {
    name: "move the configuration recorder",
    teams: ["security", "platform"],
    perMonth: 1.5,
    isOwned: true,
    isDeployed: true,
    toActs: () => [
      work("configStatus"),
      work("stopRecorder"),
      work("startRecorder", { pauseSeconds: 120 }),
      work("configStatus"),
    ],
  },
  {
    name: "replace the trail's bucket",
    teams: ["security"],
    perMonth: 0.8,
    isOwned: true,
    isDeployed: true,
    toActs: () => [
      work("trailStatus"),
      work("stopLogging"),
      work("startLogging", { pauseSeconds: 60 }),
      work("trailStatus"),
    ],
  },
  {
    name: "make a role for a service",
    teams: ["platform", "engineering"],
    perMonth: 6,
    isOwned: true,
    isDeployed: true,
    toActs: () => [
      work("listPolicies"),
      work("listRoles"),
      work("createRole", { given: { role: "worker" } }),
      work("attachRolePolicy", { given: { role: "worker", policy: READERS } }),
      work("rolePolicies", { times: 2 }),
    ],
  },
  {
    name: "let a function be called",
    teams: ["engineering", "platform"],
    perMonth: 10,
    isDeployed: true,
    toActs: () => [work("functionPolicy"), work("permitFunction"), work("invoke", { times: 2 })],
  },
  {
    name: "look through the secrets",
    teams: ["platform", "security"],
    perMonth: 6,
    toActs: (dice) => [
      work("listSecrets"),
      work("describeSecret", { times: 6, pauseSeconds: 8 }),
      work("getSecret", { times: dice.between(1, 5), pauseSeconds: 20 }),
    ],
  },
  {
    name: "check one's own rights",
    teams: ["engineering", "data", "support", "finance"],
    perMonth: 25,
    toActs: (dice) => [
      work("whoAmI"),
      work("userPolicies", { error: "AccessDenied" }),
      ...(dice.chance(0.2) ? [work("attachUserPolicy", { error: "AccessDenied" })] : []),
      work("listRoles", { deniedShare: 0.5 }),
    ],
  },
];

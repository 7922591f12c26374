// table: what looks like an attack and is none, each a few scenes.

import { PARTNER_ACCOUNT } from "../chore/chores.ts";
import type { Bucket } from "../company/asset.ts";
import type { Person, Team } from "../company/person.ts";
import { toUserName } from "../record/identity.ts";
import { machineRoleCaller, nightScene, onDay, ownScene } from "../story/scene.ts";
import { lastAt, play, type Scene, type Stage, type Story, work } from "../story/story.ts";

const HOUR_MS = 3_600_000;
const decoy = (name: string) => ({ kind: "decoy", name }) as const;
const isOf =
  (...teams: readonly Team[]) =>
  ({ team }: Person): boolean =>
    teams.includes(team);
const anybody = (): boolean => true;

/** A machine works outside of its usual hours or at more than its usual pace. */
function machineScene(stage: Stage, name: string, role: string): Scene {
  const machine = stage.company.machines.find((one) => one.role === role)!;
  return {
    truth: decoy(name),
    caller: machineRoleCaller(stage, {
      role,
      session: machine.session,
      key: `ASIA${stage.dice.code(16)}`,
    }),
    address: machine.addresses[0]!,
    userAgent: machine.userAgent,
    region: stage.assets.homeRegion,
    bucket: null,
    startAt: stage.dayAt + stage.dice.between(9, 14) * HOUR_MS,
  };
}

export const DECOYS: readonly Story[] = [
  {
    name: "incident-night",
    plot: "Something is broken at three in the morning; an administrator looks everywhere and changes much, until it works.",
    days: 2,
    suits: isOf("platform"),
    tell(stage) {
      const [instance, other] = stage.assets.instances;
      return play(stage, nightScene(stage, decoy("incident-night"), 26), [
        work("whoAmI"),
        work("describeInstances", { times: 6, pauseSeconds: 20 }),
        work("describeAlarms", { times: 4 }),
        work("filterLogs", { times: 12, pauseSeconds: 25 }),
        work("instanceInformation"),
        work("startSession", { given: { instance: instance! }, pauseSeconds: 300 }),
        work("getSecret", { times: 3, pauseSeconds: 30 }),
        work("getParameters", { times: 6, pauseSeconds: 10 }),
        work("rebootInstances", { given: { instance: instance! } }),
        work("stopInstances", { given: { instance: other! } }),
        work("startInstances", { given: { instance: other! }, pauseSeconds: 120 }),
        work("sendCommand", { given: { instance: other! } }),
        work("createSnapshot", { given: { note: "before the repair" } }),
        work("openPort", { given: { port: "5432", cidr: "10.0.0.0/16" } }),
        work("attachRolePolicy", { given: { role: "web-server" } }),
        work("configureFunction", { times: 3, pauseSeconds: 60 }),
        work("deleteObject", { times: 4, pauseSeconds: 20 }),
        work("closePort", { given: { port: "5432", cidr: "10.0.0.0/16" } }),
      ]);
    },
  },
  {
    name: "yearly-audit",
    plot: "Once a year somebody of security lists everything in every service and reads every policy, for two days.",
    days: 2,
    suits: isOf("security", "platform"),
    tell(stage) {
      const calls = [
        "listUsers",
        "listRoles",
        "listGroups",
        "listPolicies",
        "authorisation",
        "accountSummary",
        "passwordPolicy",
        "listBuckets",
        "describeInstances",
        "describeGroups",
        "describeVpcs",
        "describeSnapshots",
        "describeVolumes",
        "describeDatabases",
        "describeDbSnapshots",
        "listFunctions",
        "listSecrets",
        "describeParameters",
        "listTables",
        "listQueues",
        "listTopics",
        "describeTrails",
        "trailStatus",
        "eventSelectors",
        "listDetectors",
        "describeRepositories",
        "describeCluster",
        "hostedZones",
        "certificates",
        "sesIdentities",
        "quotas",
        "describeOrganization",
        "listAccounts",
        "listAliases",
        "balancers",
      ] as const;
      const look = calls.map((call) => work(call, { times: 2, pauseSeconds: 40 }));
      const read = [
        work("getUser", { times: 40, pauseSeconds: 4 }),
        work("rolePolicies", { times: 60, pauseSeconds: 4 }),
        work("userPolicies", { times: 40, pauseSeconds: 4 }),
        work("bucketPolicy", { times: 25, pauseSeconds: 6 }),
        work("bucketAcl", { times: 25, pauseSeconds: 6 }),
        work("functionPolicy", { times: 30, pauseSeconds: 6 }),
        work("describeSecret", { times: 20, pauseSeconds: 6 }),
      ];
      return [stage, onDay(stage, 1)].flatMap((today, day) =>
        play(
          today,
          ownScene(today, decoy("yearly-audit"), { startAt: morningOf(today) }),
          day === 0 ? look : read,
        ),
      );
    },
  },
  {
    name: "mass-deployment",
    plot: "A release changes every function, service and role policy within an hour.",
    days: 1,
    suits: anybody,
    tell(stage) {
      return play(stage, machineScene(stage, "mass-deployment", "deployer"), [
        work("whoAmI"),
        work("describeStacks", { times: 24, pauseSeconds: 2 }),
        work("createChangeSet", { times: 12, pauseSeconds: 3 }),
        work("executeChangeSet", { times: 12, pauseSeconds: 3 }),
        work("updateFunction", { times: 48, pauseSeconds: 4 }),
        work("configureFunction", { times: 48, pauseSeconds: 4 }),
        work("permitFunction", { times: 12, pauseSeconds: 4 }),
        work("registerTask", { times: 20, pauseSeconds: 4 }),
        work("updateService", { times: 20, pauseSeconds: 6 }),
        work("createRole", { times: 6, pauseSeconds: 5 }),
        work("attachRolePolicy", { times: 10, pauseSeconds: 5 }),
        work("putRolePolicy", { times: 10, pauseSeconds: 5 }),
        work("openPort", { times: 4 }),
        work("runInstances", { times: 8, pauseSeconds: 10 }),
        work("terminateInstances", { times: 8, pauseSeconds: 10 }),
      ]);
    },
  },
  {
    name: "full-backup",
    plot: "The backup, which reads every bucket at night, runs once more in full in the middle of a day.",
    days: 1,
    suits: anybody,
    tell(stage) {
      return play(
        stage,
        machineScene(stage, "full-backup", "backup-runner"),
        stage.assets.buckets.flatMap((bucket: Bucket) => [
          work("listObjects", { bucket, times: 20, pauseSeconds: 1 }),
          work("getObject", { bucket, times: 110, pauseSeconds: 2 }),
        ]),
      );
    },
  },
  {
    name: "undo-calls",
    plot: "An administrator takes back what is not needed any more: a share, an open port, rights, a key, a user.",
    days: 1,
    suits: isOf("platform", "security"),
    tell(stage) {
      const user = `svc-report-${stage.dice.between(1, 9)}`;
      return play(stage, ownScene(stage, decoy("undo-calls")), [
        work("describeSnapshots"),
        work("shareSnapshot", { times: 3, given: { direction: "remove", otherAccount: PARTNER_ACCOUNT } }),
        work("describeGroups"),
        work("closePort", { times: 2, given: { port: "22", cidr: "0.0.0.0/0" } }),
        work("listKeys", { given: { user } }),
        work("updateKey", { given: { user } }),
        work("deleteKey", { given: { user } }),
        work("detachUserPolicy", { given: { user } }),
        work("deleteUser", { given: { user } }),
      ]);
    },
  },
  {
    name: "broken-service",
    plot: "After a change of a policy a service is refused from morning to night, and tries on.",
    days: 1,
    suits: anybody,
    tell(stage) {
      const role = stage.company.machines.find(({ kind }) => kind === "function")!.role;
      const scene = machineScene(stage, "broken-service", role);
      return play(stage, { ...scene, startAt: stage.dayAt + 7 * HOUR_MS, bucket: stage.assets.buckets[0]! }, [
        work("getSecret", { times: 120, pauseSeconds: 60, error: "AccessDenied" }),
        work("getObject", { times: 240, pauseSeconds: 90, error: "AccessDenied" }),
      ]);
    },
  },
  {
    name: "role-assumption",
    plot: "An administrator assumes a role of the machines, as the handbook says, and looks after a failed deployment.",
    days: 1,
    suits: isOf("platform"),
    tell(stage) {
      const key = `ASIA${stage.dice.code(16)}`;
      const session = toUserName(stage.person);
      const own = ownScene(stage, decoy("role-assumption"));
      const begin = play(stage, own, [
        work("assumeRole", { given: { role: "deployer", session, newKey: key } }),
      ]);
      const caller = machineRoleCaller(stage, { role: "deployer", session, key });
      const end = play(stage, { ...own, caller, startAt: lastAt(begin) }, [
        work("whoAmI"),
        work("describeStacks", { times: 4 }),
        work("stackEvents", { times: 6 }),
        work("getRole", { times: 2 }),
        work("updateFunction"),
      ]);
      return [...begin, ...end];
    },
  },
  {
    name: "data-migration",
    plot: "A data engineer copies a whole lake into another bucket and clears what is old, over an afternoon.",
    days: 1,
    suits: isOf("data"),
    tell(stage) {
      const bucket = stage.assets.buckets.find(({ purpose }) => purpose === "data")!;
      return play(
        stage,
        { ...ownScene(stage, decoy("data-migration"), { startAt: morningOf(stage) }), bucket },
        [
          work("listBuckets"),
          work("listObjects", { times: 30, pauseSeconds: 3 }),
          work("copyObject", { times: 200, pauseSeconds: 10 }),
          work("headObject", { times: 200, pauseSeconds: 4 }),
          work("deleteObject", { times: 120, pauseSeconds: 15 }),
        ],
      );
    },
  },
];

const morningOf = ({ dayAt, person }: Stage): number =>
  dayAt + (person.startHour - person.utcOffset) * HOUR_MS + 0.5 * HOUR_MS;

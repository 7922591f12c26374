// table: attack stories, each a few scenes.
import { createAddress, type Person } from "../company/person.ts";
import type { LabelledRecord } from "../labelled-record.ts";
import { type Caller, roleCaller, toUserName, userCaller } from "../record/identity.ts";
import { type Act, lastAt, play, type Scene, type Stage, type Story } from "./story.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

/** The same tools that people of the company use: nothing about the tool gives an attacker away. */
const agentOf = (stage: Stage): string => stage.dice.pickWeighted(stage.person.userAgents);
const otherAccount = (stage: Stage): string => String(stage.dice.between(100_000_000_000, 999_999_999_999));
const newUser = (stage: Stage): string =>
  stage.dice.pick(["svc-report", "backup-sync", "ci-helper", "monitoring"]) + stage.dice.between(1, 9);

/** The person's own credentials: their user's key, or the role session of the day. */
function ownCaller(stage: Stage, key: string = `ASIA${stage.dice.code(16)}`): Caller {
  const { person, company, assets } = stage;
  if (person.signIn === "iam-user") return userCaller(person, assets);
  const { role, roleId } = company.teamRoles[person.team];
  const path = `/aws-reserved/sso.amazonaws.com/${assets.homeRegion}/`;
  return roleCaller(
    { role, path, session: person.email, accessKeyId: key, roleId, at: stage.startAt, isInstance: false },
    assets,
  );
}

function scene(stage: Stage, story: string, rest: Partial<Scene> = {}): Scene {
  return {
    story,
    caller: ownCaller(stage),
    address: createAddress(stage.dice),
    userAgent: agentOf(stage),
    region: stage.assets.homeRegion,
    bucket: null,
    startAt: stage.startAt,
    ...rest,
  };
}

const act = (tactic: string, call: Act["call"], rest: Omit<Act, "tactic" | "call"> = {}): Act => ({
  tactic,
  call,
  ...rest,
});

const bucketFor = (stage: Stage, purpose: string): Scene["bucket"] =>
  stage.assets.buckets.find((bucket) => bucket.purpose === purpose) ?? null;

const madeUser = (stage: Stage, user: string, key: string): Caller =>
  userCaller(
    { ...stage.person, name: user, principalId: `AIDA${stage.dice.code(17)}` } satisfies Person,
    stage.assets,
    key,
  );

export const STORIES: readonly Story[] = [
  {
    name: "stolen-key",
    plot: "An access key leaks; a stranger tries it, looks around, and makes a key of its own for another user.",
    tell(stage) {
      const user = newUser(stage);
      return play(stage, scene(stage, "stolen-key"), [
        act("TA0001", "whoAmI"),
        act("TA0007", "listBuckets"),
        act("TA0007", "listUsers", { deniedShare: 0.2 }),
        act("TA0007", "listRoles", { deniedShare: 0.2 }),
        act("TA0007", "userPolicies"),
        act("TA0007", "authorisation", { deniedShare: 0.5 }),
        act("TA0007", "describeInstances", { times: 3 }),
        act("TA0006", "listSecrets", { deniedShare: 0.5 }),
        act("TA0003", "createKey", { given: { user } }),
      ]);
    },
  },
  {
    name: "console-takeover",
    plot: "After failed passwords a stranger signs in without a second factor, from a new place, and gives a new user administrator rights.",
    tell(stage) {
      const user = newUser(stage);
      const stranger = scene(stage, "console-takeover", {
        caller: userCaller(stage.person, stage.assets),
        userAgent: stage.person.consoleAgent,
      });
      return play(stage, stranger, [
        act("TA0006", "signIn", {
          times: 7,
          pauseSeconds: 8,
          error: "Failed authentication",
          given: { mfa: "No" },
        }),
        act("TA0001", "signIn", { given: { mfa: "No" } }),
        act("TA0007", "accountSummary"),
        act("TA0007", "listUsers"),
        act("TA0003", "createUser", { given: { user } }),
        act("TA0003", "createLogin", { given: { user } }),
        act("TA0004", "attachUserPolicy", { given: { user, policy: ADMIN } }),
      ]);
    },
  },
  {
    name: "insider-fast",
    plot: "Somebody about to leave downloads customers' files for an hour at night.",
    tell(stage) {
      const files = scene(stage, "insider-fast", {
        address: stage.person.homeAddress,
        bucket: bucketFor(stage, "documents"),
      });
      const night = stage.startAt - (stage.startAt % DAY_MS) + (26 - stage.person.utcOffset) * HOUR_MS;
      return play(stage, { ...files, startAt: night }, [
        act("TA0009", "listObjects", { times: 12, pauseSeconds: 5 }),
        act("TA0010", "getObject", { times: 420, pauseSeconds: 6, objectBytes: 6e6 }),
      ]);
    },
  },
  {
    name: "insider-slow",
    plot: "Somebody takes a little more than usual each working day, for two weeks, from data that is none of their work.",
    tell(stage) {
      const records: LabelledRecord[] = [];
      const data = scene(stage, "insider-slow", {
        address: stage.person.homeAddress,
        bucket: bucketFor(stage, "backup"),
      });
      for (let day = 0; day < 12; day++) {
        const at = stage.startAt + day * DAY_MS + stage.dice.between(0, 6) * HOUR_MS;
        records.push(
          ...play(stage, { ...data, startAt: at }, [
            act("TA0010", "getObject", { times: 14, pauseSeconds: 90, objectBytes: 9e6 }),
          ]),
        );
      }
      return records;
    },
  },
  {
    name: "privilege-escalation",
    plot: "A developer's session finds that it may attach policies, and makes itself administrator.",
    tell(stage) {
      return play(stage, scene(stage, "privilege-escalation", { address: stage.person.officeAddress }), [
        act("TA0007", "userPolicies"),
        act("TA0007", "listPolicies"),
        act("TA0007", "rolePolicies", { times: 4 }),
        act("TA0004", "attachUserPolicy", { times: 3, error: "AccessDenied", given: { policy: ADMIN } }),
        act("TA0004", "attachRolePolicy", { given: { role: "worker", policy: ADMIN } }),
        act("TA0004", "assumeRole", { given: { role: "worker", session: toUserName(stage.person) } }),
      ]);
    },
  },
  {
    name: "persistence",
    plot: "A stranger leaves three ways back in: a role that trusts another account, a function open to it, and a user with a key.",
    tell(stage) {
      const user = newUser(stage);
      const account = otherAccount(stage);
      const principal = `arn:aws:iam::${account}:root`;
      return play(stage, scene(stage, "persistence"), [
        act("TA0007", "whoAmI"),
        act("TA0003", "createRole", { given: { role: "support-access", principal } }),
        act("TA0004", "attachRolePolicy", { given: { role: "support-access", policy: ADMIN } }),
        act("TA0003", "permitFunction", { given: { principal: account } }),
        act("TA0003", "createUser", { given: { user } }),
        act("TA0003", "createKey", { given: { user } }),
      ]);
    },
  },
  {
    name: "log-tampering",
    plot: "A stranger narrows the trail, switches off its watchers, and stops it.",
    tell(stage) {
      return play(stage, scene(stage, "log-tampering"), [
        act("TA0007", "describeTrails"),
        act("TA0007", "trailStatus"),
        act("TA0007", "listDetectors"),
        act("TA0112", "narrowTrail"),
        act("TA0112", "disableDetector"),
        act("TA0112", "stopRecorder"),
        act("TA0112", "stopLogging"),
      ]);
    },
  },
  {
    name: "bucket-ransom",
    plot: "A stranger switches off versions, copies customers' files out, deletes them and their keys.",
    tell(stage) {
      return play(stage, scene(stage, "bucket-ransom", { bucket: bucketFor(stage, "documents") }), [
        act("TA0007", "listBuckets"),
        act("TA0007", "bucketVersioning", { times: 5 }),
        act("TA0040", "putVersioning", { given: { versioning: "Suspended" } }),
        act("TA0010", "getObject", { times: 160, pauseSeconds: 1 }),
        act("TA0040", "deleteObject", { times: 160, pauseSeconds: 0.5 }),
        act("TA0040", "scheduleDeletion", { times: 2 }),
        act("TA0040", "putObject"),
      ]);
    },
  },
  {
    name: "crypto-mining",
    plot: "A stranger starts as many large machines as the account allows, in a region that nobody uses.",
    tell(stage) {
      const region = "ap-southeast-2";
      return play(stage, scene(stage, "crypto-mining", { region }), [
        act("TA0007", "quotas"),
        act("TA0007", "describeRegions"),
        act("TA0003", "createKeyPair"),
        act("TA0003", "createGroup"),
        act("TA0003", "openPort", { given: { port: "22", cidr: "0.0.0.0/0" } }),
        act("TA0040", "runInstances", {
          times: 6,
          deniedShare: 0.3,
          given: { instanceType: "p4d.24xlarge", count: "8" },
        }),
        act("TA0007", "describeInstances", { times: 4 }),
      ]);
    },
  },
  {
    name: "enumeration",
    plot: "A stranger with a weak key asks every service what it may do; nearly all is refused.",
    tell(stage) {
      const calls = [
        "listUsers",
        "listRoles",
        "listPolicies",
        "listBuckets",
        "describeInstances",
        "describeDatabases",
        "listFunctions",
        "listSecrets",
        "describeParameters",
        "listTables",
        "listQueues",
        "listTopics",
        "describeTrails",
        "listDetectors",
        "describeRepositories",
        "describeCluster",
        "hostedZones",
        "certificates",
        "sesIdentities",
        "sesQuota",
        "quotas",
        "describeOrganization",
        "listAccounts",
        "listAliases",
      ] as const;
      return play(
        stage,
        scene(stage, "enumeration"),
        calls.map((call) => act("TA0007", call, { times: 2, pauseSeconds: 1, deniedShare: 0.8 })),
      );
    },
  },
  {
    name: "secret-theft",
    plot: "A stolen session reads every secret of the account within minutes.",
    tell(stage) {
      const secrets = stage.assets.secrets.map((secret) =>
        act("TA0006", "getSecret", { pauseSeconds: 3, given: { secret } }),
      );
      return play(stage, scene(stage, "secret-theft"), [
        act("TA0007", "listSecrets", { times: 2 }),
        ...secrets,
        act("TA0006", "getParameters", { times: 12, pauseSeconds: 3 }),
      ]);
    },
  },
  {
    name: "lateral-movement",
    plot: "From one developer's session a stranger goes through two roles and a shell on an instance to the backups.",
    tell(stage) {
      const { dice, assets, startAt } = stage;
      const key = `ASIA${dice.code(16)}`;
      const session = dice.pick(["debug", "session", "work"]);
      const first = scene(stage, "lateral-movement");
      const begin = play(stage, first, [
        act("TA0007", "whoAmI"),
        act("TA0007", "listRoles"),
        act("TA0008", "assumeRole", { given: { role: "backup-runner", session, newKey: key } }),
      ]);
      const roleId = `AROA${dice.code(17)}`;
      const caller = roleCaller(
        {
          role: "backup-runner",
          path: "/",
          session,
          accessKeyId: key,
          roleId,
          at: startAt,
          isInstance: false,
        },
        assets,
      );
      const [instance] = assets.instances;
      const end = play(
        stage,
        {
          ...first,
          caller,
          bucket: bucketFor(stage, "backup"),
          startAt: lastAt(begin) + 2 * MINUTE_MS,
        },
        [
          act("TA0007", "instanceInformation"),
          act("TA0008", "startSession", { given: { instance: instance! } }),
          act("TA0002", "sendCommand", { given: { instance: instance! } }),
          act("TA0009", "listObjects", { times: 3 }),
          act("TA0010", "getObject", { times: 60, pauseSeconds: 4 }),
        ],
      );
      return [...begin, ...end];
    },
  },
  {
    name: "password-spraying",
    plot: "One address tries one password on many people; one of them lets it in.",
    tell(stage) {
      const { company, assets, dice } = stage;
      const address = createAddress(dice);
      const records: LabelledRecord[] = [];
      let at = stage.startAt;
      for (const person of company.people.slice(0, 30)) {
        const victim = scene(stage, "password-spraying", {
          caller: userCaller(person, assets),
          address,
          userAgent: stage.person.consoleAgent,
        });
        const isIn = person.number === stage.person.number;
        const attempt = isIn
          ? act("TA0001", "signIn", { given: { mfa: "No" } })
          : act("TA0006", "signIn", { error: "Failed authentication", given: { mfa: "No" } });
        records.push(...play(stage, { ...victim, startAt: at }, [attempt]));
        at = lastAt(records) + 5000;
      }
      return records;
    },
  },
  {
    name: "snapshot-sharing",
    plot: "A stranger copies a volume into a snapshot, shares it with another account, and tidies up.",
    tell(stage) {
      const snapshot = `snap-0${stage.dice.hex(16)}`;
      const user = newUser(stage);
      const key = `AKIA${stage.dice.code(16)}`;
      const first = play(stage, scene(stage, "snapshot-sharing"), [
        act("TA0007", "describeVolumes"),
        act("TA0003", "createUser", { given: { user } }),
        act("TA0003", "createKey", { given: { user, newKey: key } }),
        act("TA0004", "attachUserPolicy", { given: { user, policy: ADMIN } }),
      ]);
      const second = play(
        stage,
        {
          ...scene(stage, "snapshot-sharing", { caller: madeUser(stage, user, key) }),
          startAt: lastAt(first) + 20 * MINUTE_MS,
        },
        [
          act("TA0009", "createSnapshot", { given: { snapshot, note: "copy" } }),
          act("TA0010", "shareSnapshot", { given: { snapshot, otherAccount: otherAccount(stage) } }),
          act("TA0005", "deleteKey", { given: { user } }),
        ],
      );
      return [...first, ...second];
    },
  },
];

// table: attack stories, each a few scenes.
import type { Bucket } from "../company/asset.ts";
import type { Person, Team } from "../company/person.ts";
import type { LabelledRecord } from "../labelled-record.ts";
import { toUserName, userCaller } from "../record/identity.ts";
import {
  machineRoleCaller,
  madeUser,
  nightScene,
  onDay,
  ownScene,
  stolenCaller,
  strangerAddress,
  strangerScene,
} from "./scene.ts";
import { act, lastAt, play, type Stage, type Story } from "./story.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

const otherAccount = (stage: Stage): string => String(stage.dice.between(100_000_000_000, 999_999_999_999));
/** Names like those of the users that administrators make. */
const newUser = (stage: Stage): string =>
  `${stage.dice.pick(["svc-report", "backup-sync", "ci-helper", "monitoring"])}-${stage.dice.between(1, 9)}`;
const bucketFor = (stage: Stage, purpose: Bucket["purpose"]): Bucket =>
  stage.dice.pick(stage.assets.buckets.filter((bucket) => bucket.purpose === purpose));
const story = (name: string) => ({ kind: "story", name }) as const;

const hasUser = ({ signIn }: Person): boolean => signIn === "iam-user";
const isOf =
  (...teams: readonly Team[]) =>
  ({ team }: Person): boolean =>
    teams.includes(team);

/** Days of the slow thefts. */
const SLOW_DAYS = 12;

export const STORIES: readonly Story[] = [
  {
    name: "stolen-key",
    plot: "An access key leaks; a stranger tries it, looks around, and makes a key of its own for another user.",
    days: 1,
    suits: hasUser,
    tell(stage) {
      const user = newUser(stage);
      return play(stage, strangerScene(stage, "stolen-key"), [
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
    plot: "After failed passwords a stranger signs in without a second factor, from another network, and gives a new user administrator rights.",
    days: 1,
    suits: hasUser,
    tell(stage) {
      const user = newUser(stage);
      const stranger = strangerScene(stage, "console-takeover", {
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
    days: 1,
    suits: isOf("support", "finance", "data", "engineering"),
    tell(stage) {
      const files = nightScene(stage, story("insider-fast"), 22);
      return play(stage, { ...files, bucket: bucketFor(stage, "documents") }, [
        act("TA0009", "listObjects", { times: 12, pauseSeconds: 5 }),
        act("TA0010", "getObject", { times: 420, pauseSeconds: 6, objectBytes: 6e6 }),
      ]);
    },
  },
  {
    name: "insider-slow",
    plot: "Somebody takes a little each day, for two weeks, in their own hours, from backups that are none of their work.",
    days: SLOW_DAYS,
    suits: isOf("engineering", "support", "data"),
    tell(stage) {
      const days = Math.min(SLOW_DAYS, stage.daysLeft);
      return Array.from({ length: days }, (_, day) => onDay(stage, day)).flatMap((today) =>
        play(today, { ...ownScene(today, story("insider-slow")), bucket: bucketFor(stage, "backup") }, [
          act("TA0010", "getObject", { times: 14, pauseSeconds: 90, objectBytes: 9e6 }),
        ]),
      );
    },
  },
  {
    name: "slow-exfiltration",
    plot: "With a stolen key a stranger fetches a few files of customers every day, for twelve days, never many at once.",
    days: SLOW_DAYS,
    suits: isOf("platform", "engineering", "security"),
    tell(stage) {
      const address = strangerAddress(stage);
      const days = Math.min(SLOW_DAYS, stage.daysLeft);
      return Array.from({ length: days }, (_, day) => onDay(stage, day)).flatMap((today) => {
        const scene = strangerScene(today, "slow-exfiltration", {
          // The provider changes the address now and then.
          address: stage.dice.chance(0.7) ? address : strangerAddress(stage),
          bucket: bucketFor(stage, "documents"),
        });
        return play(today, { ...scene, startAt: today.startAt + stage.dice.between(0, 90) * MINUTE_MS }, [
          act("TA0009", "listObjects"),
          act("TA0010", "getObject", { times: stage.dice.between(8, 16), pauseSeconds: 120 }),
        ]);
      });
    },
  },
  {
    name: "privilege-escalation",
    plot: "A developer finds that their session may attach policies, and makes themselves administrator.",
    days: 1,
    suits: isOf("engineering", "support"),
    tell(stage) {
      return play(stage, ownScene(stage, story("privilege-escalation")), [
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
    days: 1,
    suits: isOf("platform", "engineering"),
    tell(stage) {
      const user = newUser(stage);
      const account = otherAccount(stage);
      const principal = `arn:aws:iam::${account}:root`;
      return play(stage, strangerScene(stage, "persistence"), [
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
    days: 1,
    suits: isOf("platform", "security"),
    tell(stage) {
      return play(stage, strangerScene(stage, "log-tampering"), [
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
    days: 1,
    suits: isOf("platform", "data"),
    tell(stage) {
      const files = strangerScene(stage, "bucket-ransom", { bucket: bucketFor(stage, "documents") });
      return play(stage, files, [
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
    plot: "A stranger starts as many large machines as the account allows, in a region where nobody works.",
    days: 1,
    suits: isOf("engineering", "platform", "data"),
    tell(stage) {
      const region = "ap-southeast-2";
      return play(stage, strangerScene(stage, "crypto-mining", { region }), [
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
    days: 1,
    suits: isOf("finance", "support", "engineering"),
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
        strangerScene(stage, "enumeration"),
        calls.map((call) => act("TA0007", call, { times: 2, pauseSeconds: 1, deniedShare: 0.8 })),
      );
    },
  },
  {
    name: "secret-theft",
    plot: "A stolen session reads every secret of the account within minutes.",
    days: 1,
    suits: isOf("engineering", "data"),
    tell(stage) {
      const secrets = stage.assets.secrets.map((secret) =>
        act("TA0006", "getSecret", { pauseSeconds: 3, given: { secret } }),
      );
      return play(stage, strangerScene(stage, "secret-theft"), [
        act("TA0007", "listSecrets", { times: 2 }),
        ...secrets,
        act("TA0006", "getParameters", { times: 12, pauseSeconds: 3 }),
      ]);
    },
  },
  {
    name: "lateral-movement",
    plot: "From one developer's session a stranger goes through the backup role and a shell on an instance to the backups.",
    days: 1,
    suits: isOf("engineering", "platform"),
    tell(stage) {
      const { dice, assets } = stage;
      const key = `ASIA${dice.code(16)}`;
      const session = dice.pick(["debug", "session", "work"]);
      const first = strangerScene(stage, "lateral-movement");
      const begin = play(stage, first, [
        act("TA0007", "whoAmI"),
        act("TA0007", "listRoles"),
        act("TA0008", "assumeRole", { given: { role: "backup-runner", session, newKey: key } }),
      ]);
      const instance = assets.instances[0]!;
      const end = play(
        stage,
        {
          ...first,
          caller: machineRoleCaller(stage, { role: "backup-runner", session, key }),
          bucket: bucketFor(stage, "backup"),
          startAt: lastAt(begin) + 2 * MINUTE_MS,
        },
        [
          act("TA0007", "instanceInformation"),
          act("TA0008", "startSession", { given: { instance } }),
          act("TA0002", "sendCommand", { given: { instance } }),
          act("TA0009", "listObjects", { times: 3 }),
          act("TA0010", "getObject", { times: 60, pauseSeconds: 4 }),
        ],
      );
      return [...begin, ...end];
    },
  },
  {
    name: "password-spraying",
    plot: "One address tries one password after another on everybody who has one; one of them lets it in.",
    days: 1,
    suits: hasUser,
    tell(stage) {
      const { company, assets, person } = stage;
      const others = company.people.filter((one) => hasUser(one) && one !== person).slice(0, 29);
      const address = strangerAddress(stage);
      const records: LabelledRecord[] = [];
      const attempt = (victim: Person, error: { readonly error?: string }): void => {
        const scene = strangerScene(stage, "password-spraying", {
          caller: userCaller(victim, assets),
          address,
          userAgent: person.consoleAgent,
          startAt: Math.max(stage.startAt, lastAt(records) + 5000),
        });
        const tactic = error.error === undefined ? "TA0001" : "TA0006";
        records.push(...play(stage, scene, [act(tactic, "signIn", { given: { mfa: "No" }, ...error })]));
      };
      const rounds = Math.ceil(15 / (others.length + 1));
      for (let round = 0; round < rounds; round++) {
        for (const victim of [...others, person]) attempt(victim, { error: "Failed authentication" });
      }
      attempt(person, {});
      return records;
    },
  },
  {
    name: "snapshot-sharing",
    plot: "A stranger copies a volume into a snapshot, shares it with another account, and tidies up.",
    days: 1,
    suits: isOf("platform", "engineering"),
    tell(stage) {
      const snapshot = `snap-0${stage.dice.hex(16)}`;
      const user = newUser(stage);
      const key = `AKIA${stage.dice.code(16)}`;
      const stranger = strangerScene(stage, "snapshot-sharing", { caller: stolenCaller(stage) });
      const first = play(stage, stranger, [
        act("TA0007", "describeVolumes"),
        act("TA0003", "createUser", { given: { user } }),
        act("TA0003", "createKey", { given: { user, newKey: key } }),
        act("TA0004", "attachUserPolicy", { given: { user, policy: ADMIN } }),
      ]);
      const maker = { ...stranger, caller: madeUser(stage, user, key), startAt: lastAt(first) + HOUR_MS / 3 };
      const second = play(stage, maker, [
        act("TA0009", "createSnapshot", { given: { snapshot, note: "copy" } }),
        act("TA0010", "shareSnapshot", { given: { snapshot, otherAccount: otherAccount(stage) } }),
        act("TA0005", "deleteKey", { given: { user } }),
      ]);
      return [...first, ...second];
    },
  },
];

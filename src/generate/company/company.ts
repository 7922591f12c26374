import { branchSeed, createDice } from "../random.ts";
import { type Assets, createAssets, narrowAssets } from "./asset.ts";
import { createLives, createUpheaval, type Life, type Upheaval } from "./life.ts";
import { addressIn, HOSTING } from "./network.ts";
import { createPeople, type Person, type Team } from "./person.ts";

/** A company at work: its people, what it owns, and the machines that work for it. */
export interface Company {
  readonly seed: number;
  readonly name: string;
  readonly assets: Assets;
  readonly people: readonly Person[];
  /** What each person works on, by number: a part of all that there is. */
  readonly focuses: readonly Assets[];
  /** What changes for whom, by the person's number; most people's life goes on as it was. */
  readonly lives: ReadonlyMap<number, Life>;
  readonly upheaval: Upheaval;
  /** Single-sign-on role of each team. */
  readonly teamRoles: Readonly<Record<Team, { readonly role: string; readonly roleId: string }>>;
  readonly machines: readonly Machine[];
}

/** What a machine does all day. */
export type MachineKind =
  | "instance"
  | "function"
  | "pipeline"
  | "backup"
  | "inventory"
  | "partner"
  | "misconfigured";

export interface Machine {
  readonly number: number;
  readonly kind: MachineKind;
  readonly role: string;
  readonly roleId: string;
  /** Session name: the instance, the function, the build. */
  readonly session: string;
  readonly addresses: readonly string[];
  readonly userAgent: string;
  /** What it works on. */
  readonly focus: Assets;
}

export interface CompanyOptions {
  readonly seed: number;
  readonly people: number;
  readonly days: number;
}

/** What part of a company's life a log shows. */
export interface CompanyLogOptions extends CompanyOptions {
  /** Midnight UTC of the first day, milliseconds since 1970. */
  readonly startAt: number;
  /** Names of the attack stories to lay over the days; all when null. */
  readonly stories: readonly string[] | null;
}

const BRANCH = { assets: 1, people: 2, roles: 3, machines: 4, focus: 5 } as const;
const ROLE_NAMES: Readonly<Record<Team, string>> = {
  engineering: "DeveloperAccess",
  data: "DataAccess",
  platform: "PlatformAdmin",
  finance: "BillingView",
  support: "SupportView",
  security: "SecurityAudit",
};
const SDK_GO = "aws-sdk-go-v2/1.30.1 os/linux lang/go#1.22.4 md/GOOS#linux md/GOARCH#amd64 api/s3#1.57.1";
const SDK_JAVA =
  "aws-sdk-java/2.26.12 Linux/5.10.219 OpenJDK_64-Bit_Server_VM/17.0.11 Java/17.0.11 vendor/Amazon.com_Inc. io/sync http/Apache";
const TERRAFORM =
  "APN/1.0 HashiCorp/1.0 Terraform/1.8.5 (+https://www.terraform.io) terraform-provider-aws/5.56.1 aws-sdk-go-v2/1.30.0 os/linux lang/go#1.22.4";
const AGENT = "amazon-ssm-agent/3.3.380.0 aws-sdk-go/1.44.260 (go1.21.10; linux; amd64)";
/** A partner's service outside watches costs and loads. */
const PARTNER =
  "Boto3/1.34.131 md/Botocore#1.34.131 ua/2.0 os/linux#6.1.0 md/arch#aarch64 lang/python#3.12.4 md/pyimpl#CPython cfg/retry-mode#adaptive Botocore/1.34.131";
const BOTO =
  "Boto3/1.34.100 md/Botocore#1.34.100 ua/2.0 os/linux#5.10.219 md/arch#x86_64 lang/python#3.9.16 md/pyimpl#CPython exec-env/AWS_Lambda_python3.9";

export function createCompany(options: CompanyOptions): Company {
  const { seed } = options;
  const assets = createAssets(createDice(branchSeed(seed, BRANCH.assets)), "halden");
  const roles = createDice(branchSeed(seed, BRANCH.roles));
  const teamRoles = Object.fromEntries(
    Object.entries(ROLE_NAMES).map(([team, name]) => [
      team,
      { role: `AWSReservedSSO_${name}_${roles.hex(16)}`, roleId: `AROA${roles.code(17)}` },
    ]),
  ) as Company["teamRoles"];
  const people = createPeople(createDice(branchSeed(seed, BRANCH.people)), {
    count: options.people,
    days: options.days,
    domain: "halden.example",
  });
  return {
    seed,
    name: "halden",
    assets,
    people,
    focuses: people.map((person) =>
      narrowAssets(createDice(branchSeed(seed, BRANCH.focus, person.number)), assets, FOCUS[person.team]),
    ),
    lives: createLives({ seed, days: options.days, people }),
    upheaval: createUpheaval(seed, options.days, assets.regions),
    teamRoles,
    machines: createMachines({ seed, assets, people: people.length }),
  };
}

/** Things of a kind that somebody of a team works on. */
const FOCUS: Readonly<Record<Team, number>> = {
  engineering: 2,
  data: 2,
  platform: 6,
  finance: 1,
  support: 3,
  security: 8,
};

interface MachineOptions {
  readonly seed: number;
  readonly assets: Assets;
  readonly people: number;
}

/** So many of `least` to `most`, one more for every few people. */
const grow = (
  people: number,
  { every, least, most }: { every: number; least: number; most: number },
): number => Math.min(most, Math.max(least, Math.floor(people / every)));

function createMachines({ seed, assets, people }: MachineOptions): readonly Machine[] {
  const dice = createDice(branchSeed(seed, BRANCH.machines));
  const inside = (): string => `10.0.${dice.between(1, 60)}.${dice.between(4, 250)}`;
  const machines: Omit<Machine, "number">[] = [];
  const roleIds = new Map<string, string>();
  const add = (
    kind: MachineKind,
    role: string,
    rest: Pick<Machine, "session" | "userAgent"> & { readonly address?: string; readonly focus?: number },
  ): void => {
    const roleId = roleIds.get(role) ?? `AROA${dice.code(17)}`;
    roleIds.set(role, roleId);
    const { address, focus, ...named } = rest;
    const addresses = [address ?? inside()];
    machines.push({
      kind,
      role,
      roleId,
      addresses: kind === "partner" ? HOSTING.map((block) => addressIn(dice, block)) : addresses,
      focus: focus === undefined ? assets : narrowAssets(dice, assets, focus),
      ...named,
    });
  };
  for (const instance of assets.instances.slice(0, grow(people, { every: 8, least: 3, most: 24 }))) {
    add("instance", "web-server", { session: instance, userAgent: AGENT, focus: 2 });
  }
  for (const name of assets.functions.slice(0, grow(people, { every: 16, least: 3, most: 12 }))) {
    add("function", `${name}-role`, { session: name, userAgent: dice.pick([BOTO, SDK_JAVA]), focus: 1 });
  }
  add("pipeline", "deployer", { session: "pipeline", userAgent: TERRAFORM });
  add("backup", "backup-runner", { session: "nightly-backup", userAgent: SDK_GO });
  add("inventory", "AWSServiceRoleForConfig", {
    session: "AWSConfig-Describe",
    address: "config.amazonaws.com",
    userAgent: "config.amazonaws.com",
  });
  add("partner", "cost-watch-reader", { session: "cost-watch", userAgent: PARTNER });
  add("misconfigured", "legacy-reporter", { session: "i-0legacy0reporter0", userAgent: SDK_JAVA, focus: 1 });
  return machines.map((machine, number) => ({ ...machine, number }));
}

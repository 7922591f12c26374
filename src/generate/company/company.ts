import { branchSeed, createDice } from "../random.ts";
import { type Assets, createAssets } from "./asset.ts";
import { createPeople, type Person, type Team } from "./person.ts";

/** A company at work: its people, what it owns, and the machines that work for it. */
export interface Company {
  readonly seed: number;
  readonly name: string;
  readonly assets: Assets;
  readonly people: readonly Person[];
  /** Single-sign-on role of each team. */
  readonly teamRoles: Readonly<Record<Team, { readonly role: string; readonly roleId: string }>>;
  readonly machines: readonly Machine[];
}

/** What a machine does all day. */
export type MachineKind = "instance" | "function" | "pipeline" | "backup" | "inventory" | "misconfigured";

export interface Machine {
  readonly number: number;
  readonly kind: MachineKind;
  readonly role: string;
  readonly roleId: string;
  /** Session name: the instance, the function, the build. */
  readonly session: string;
  readonly address: string;
  readonly userAgent: string;
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

const BRANCH = { assets: 1, people: 2, roles: 3, machines: 4 } as const;
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
  return { seed, name: "halden", assets, people, teamRoles, machines: createMachines(seed, assets) };
}

function createMachines(seed: number, assets: Assets): readonly Machine[] {
  const dice = createDice(branchSeed(seed, BRANCH.machines));
  const inside = (): string => `10.0.${dice.between(1, 60)}.${dice.between(4, 250)}`;
  const machines: Omit<Machine, "number">[] = [];
  const add = (
    kind: MachineKind,
    role: string,
    rest: Pick<Machine, "session" | "address" | "userAgent">,
  ): void => {
    machines.push({ kind, role, roleId: `AROA${dice.code(17)}`, ...rest });
  };
  for (const instance of assets.instances.slice(0, 10)) {
    add("instance", "web-server", { session: instance, address: inside(), userAgent: AGENT });
  }
  for (const name of assets.functions.slice(0, 6)) {
    add("function", `${name}-role`, {
      session: name,
      address: inside(),
      userAgent: dice.pick([BOTO, SDK_JAVA]),
    });
  }
  add("pipeline", "deployer", { session: "pipeline", address: inside(), userAgent: TERRAFORM });
  add("backup", "backup-runner", { session: "nightly-backup", address: inside(), userAgent: SDK_GO });
  add("inventory", "AWSServiceRoleForConfig", {
    session: "AWSConfig-Describe",
    address: "config.amazonaws.com",
    userAgent: "config.amazonaws.com",
  });
  add("misconfigured", "legacy-reporter", {
    session: "i-0legacy0reporter0",
    address: inside(),
    userAgent: SDK_JAVA,
  });
  return machines.map((machine, number) => ({ ...machine, number }));
}

import type { Dice } from "../random.ts";

/** What a company owns in its account: the things that calls are about. */
export interface Assets {
  readonly account: string;
  readonly homeRegion: string;
  readonly regions: readonly string[];
  readonly buckets: readonly Bucket[];
  readonly functions: readonly string[];
  readonly instances: readonly string[];
  readonly secrets: readonly string[];
  readonly tables: readonly string[];
  readonly logGroups: readonly string[];
  readonly clusters: readonly string[];
  readonly databases: readonly string[];
  readonly keys: readonly string[];
  readonly queues: readonly string[];
  readonly topics: readonly string[];
  readonly stacks: readonly string[];
  readonly repositories: readonly string[];
  readonly parameters: readonly string[];
  readonly securityGroups: readonly string[];
  readonly trail: string;
  readonly detectorId: string;
}

export interface Bucket {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly purpose: "data" | "logs" | "artefacts" | "backup" | "documents";
  /** Typical size of an object in bytes. */
  readonly objectBytes: number;
}

const SYSTEMS = [
  "billing",
  "orders",
  "catalogue",
  "search",
  "identity",
  "mail",
  "ledger",
  "pricing",
  "shipping",
  "reports",
  "portal",
  "ingest",
];
const STAGES = ["prod", "prod", "staging", "dev"];

export function createAssets(dice: Dice, company: string): Assets {
  const account = String(dice.between(200_000_000_000, 899_999_999_999));
  const homeRegion = dice.pick(["eu-central-1", "eu-west-1", "us-east-1", "us-west-2"]);
  const systems = SYSTEMS.map((system) => ({ system, stage: dice.pick(STAGES) }));
  const named = (suffix: string): string[] =>
    systems.map(({ system, stage }) => `${system}-${suffix}-${stage}`);
  const id = (prefix: string): string => `${prefix}-0${dice.hex(16)}`;
  return {
    account,
    homeRegion,
    regions: [
      homeRegion,
      ...["us-east-1", "eu-west-1", "eu-north-1"].filter((region) => region !== homeRegion),
    ].slice(0, 3),
    buckets: createBuckets(company, homeRegion),
    functions: named("handler"),
    instances: Array.from({ length: 24 }, () => id("i")),
    secrets: systems.map(({ system, stage }) => `${stage}/${system}/database-${dice.code(6)}`),
    tables: named("table"),
    logGroups: named("handler").map((name) => `/aws/lambda/${name}`),
    clusters: ["core", "batch"],
    databases: ["orders-db", "ledger-db", "reports-replica"],
    keys: Array.from({ length: 5 }, () => dice.uuid()),
    queues: named("jobs"),
    topics: named("notices"),
    stacks: systems.map(({ system, stage }) => `${system}-${stage}`),
    repositories: systems.map(({ system }) => `${company}/${system}`),
    parameters: systems.flatMap(({ system, stage }) => [
      `/${stage}/${system}/url`,
      `/${stage}/${system}/token`,
    ]),
    securityGroups: Array.from({ length: 10 }, () => id("sg")),
    trail: `${company}-trail`,
    detectorId: dice.hex(32),
  };
}

/** The part of everything that somebody works on: so many things of each kind, and a bucket of each purpose. */
export function narrowAssets(dice: Dice, assets: Assets, count: number): Assets {
  const some = (things: readonly string[]): readonly string[] => draw(dice, things, count);
  const purposes = [...new Set(assets.buckets.map(({ purpose }) => purpose))];
  return {
    ...assets,
    buckets: purposes.flatMap((purpose) =>
      draw(
        dice,
        assets.buckets.filter((bucket) => bucket.purpose === purpose),
        Math.ceil(count / 3),
      ),
    ),
    functions: some(assets.functions),
    instances: some(assets.instances),
    secrets: some(assets.secrets),
    tables: some(assets.tables),
    logGroups: some(assets.logGroups),
    databases: some(assets.databases),
    keys: some(assets.keys),
    queues: some(assets.queues),
    topics: some(assets.topics),
    stacks: some(assets.stacks),
    repositories: some(assets.repositories),
    parameters: draw(dice, assets.parameters, 2 * count),
    securityGroups: some(assets.securityGroups),
  };
}

function draw<T>(dice: Dice, things: readonly T[], count: number): readonly T[] {
  const left = [...things];
  return Array.from(
    { length: Math.min(count, left.length) },
    () => left.splice(dice.nextInt(left.length), 1)[0]!,
  );
}

function createBuckets(company: string, region: string): readonly Bucket[] {
  const buckets: readonly Bucket[] = [
    {
      name: "lake",
      purpose: "data",
      objectBytes: 18e6,
      prefixes: ["orders/", "customers/", "events/", "exports/"],
    },
    {
      name: "reports",
      purpose: "documents",
      objectBytes: 600_000,
      prefixes: ["finance/", "sales/", "board/"],
    },
    {
      name: "customer-files",
      purpose: "documents",
      objectBytes: 2.5e6,
      prefixes: ["contracts/", "invoices/", "identity/"],
    },
    { name: `artefacts-${region}`, purpose: "artefacts", objectBytes: 9e6, prefixes: ["build/", "release/"] },
    { name: "backup", purpose: "backup", objectBytes: 60e6, prefixes: ["database/", "files/"] },
    { name: "logs", purpose: "logs", objectBytes: 200_000, prefixes: ["AWSLogs/", "alb/"] },
    { name: "website", purpose: "documents", objectBytes: 80_000, prefixes: ["assets/", "pages/"] },
  ];
  return buckets.map((bucket) => ({ ...bucket, name: `${company}-${bucket.name}` }));
}

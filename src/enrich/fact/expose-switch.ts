import type { JsonValue } from "../../domain/index.ts";
import { booleanOf, objectOf, textOf } from "../field.ts";
import {
  type Call,
  closeUnnamed,
  type Exposure,
  type ExposureKind,
  type ExposureReader,
  type ExposureRow,
  exposeToAll,
} from "./exposure-row.ts";

/** A switch that makes a thing reachable for everybody. Left out of the call it stays as it is. */
function publicSwitch(kind: ExposureKind, field: string): ExposureReader {
  return (call) => exposeSwitch(kind, call.parameters[field]);
}

function exposeSwitch(kind: ExposureKind, value: JsonValue | undefined): Exposure | null {
  const state = booleanOf(value);
  return state === null ? null : exposeToAll({ direction: state ? "grant" : "revoke", kind });
}

const opens =
  (kind: ExposureKind): ExposureReader =>
  () =>
    exposeToAll({ direction: "grant", kind });
const closes =
  (kind: ExposureKind): ExposureReader =>
  () =>
    exposeToAll({ direction: "revoke", kind });

/** The four parts of S3's block on public access: with all of them on it closes, with one off it opens. */
const BLOCKS = ["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"];

function readPublicAccessBlock(call: Call): Exposure | null {
  const { parameters } = call;
  const block =
    objectOf(parameters["PublicAccessBlockConfiguration"]) ??
    objectOf(parameters["publicAccessBlockConfiguration"]);
  if (block === null) return null;
  const states = BLOCKS.map((name) =>
    booleanOf(block[name] ?? block[name.charAt(0).toLowerCase() + name.slice(1)]),
  );
  const isWhole = states.every((state) => state === true);
  return exposeToAll({ direction: isWhole ? "revoke" : "grant", kind: "bucket" });
}

/** A function's URL without authentication is open to everybody; with it, to those whom other policies name. */
function readFunctionUrl(call: Call): Exposure | null {
  const type = textOf(call.parameters["authType"]);
  if (type === null) return null;
  return exposeToAll({ direction: type === "NONE" ? "grant" : "revoke", kind: "function" });
}

function readVisibility(call: Call): Exposure | null {
  const visibility = textOf(call.parameters["projectVisibility"]);
  if (visibility === null) return null;
  return exposeToAll({ direction: visibility === "PUBLIC_READ" ? "grant" : "revoke", kind: "build-project" });
}

/** Elastic MapReduce blocks public security groups by account and region. */
function readClusterBlock(call: Call): Exposure | null {
  const block = objectOf(call.parameters["blockPublicAccessConfiguration"]);
  const state = booleanOf(block?.["blockPublicSecurityGroupRules"]);
  return state === null
    ? null
    : exposeToAll({ direction: state ? "revoke" : "grant", kind: "security-group" });
}

/** Calls that open a thing to everybody, or close it, by a switch. */
export const SWITCH_EXPOSURES: readonly ExposureRow[] = [
  [
    "s3",
    "PutBucketPublicAccessBlock PutAccountPublicAccessBlock PutPublicAccessBlock",
    readPublicAccessBlock,
  ],
  [
    "s3",
    "DeleteBucketPublicAccessBlock DeleteAccountPublicAccessBlock DeletePublicAccessBlock",
    opens("bucket"),
  ],
  ["ec2", "DisableImageBlockPublicAccess", opens("image")],
  ["ec2", "EnableImageBlockPublicAccess", closes("image")],
  ["ec2", "DisableSnapshotBlockPublicAccess", opens("snapshot")],
  ["ec2", "EnableSnapshotBlockPublicAccess", closes("snapshot")],
  [
    "rds",
    "CreateDBInstance ModifyDBInstance CreateDBInstanceReadReplica RestoreDBInstanceFromDBSnapshot RestoreDBInstanceToPointInTime RestoreDBInstanceFromS3 CreateDBCluster ModifyDBCluster",
    publicSwitch("database", "publiclyAccessible"),
  ],
  [
    "redshift",
    "CreateCluster ModifyCluster RestoreFromClusterSnapshot",
    publicSwitch("database", "publiclyAccessible"),
  ],
  ["redshift-serverless", "CreateWorkgroup UpdateWorkgroup", publicSwitch("database", "publiclyAccessible")],
  [
    "dms",
    "CreateReplicationInstance ModifyReplicationInstance",
    publicSwitch("database", "publiclyAccessible"),
  ],
  ["mq", "CreateBroker", publicSwitch("endpoint", "publiclyAccessible")],
  ["lambda", "CreateFunctionUrlConfig UpdateFunctionUrlConfig", readFunctionUrl],
  ["lambda", "DeleteFunctionUrlConfig", closeUnnamed("function")],
  ["codebuild", "UpdateProjectVisibility", readVisibility],
  ["elasticmapreduce", "PutBlockPublicAccessConfiguration", readClusterBlock],
];

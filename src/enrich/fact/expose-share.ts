import type { JsonObject, JsonValue } from "../../domain/index.ts";
import { booleanOf, fieldOf, listOf, objectOf, pathOf, textOf } from "../field.ts";
import { Grantees } from "./audience.ts";
import {
  type Call,
  closeUnnamed,
  type Exposure,
  type ExposureKind,
  type ExposureReader,
  type ExposureRow,
  expose,
  exposeTo,
  exposeToAll,
} from "./exposure-row.ts";
import { textsOf } from "./policy-document.ts";

/** Adding wins where one call adds and removes. */
function exposeChange(kind: ExposureKind, change: Change, call: Call): Exposure | null {
  return (
    exposeTo({ direction: "grant", kind }, change.added, call) ??
    exposeTo({ direction: "revoke", kind }, change.removed, call)
  );
}
interface Change {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** EC2: `createVolumePermission.add.items[]`, or a flat list with `operationType`. */
function launchPermission(kind: ExposureKind, field: string): ExposureReader {
  return (call) => {
    const { parameters } = call;
    const permission = parameters[field];
    const flat = [
      ...textsOf(parameters["userIds"] ?? parameters["userId"]),
      ...textsOf(parameters["userGroups"] ?? parameters["groups"]),
    ];
    const isRemoval = textOf(parameters["operationType"]) === "remove";
    const added = [...granteesOf(fieldOf(permission, "add")), ...(isRemoval ? [] : flat)];
    const removed = [...granteesOf(fieldOf(permission, "remove")), ...(isRemoval ? flat : [])];
    return exposeChange(kind, { added, removed }, call);
  };
}

/** The users, groups and organisations of `{items: [{userId}, {group: "all"}]}`. */
function granteesOf(list: JsonValue | undefined): readonly string[] {
  return listOf(list).flatMap((item) =>
    ["userId", "group", "organizationArn", "organizationalUnitArn"].flatMap((name) =>
      textsOf(fieldOf(item, name)),
    ),
  );
}

/** A list of accounts to add and one to take out. */
function accountLists(kind: ExposureKind, addField: string, removeField: string): ExposureReader {
  return (call) => {
    const added = textsOf(call.parameters[addField]);
    return exposeChange(kind, { added, removed: textsOf(call.parameters[removeField]) }, call);
  };
}

/** Of the attributes of an RDS snapshot only `restore` shares it. */
function readDbSnapshot(call: Call): Exposure | null {
  const name = textOf(call.parameters["attributeName"]);
  if (name !== null && name !== "restore") return null;
  return accountLists("db-snapshot", "valuesToAdd", "valuesToRemove")(call);
}

/** The first of some fields that names anybody. */
function named(
  kind: ExposureKind,
  direction: "grant" | "revoke",
  ...fields: readonly string[]
): ExposureReader {
  return (call) => {
    for (const field of fields) {
      const principals = textsOf(call.parameters[field]);
      if (principals.length > 0) return exposeTo({ direction, kind }, principals, call);
    }
    return null;
  };
}

/** Canned ACLs and whom they let in; the bucket's owner and AWS's log delivery are nobody new. */
const CANNED: Readonly<Record<string, "public" | "external" | "internal" | "closed">> = {
  "public-read": "public",
  "public-read-write": "public",
  "authenticated-read": "public",
  "aws-exec-read": "external",
  "bucket-owner-read": "internal",
  "bucket-owner-full-control": "internal",
  "log-delivery-write": "internal",
  private: "closed",
};

/**
 * S3's three ways to put an ACL: a canned name in a header, grants in headers (`x-amz-grant-read: uri="…"`), or an
 * XML body. Without any of them the call (an upload, a new bucket) opens nothing.
 */
function accessControl(kind: ExposureKind): ExposureReader {
  return (call) => {
    const { parameters } = call;
    const headers = objectOf(parameters["accessControlList"]);
    const canned = textsOf(parameters["x-amz-acl"] ?? headers?.["x-amz-acl"])[0];
    if (canned !== undefined && Object.hasOwn(CANNED, canned)) return exposeCanned(kind, canned);
    const grantees = new Grantees(call.ownAccount);
    let isStated = false;
    for (const source of [parameters, headers ?? {}])
      isStated = addHeaderGrants(source, grantees) || isStated;
    const body = objectOf(parameters["AccessControlPolicy"]) ?? objectOf(parameters["accessControlPolicy"]);
    if (body !== null) isStated = addBodyGrants(body, grantees) || isStated;
    return isStated ? expose({ direction: "grant", kind }, grantees) : null;
  };
}

function exposeCanned(kind: ExposureKind, canned: string): Exposure {
  const reach = CANNED[canned]!;
  if (reach === "closed") return exposeToAll({ direction: "revoke", kind });
  const grantees = new Grantees(null);
  grantees.addJudged(canned, reach);
  return expose({ direction: "grant", kind }, grantees);
}

function addHeaderGrants(source: JsonObject, grantees: Grantees): boolean {
  let isStated = false;
  for (const name of GRANT_HEADERS) {
    for (const header of textsOf(source[name])) {
      for (const [, type, value] of header.matchAll(GRANT)) {
        isStated = true;
        if (type === "uri") grantees.add(value!);
        else grantees.addJudged(value!, "external");
      }
    }
  }
  return isStated;
}
const GRANT_HEADERS = ["", "-acp"]
  .flatMap((end) => ["read", "write"].map((right) => `x-amz-grant-${right}${end}`))
  .concat("x-amz-grant-full-control");
const GRANT = /(uri|id|emailAddress)\s*=\s*"?([^",\s]+)/g;

function addBodyGrants(body: JsonObject, grantees: Grantees): boolean {
  const owner = textOf(pathOf(body, ["Owner", "ID"]));
  const grants = listOf(pathOf(body, ["AccessControlList", "Grant"]));
  for (const grant of grants) {
    const grantee = fieldOf(grant, "Grantee");
    const uri = textOf(fieldOf(grantee, "URI"));
    const id = textOf(fieldOf(grantee, "ID")) ?? textOf(fieldOf(grantee, "EmailAddress"));
    if (uri !== null) grantees.add(uri);
    else if (id !== null && id !== owner) grantees.addJudged(id, "external");
  }
  return grants.length > 0 || fieldOf(body, "AccessControlList") !== undefined;
}

/** Copies of every new object into another account's bucket. */
function readReplication(call: Call): Exposure | null {
  const configuration =
    call.parameters["ReplicationConfiguration"] ?? call.parameters["replicationConfiguration"];
  const rules = listOf(fieldOf(configuration, "Rule") ?? fieldOf(configuration, "Rules"));
  const accounts = rules.flatMap((rule) => textsOf(pathOf(rule, ["Destination", "Account"])));
  return exposeTo({ direction: "grant", kind: "replication" }, accounts, call);
}

/** VPC endpoint services list principals to add and to take out under a request object. */
function readEndpointService(call: Call): Exposure | null {
  const request = objectOf(call.parameters["ModifyVpcEndpointServicePermissionsRequest"]) ?? call.parameters;
  const texts = (name: string) =>
    listOf(request[name]).flatMap((item) => textsOf(fieldOf(item, "content") ?? item));
  const change = {
    added: [...texts("AddAllowedPrincipals"), ...texts("addAllowedPrincipals")],
    removed: [...texts("RemoveAllowedPrincipals"), ...texts("removeAllowedPrincipals")],
  };
  return exposeChange("endpoint", change, call);
}

function readImagePermission(call: Call): Exposure | null {
  const isRevoked = booleanOf(call.parameters["allowCopyImage"]) === false;
  return named("image", isRevoked ? "revoke" : "grant", "sharedAccountId")(call);
}

const ACCOUNT_FIELDS = [
  "aWSAccountIds",
  "aWSAccountId",
  "awsAccountIds",
  "accountIds",
  "AWSAccountIds",
  "AWSAccountId",
];

/** Calls that share a thing with named accounts, or take the share back. */
export const SHARE_EXPOSURES: readonly ExposureRow[] = [
  ["ec2", "ModifySnapshotAttribute", launchPermission("snapshot", "createVolumePermission")],
  ["ec2", "ModifyImageAttribute", launchPermission("image", "launchPermission")],
  ["ec2", "ResetSnapshotAttribute", closeUnnamed("snapshot")],
  ["ec2", "ResetImageAttribute", closeUnnamed("image")],
  ["ec2", "ModifyVpcEndpointServicePermissions", readEndpointService],
  ["rds", "ModifyDBSnapshotAttribute ModifyDBClusterSnapshotAttribute", readDbSnapshot],
  ["docdb-elastic", "ModifyDBClusterSnapshotAttribute", readDbSnapshot],
  ["redshift", "AuthorizeSnapshotAccess", named("db-snapshot", "grant", "accountWithRestoreAccess")],
  ["redshift", "RevokeSnapshotAccess", named("db-snapshot", "revoke", "accountWithRestoreAccess")],
  ["redshift", "AuthorizeDataShare", named("data-share", "grant", "consumerIdentifier")],
  ["redshift", "DeauthorizeDataShare", named("data-share", "revoke", "consumerIdentifier")],
  ["redshift", "AuthorizeEndpointAccess", named("endpoint", "grant", "account")],
  ["redshift", "RevokeEndpointAccess", named("endpoint", "revoke", "account")],
  ["sqs", "AddPermission", named("queue", "grant", ...ACCOUNT_FIELDS)],
  ["sqs", "RemovePermission", closeUnnamed("queue")],
  ["sns", "AddPermission", named("topic", "grant", ...ACCOUNT_FIELDS)],
  ["sns", "RemovePermission", closeUnnamed("topic")],
  ["kms", "CreateGrant", named("key", "grant", "granteePrincipal")],
  ["kms", "RevokeGrant RetireGrant", closeUnnamed("key")],
  ["ssm", "ModifyDocumentPermission", accountLists("document", "accountIdsToAdd", "accountIdsToRemove")],
  ["ram", "CreateResourceShare AssociateResourceShare", named("resource-share", "grant", "principals")],
  ["ram", "DisassociateResourceShare", named("resource-share", "revoke", "principals")],
  ["workspaces", "UpdateWorkspaceImagePermission", readImagePermission],
  ["es", "AuthorizeVpcEndpointAccess", named("domain", "grant", "account", "service")],
  ["es", "RevokeVpcEndpointAccess", named("domain", "revoke", "account", "service")],
  ["s3", "PutBucketAcl CreateBucket", accessControl("bucket")],
  ["s3", "PutObjectAcl PutObject CopyObject", accessControl("object")],
  ["s3", "PutBucketReplication", readReplication],
  ["s3", "DeleteBucketReplication", closeUnnamed("replication")],
];

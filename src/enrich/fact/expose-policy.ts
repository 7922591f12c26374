import type { JsonObject, JsonValue } from "../../domain/index.ts";
import { fieldOf, pathOf, textOf } from "../field.ts";
import { Grantees } from "./audience.ts";
import {
  type Call,
  closeUnnamed,
  type Exposure,
  type ExposureKind,
  type ExposureReader,
  type ExposureRow,
  expose,
} from "./exposure-row.ts";
import { readPolicy } from "./policy-document.ts";

/** Where each call has its policy document, tried in order. */
type Paths = readonly (readonly string[])[];

/** Resource policies: a replaced policy is judged by what it grants now. */
function policyAt(kind: ExposureKind, ...paths: Paths): ExposureReader {
  return (call) => exposeFirst(kind, paths, call);
}

function exposeFirst(kind: ExposureKind, paths: Paths, call: Call): Exposure | null {
  for (const path of paths) {
    const exposure = exposePolicy(kind, pathOf(call.parameters, path), call);
    if (exposure !== null) return exposure;
  }
  return null;
}

function exposePolicy(kind: ExposureKind, document: JsonValue | undefined, call: Call): Exposure | null {
  const statements = readPolicy(document);
  if (statements === null) return null;
  const grantees = new Grantees(call.ownAccount);
  for (const statement of statements) grantees.addStatement(statement);
  return expose({ direction: "grant", kind }, grantees);
}

/** SNS sets one attribute a call: only the one named Policy opens anything. */
function readTopicAttribute(call: Call): Exposure | null {
  const { attributeName, attributeValue } = call.parameters;
  if (attributeName !== undefined) {
    return attributeName === "Policy" ? exposePolicy("topic", attributeValue, call) : null;
  }
  return exposeFirst("topic", [["attributes", "Policy"]], call);
}

/** Queue attributes come as an object, under one of two names, or as a list of name and value. */
function readQueueAttributes(call: Call): Exposure | null {
  const { attributes, attribute } = call.parameters;
  const policy =
    fieldOf(attributes, "Policy") ?? fieldOf(attribute, "Policy") ?? listedPolicy(attributes ?? attribute);
  return exposePolicy("queue", policy, call);
}

function listedPolicy(attributes: JsonValue | undefined): JsonValue | undefined {
  if (!Array.isArray(attributes)) return undefined;
  const named = attributes.find((item) => (fieldOf(item, "name") ?? fieldOf(item, "Name")) === "Policy");
  return fieldOf(named, "value") ?? fieldOf(named, "Value");
}

/** EventBridge takes a whole policy, or one principal with one condition. */
function readBusPermission(call: Call): Exposure | null {
  const { parameters } = call;
  const principal = textOf(parameters["principal"]);
  if (principal === null) return exposeFirst("event-bus", [["policy"]], call);
  const condition = parameters["condition"];
  const key = textOf(fieldOf(condition, "key"))?.toLowerCase();
  const grantees = new Grantees(call.ownAccount);
  grantees.add(principal, key === "aws:principalorgid" ? "internal" : "public");
  return expose({ direction: "grant", kind: "event-bus" }, grantees);
}

/** One statement as separate parameters: principal, and what narrows it. */
function readFunctionPermission(kind: ExposureKind): ExposureReader {
  return (call) => {
    const principal = textOf(call.parameters["principal"]);
    if (principal === null) return null;
    const grantees = new Grantees(call.ownAccount);
    grantees.addStatement({
      principals: [{ kind: principal.includes(".amazonaws.com") ? "Service" : "AWS", text: principal }],
      hasNotPrincipal: false,
      actions: [],
      notActions: null,
      resources: [],
      hasNotResource: false,
      condition: toCondition(call.parameters),
    });
    return expose({ direction: "grant", kind }, grantees);
  };
}

function toCondition(parameters: JsonObject): JsonObject {
  const keys: JsonObject = {};
  const organisation =
    parameters["principalOrgID"] ?? parameters["principalOrgId"] ?? parameters["organizationId"];
  if (organisation !== undefined && organisation !== null) keys["aws:PrincipalOrgID"] = organisation;
  const { sourceAccount, sourceArn } = parameters;
  if (sourceAccount !== undefined && sourceAccount !== null) keys["aws:SourceAccount"] = sourceAccount;
  else if (sourceArn !== undefined && sourceArn !== null) keys["aws:SourceArn"] = sourceArn;
  return { StringLike: keys };
}

/** Calls that put, or take away, a resource policy. */
export const POLICY_EXPOSURES: readonly ExposureRow[] = [
  ["s3", "PutBucketPolicy", policyAt("bucket", ["bucketPolicy"], ["policy"])],
  [
    "s3",
    "PutAccessPointPolicy PutMultiRegionAccessPointPolicy",
    policyAt(
      "access-point",
      ["policy"],
      ["Policy"],
      ["PutAccessPointPolicyRequest", "Policy"],
      ["details", "policy"],
    ),
  ],
  ["s3", "DeleteBucketPolicy", closeUnnamed("bucket")],
  ["s3", "DeleteAccessPointPolicy", closeUnnamed("access-point")],
  ["iam", "CreateRole", policyAt("role-trust", ["assumeRolePolicyDocument"])],
  ["iam", "UpdateAssumeRolePolicy", policyAt("role-trust", ["policyDocument"], ["assumeRolePolicyDocument"])],
  ["kms", "PutKeyPolicy CreateKey ReplicateKey", policyAt("key", ["policy"])],
  ["secretsmanager", "PutResourcePolicy", policyAt("secret", ["resourcePolicy"])],
  ["secretsmanager", "DeleteResourcePolicy", closeUnnamed("secret")],
  ["ecr", "SetRepositoryPolicy PutRegistryPolicy", policyAt("repository", ["policyText"])],
  ["ecr", "DeleteRepositoryPolicy DeleteRegistryPolicy", closeUnnamed("repository")],
  ["ecr-public", "SetRepositoryPolicy", policyAt("repository", ["policyText"])],
  [
    "codeartifact",
    "PutRepositoryPermissionsPolicy PutDomainPermissionsPolicy",
    policyAt("repository", ["policyDocument"]),
  ],
  ["sns", "SetTopicAttributes CreateTopic", readTopicAttribute],
  ["sqs", "SetQueueAttributes CreateQueue", readQueueAttributes],
  ["events", "PutPermission", readBusPermission],
  ["events", "RemovePermission", closeUnnamed("event-bus")],
  ["lambda", "AddPermission", readFunctionPermission("function")],
  ["lambda", "AddLayerVersionPermission", readFunctionPermission("layer")],
  ["lambda", "RemovePermission", closeUnnamed("function")],
  ["lambda", "RemoveLayerVersionPermission", closeUnnamed("layer")],
  ["elasticfilesystem", "PutFileSystemPolicy", policyAt("file-system", ["policy"])],
  ["elasticfilesystem", "DeleteFileSystemPolicy", closeUnnamed("file-system")],
  ["glacier", "SetVaultAccessPolicy", policyAt("vault", ["policy", "policy"], ["policy"])],
  ["glacier", "DeleteVaultAccessPolicy", closeUnnamed("vault")],
  ["backup", "PutBackupVaultAccessPolicy", policyAt("backup-vault", ["policy"])],
  ["backup", "DeleteBackupVaultAccessPolicy", closeUnnamed("backup-vault")],
  [
    "es",
    "UpdateElasticsearchDomainConfig UpdateDomainConfig CreateElasticsearchDomain CreateDomain",
    policyAt("domain", ["accessPolicies"]),
  ],
  ["logs", "PutDestinationPolicy", policyAt("log-destination", ["accessPolicy"])],
  ["logs", "PutResourcePolicy", policyAt("log-destination", ["policyDocument"])],
  ["dynamodb", "PutResourcePolicy", policyAt("table", ["policy"])],
  ["dynamodb", "DeleteResourcePolicy", closeUnnamed("table")],
  ["kinesis", "PutResourcePolicy", policyAt("stream", ["policy"])],
  ["kafka", "PutClusterPolicy", policyAt("stream", ["policy"])],
  ["glue", "PutResourcePolicy", policyAt("catalog", ["policyInJson"])],
  ["redshift", "PutResourcePolicy", policyAt("database", ["policy"])],
  ["acm-pca", "PutPolicy", policyAt("certificate-authority", ["policy"])],
  ["codebuild", "PutResourcePolicy", policyAt("build-project", ["policy"])],
  ["ssm", "PutResourcePolicy", policyAt("document", ["policy"])],
];

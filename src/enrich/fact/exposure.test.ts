import { expect, test } from "vitest";
import type { JsonObject } from "../../domain/index.ts";
import { call, OTHER, OWN } from "../fixtures/calls.ts";
import { describeExposures } from "./exposure.ts";
import { EXPOSURE_KINDS } from "./exposure-row.ts";

/** Direction, kind, audience; null when the call opens nothing. */
function read(action: string, parameters: JsonObject | null): readonly string[] | null {
  const exposure = call(action, parameters).exposure;
  return exposure === null ? null : [exposure.direction, exposure.kind, exposure.audience];
}

const allow = (principal: JsonObject | string, condition: JsonObject = {}): JsonObject => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: principal, Action: "*", Resource: "*", Condition: condition }],
});
const PUBLIC = allow("*");
const OUTSIDE = allow({ AWS: `arn:aws:iam::${OTHER}:root` });
const text = (policy: JsonObject): string => JSON.stringify(policy, null, 2);

test.each<[string, JsonObject, readonly string[]]>([
  [
    "s3:PutBucketPolicy",
    { bucketName: "b", bucketPolicy: PUBLIC, policy: "" },
    ["grant", "bucket", "public"],
  ],
  ["s3:PutAccessPointPolicy", { name: "a", policy: text(OUTSIDE) }, ["grant", "access-point", "external"]],
  [
    "iam:CreateRole",
    { roleName: "r", assumeRolePolicyDocument: text(OUTSIDE) },
    ["grant", "role-trust", "external"],
  ],
  [
    "iam:CreateRole",
    { roleName: "r", assumeRolePolicyDocument: encodeURIComponent(text(OUTSIDE)) },
    ["grant", "role-trust", "external"],
  ],
  [
    "iam:UpdateAssumeRolePolicy",
    { roleName: "r", policyDocument: text(PUBLIC) },
    ["grant", "role-trust", "public"],
  ],
  [
    "kms:PutKeyPolicy",
    { keyId: "k", policyName: "default", policy: text(OUTSIDE) },
    ["grant", "key", "external"],
  ],
  [
    "kms:CreateGrant",
    { keyId: "k", granteePrincipal: `arn:aws:iam::${OTHER}:role/x` },
    ["grant", "key", "external"],
  ],
  [
    "secretsmanager:PutResourcePolicy",
    { secretId: "s", resourcePolicy: text(OUTSIDE) },
    ["grant", "secret", "external"],
  ],
  [
    "ecr:SetRepositoryPolicy",
    { repositoryName: "r", policyText: text(PUBLIC) },
    ["grant", "repository", "public"],
  ],
  [
    "sns:SetTopicAttributes",
    { topicArn: "t", attributeName: "Policy", attributeValue: text(PUBLIC) },
    ["grant", "topic", "public"],
  ],
  ["sns:AddPermission", { topicArn: "t", label: "l", aWSAccountId: [OTHER] }, ["grant", "topic", "external"]],
  [
    "sqs:SetQueueAttributes",
    { queueUrl: "q", attributes: { Policy: text(OUTSIDE) } },
    ["grant", "queue", "external"],
  ],
  [
    "sqs:SetQueueAttributes",
    { queueUrl: "q", attributes: [{ name: "Policy", value: text(PUBLIC) }] },
    ["grant", "queue", "public"],
  ],
  ["sqs:AddPermission", { queueUrl: "q", aWSAccountIds: ["*"] }, ["grant", "queue", "public"]],
  ["events:PutPermission", { principal: "*", action: "events:PutEvents" }, ["grant", "event-bus", "public"]],
  ["events:PutPermission", { policy: text(OUTSIDE) }, ["grant", "event-bus", "external"]],
  [
    "lambda:AddPermission20150331v2",
    { functionName: "f", principal: "*", action: "lambda:InvokeFunction" },
    ["grant", "function", "public"],
  ],
  [
    "lambda:AddPermission20150331v2",
    { functionName: "f", principal: OTHER },
    ["grant", "function", "external"],
  ],
  [
    "lambda:AddLayerVersionPermission20181031",
    { principal: "*", action: "lambda:GetLayerVersion" },
    ["grant", "layer", "public"],
  ],
  [
    "lambda:CreateFunctionUrlConfig",
    { functionName: "f", authType: "NONE" },
    ["grant", "function", "public"],
  ],
  [
    "elasticfilesystem:PutFileSystemPolicy",
    { fileSystemId: "fs", policy: text(PUBLIC) },
    ["grant", "file-system", "public"],
  ],
  [
    "glacier:SetVaultAccessPolicy",
    { vaultName: "v", policy: { policy: text(OUTSIDE) } },
    ["grant", "vault", "external"],
  ],
  [
    "backup:PutBackupVaultAccessPolicy",
    { backupVaultName: "v", policy: text(OUTSIDE) },
    ["grant", "backup-vault", "external"],
  ],
  ["es:UpdateDomainConfig", { domainName: "d", accessPolicies: text(PUBLIC) }, ["grant", "domain", "public"]],
  [
    "logs:PutDestinationPolicy",
    { destinationName: "d", accessPolicy: text(OUTSIDE) },
    ["grant", "log-destination", "external"],
  ],
  ["dynamodb:PutResourcePolicy", { resourceArn: "t", policy: text(OUTSIDE) }, ["grant", "table", "external"]],
  ["glue:PutResourcePolicy", { policyInJson: text(OUTSIDE) }, ["grant", "catalog", "external"]],
  [
    "ec2:ModifySnapshotAttribute",
    { createVolumePermission: { add: { items: [{ userId: OTHER }] } } },
    ["grant", "snapshot", "external"],
  ],
  [
    "ec2:ModifySnapshotAttribute",
    { createVolumePermission: { add: { items: [{ group: "all" }] } } },
    ["grant", "snapshot", "public"],
  ],
  [
    "ec2:ModifyImageAttribute",
    { launchPermission: { add: { items: [{ userId: OTHER }] } } },
    ["grant", "image", "external"],
  ],
  [
    "ec2:ModifyImageAttribute",
    {
      launchPermission: {
        add: { items: [{ organizationArn: `arn:aws:organizations::${OTHER}:organization/o-1` }] },
      },
    },
    ["grant", "image", "external"],
  ],
  [
    "rds:ModifyDBSnapshotAttribute",
    { attributeName: "restore", valuesToAdd: ["all"] },
    ["grant", "db-snapshot", "public"],
  ],
  [
    "rds:ModifyDBClusterSnapshotAttribute",
    { attributeName: "restore", valuesToAdd: [OTHER] },
    ["grant", "db-snapshot", "external"],
  ],
  [
    "redshift:AuthorizeSnapshotAccess",
    { accountWithRestoreAccess: OTHER },
    ["grant", "db-snapshot", "external"],
  ],
  ["ssm:ModifyDocumentPermission", { accountIdsToAdd: ["All"] }, ["grant", "document", "public"]],
  ["ram:CreateResourceShare", { name: "s", principals: [OTHER] }, ["grant", "resource-share", "external"]],
  ["s3:PutBucketAcl", { "x-amz-acl": ["public-read"], acl: "" }, ["grant", "bucket", "public"]],
  ["s3:PutObjectAcl", { "x-amz-acl": "authenticated-read" }, ["grant", "object", "public"]],
  ["s3:PutObject", { key: "k", "x-amz-acl": "public-read" }, ["grant", "object", "public"]],
  [
    "s3:PutBucketAcl",
    { accessControlList: { "x-amz-grant-read": 'uri="http://acs.amazonaws.com/groups/global/AllUsers"' } },
    ["grant", "bucket", "public"],
  ],
  [
    "s3:PutBucketAcl",
    { accessControlList: { "x-amz-grant-full-control": 'id="79a59d", id="11aa"' } },
    ["grant", "bucket", "external"],
  ],
  [
    "s3:PutBucketAcl",
    {
      AccessControlPolicy: {
        Owner: { ID: "me" },
        AccessControlList: {
          Grant: [
            { Grantee: { ID: "me" } },
            { Grantee: { URI: "http://acs.amazonaws.com/groups/global/AllUsers" } },
          ],
        },
      },
    },
    ["grant", "bucket", "public"],
  ],
  [
    "s3:PutBucketReplication",
    { ReplicationConfiguration: { Rule: { Destination: { Account: OTHER } } } },
    ["grant", "replication", "external"],
  ],
  ["s3:DeleteBucketPublicAccessBlock", { bucketName: "b" }, ["grant", "bucket", "public"]],
  [
    "s3:PutBucketPublicAccessBlock",
    {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: "true",
        IgnorePublicAcls: "true",
        BlockPublicPolicy: "false",
        RestrictPublicBuckets: "true",
      },
    },
    ["grant", "bucket", "public"],
  ],
  ["rds:ModifyDBInstance", { publiclyAccessible: true }, ["grant", "database", "public"]],
  ["redshift:CreateCluster", { publiclyAccessible: "true" }, ["grant", "database", "public"]],
  [
    "eks:UpdateClusterConfig",
    { resourcesVpcConfig: { endpointPublicAccess: true } },
    ["grant", "endpoint", "public"],
  ],
  [
    "eks:UpdateClusterConfig",
    { resourcesVpcConfig: { publicAccessCidrs: ["20.1.1.0/24"] } },
    ["grant", "endpoint", "external"],
  ],
  [
    "codebuild:UpdateProjectVisibility",
    { projectVisibility: "PUBLIC_READ" },
    ["grant", "build-project", "public"],
  ],
  ["ec2:DisableSnapshotBlockPublicAccess", {}, ["grant", "snapshot", "public"]],
  [
    "ec2:ModifyVpcEndpointServicePermissions",
    { ModifyVpcEndpointServicePermissionsRequest: { AddAllowedPrincipals: { content: "*", tag: 1 } } },
    ["grant", "endpoint", "public"],
  ],
  [
    "lightsail:OpenInstancePublicPorts",
    { portInfo: { fromPort: 22, toPort: 22, protocol: "tcp" } },
    ["grant", "security-group", "public"],
  ],
])("%s opens: %j", (action, parameters, expected) => {
  expect(read(action, parameters)).toEqual(expected);
});

test.each<[string, JsonObject, string]>([
  [
    "ec2:ModifySnapshotAttribute",
    { createVolumePermission: { remove: { items: [{ userId: OTHER }] } } },
    "external",
  ],
  ["ec2:ModifyImageAttribute", { launchPermission: { remove: { items: [{ group: "all" }] } } }, "public"],
  ["ec2:ResetSnapshotAttribute", { snapshotId: "s" }, "external"],
  [
    "rds:ModifyDBSnapshotAttribute",
    { attributeName: "restore", valuesToRemove: [OTHER], valuesToAdd: [] },
    "external",
  ],
  ["redshift:RevokeSnapshotAccess", { accountWithRestoreAccess: OTHER }, "external"],
  ["ssm:ModifyDocumentPermission", { accountIdsToRemove: [OTHER] }, "external"],
  ["ram:DisassociateResourceShare", { principals: [OTHER] }, "external"],
  ["s3:PutBucketAcl", { "x-amz-acl": ["private"] }, "public"],
  ["s3:DeleteBucketPolicy", { bucketName: "b" }, "external"],
  [
    "s3:PutBucketPublicAccessBlock",
    {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    },
    "public",
  ],
  ["lambda:RemovePermission20150331v2", { functionName: "f" }, "external"],
  ["lambda:UpdateFunctionUrlConfig", { authType: "AWS_IAM" }, "public"],
  ["kms:RevokeGrant", { grantId: "g" }, "external"],
  ["sns:RemovePermission", { label: "l" }, "external"],
  ["rds:ModifyDBInstance", { publiclyAccessible: false }, "public"],
  ["eks:UpdateClusterConfig", { resourcesVpcConfig: { endpointPublicAccess: false } }, "public"],
  ["codebuild:UpdateProjectVisibility", { projectVisibility: "PRIVATE" }, "public"],
  ["ec2:EnableImageBlockPublicAccess", {}, "public"],
])("%s closes: %j", (action, parameters, audience) => {
  expect(read(action, parameters)).toEqual(["revoke", expect.any(String), audience]);
});

test.each<[string, JsonObject | null]>([
  ["s3:PutBucketPolicy", { bucketName: "b", bucketPolicy: {}, policy: "" }],
  ["s3:PutBucketPolicy", null],
  ["s3:PutObject", { key: "k" }],
  ["s3:CreateBucket", { bucketName: "b" }],
  ["s3:PutBucketPublicAccessBlock", { bucketName: "b" }],
  ["sns:SetTopicAttributes", { attributeName: "DisplayName", attributeValue: text(PUBLIC) }],
  ["sqs:SetQueueAttributes", { attributes: { VisibilityTimeout: "30" } }],
  ["rds:ModifyDBSnapshotAttribute", { attributeName: "other", valuesToAdd: [OTHER] }],
  ["rds:ModifyDBSnapshotAttribute", { attributeName: "restore", valuesToAdd: [] }],
  ["rds:ModifyDBInstance", { allocatedStorage: 100 }],
  ["eks:UpdateClusterConfig", { logging: {} }],
  ["ec2:ModifyImageAttribute", { description: { value: "d" } }],
  [
    "ec2:AuthorizeSecurityGroupEgress",
    { ipPermissions: { items: [{ ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] } }] } },
  ],
  ["ec2:CreateNetworkAclEntry", { ruleAction: "deny", egress: false, cidrBlock: "0.0.0.0/0" }],
  ["ec2:CreateNetworkAclEntry", { ruleAction: "allow", egress: true, cidrBlock: "0.0.0.0/0" }],
  ["iam:CreateRole", { assumeRolePolicyDocument: "{ not JSON" }],
  ["iam:CreateRole", { assumeRolePolicyDocument: "%7B%E0%A4%A" }],
  ["s3:GetObject", { key: "k" }],
])("%s with %j opens nothing", (action, parameters) => {
  expect(read(action, parameters)).toBeNull();
});

test("an ACL that names its owner alone is internal, one that names another user is external", () => {
  const grants = (...ids: string[]) => ({
    AccessControlPolicy: {
      Owner: { ID: "me" },
      AccessControlList: { Grant: ids.map((ID) => ({ Grantee: { ID } })) },
    },
  });
  expect(read("s3:PutBucketAcl", grants("me"))).toEqual(["grant", "bucket", "internal"]);
  expect(read("s3:PutBucketAcl", grants("me", "you"))).toEqual(["grant", "bucket", "external"]);
});

test("sharing within the account or the organisation is internal", () => {
  expect(
    read("ec2:ModifyImageAttribute", { launchPermission: { add: { items: [{ userId: OWN }] } } }),
  ).toEqual(["grant", "image", "internal"]);
  expect(read("lambda:AddPermission", { principal: "*", principalOrgID: "o-1" })).toEqual([
    "grant",
    "function",
    "internal",
  ]);
  expect(read("lambda:AddPermission", { principal: "s3.amazonaws.com", sourceAccount: OTHER })).toEqual([
    "grant",
    "function",
    "internal",
  ]);
  expect(read("lambda:AddPermission", { principal: "*", sourceAccount: OWN })).toEqual([
    "grant",
    "function",
    "internal",
  ]);
  expect(
    read("events:PutPermission", {
      principal: "*",
      condition: { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-1" },
    }),
  ).toEqual(["grant", "event-bus", "internal"]);
  expect(
    read("iam:CreateRole", { assumeRolePolicyDocument: text(allow({ Service: "ec2.amazonaws.com" })) }),
  ).toEqual(["grant", "role-trust", "internal"]);
});

test("a role's own account is known from the answer where the record has none", () => {
  const parameters = { assumeRolePolicyDocument: text(OUTSIDE) };
  const answer = { role: { arn: `arn:aws:iam::${OTHER}:role/r` } };
  const record = {
    eventSource: "iam.amazonaws.com",
    eventName: "CreateRole",
    requestParameters: parameters,
    responseElements: answer,
  };
  expect(call("iam:CreateRole", parameters, record).exposure?.audience).toBe("external");
});

test("every kind of exposure has a call, and every call is told for the reference", () => {
  expect(describeExposures().length).toBeGreaterThanOrEqual(100);
  expect(new Set(describeExposures()).size).toBe(describeExposures().length);
  expect(EXPOSURE_KINDS.length).toBe(new Set(EXPOSURE_KINDS).size);
});

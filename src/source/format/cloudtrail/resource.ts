import { isJsonObject, type JsonObject, type JsonValue } from "../../../domain/index.ts";
import { RESOURCE_CHARS_MAX, toText } from "../../field.ts";

/** Parameters that name what a call acts on, best first, by the service that is called. */
const NAMING_PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  "ec2.amazonaws.com": [
    "instanceId",
    "snapshotId",
    "imageId",
    "volumeId",
    "groupId",
    "networkInterfaceId",
    "vpcId",
    "subnetId",
    "keyName",
    "groupName",
    "routeTableId",
    "networkAclId",
    "internetGatewayId",
    "launchTemplateId",
    "allocationId",
  ],
  "iam.amazonaws.com": [
    "userName",
    "roleName",
    "groupName",
    "policyArn",
    "policyName",
    "instanceProfileName",
    "sAMLProviderArn",
    "openIDConnectProviderArn",
    "serialNumber",
    "accountAlias",
  ],
  "sts.amazonaws.com": ["roleArn", "name", "accessKeyId"],
  "secretsmanager.amazonaws.com": ["secretId", "name"],
  "ssm.amazonaws.com": ["target", "name", "documentName", "instanceId"],
  "kms.amazonaws.com": ["keyId", "aliasName", "targetKeyId"],
  "lambda.amazonaws.com": ["functionName", "layerName", "uUID"],
  "dynamodb.amazonaws.com": ["tableName", "backupArn"],
  "rds.amazonaws.com": [
    "dBInstanceIdentifier",
    "dBClusterIdentifier",
    "dBSnapshotIdentifier",
    "dBClusterSnapshotIdentifier",
    "dBSecurityGroupName",
  ],
  "redshift.amazonaws.com": ["clusterIdentifier", "snapshotIdentifier"],
  "cloudtrail.amazonaws.com": ["name", "trailName", "eventDataStore"],
  "guardduty.amazonaws.com": ["detectorId"],
  "logs.amazonaws.com": ["logGroupName", "logGroupIdentifier"],
  "monitoring.amazonaws.com": ["alarmName"],
  "events.amazonaws.com": ["name", "rule", "eventBusName"],
  "sns.amazonaws.com": ["topicArn", "name"],
  "sqs.amazonaws.com": ["queueUrl", "queueName"],
  "ecr.amazonaws.com": ["repositoryName"],
  "ecs.amazonaws.com": ["cluster", "service", "taskDefinition"],
  "eks.amazonaws.com": ["name", "clusterName"],
  "cloudformation.amazonaws.com": ["stackName", "stackSetName"],
  "cognito-idp.amazonaws.com": ["userPoolId"],
  "route53.amazonaws.com": ["hostedZoneId"],
  "organizations.amazonaws.com": ["accountId", "policyId", "organizationalUnitId"],
  "config.amazonaws.com": ["configurationRecorderName", "deliveryChannelName", "configRuleName"],
  "wafv2.amazonaws.com": ["name", "webACLArn"],
  "athena.amazonaws.com": ["workGroup", "queryExecutionId"],
  "glue.amazonaws.com": ["databaseName", "jobName", "name"],
  "bedrock.amazonaws.com": ["modelId", "agentId", "knowledgeBaseId"],
  "sagemaker.amazonaws.com": ["notebookInstanceName", "endpointName", "domainId"],
  "ses.amazonaws.com": ["emailIdentity", "identity"],
  "elasticfilesystem.amazonaws.com": ["fileSystemId"],
  "backup.amazonaws.com": ["backupVaultName", "recoveryPointArn"],
};
/** For every other service. */
const NAMING_ANYWHERE: readonly string[] = ["resourceArn", "arn", "name", "id"];
const PARAMETERS: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(NAMING_PARAMETERS));

/** The thing that a call acts on: an ARN where the record gives one, else a name; null where it says neither. */
export function findResource(record: JsonObject, eventSource: string): string | null {
  const given = record["requestParameters"];
  const parameters = isJsonObject(given) ? given : null;
  // S3's list of resources has the object and its bucket in either order, or a prefix: the parameters are exact.
  const bucket = parameters === null ? undefined : parameters["bucketName"];
  if (typeof bucket === "string" && bucket !== "") return toBucketArn(bucket, parameters?.["key"]);
  const listed = firstArn(record["resources"]);
  if (listed !== null || parameters === null) return listed;
  const names = PARAMETERS.get(eventSource) ?? NAMING_ANYWHERE;
  for (const name of names) {
    const value = parameters[name];
    // Lists and objects name several things, or none.
    if (typeof value === "string" && value !== "") return toText(value, RESOURCE_CHARS_MAX);
  }
  return eventSource === "ec2.amazonaws.com" ? firstInstance(parameters["instancesSet"]) : null;
}

function toBucketArn(bucket: string, key: JsonValue | undefined): string | null {
  const arn = bucket.startsWith("arn:") ? bucket : `arn:aws:s3:::${bucket}`;
  return toText(typeof key === "string" && key !== "" ? `${arn}/${key}` : arn, RESOURCE_CHARS_MAX);
}

function firstArn(resources: JsonValue | undefined): string | null {
  if (!Array.isArray(resources)) return null;
  for (const resource of resources) {
    if (!isJsonObject(resource)) continue;
    const arn = resource["ARN"] ?? resource["arn"];
    if (typeof arn === "string" && arn !== "") return toText(arn, RESOURCE_CHARS_MAX);
  }
  return null;
}

/** `{"items": [{"instanceId": "i-..."}]}`, as EC2 writes the instances of a call. */
function firstInstance(set: JsonValue | undefined): string | null {
  const items = isJsonObject(set) ? set["items"] : undefined;
  const first = Array.isArray(items) ? items[0] : undefined;
  return isJsonObject(first) ? toText(first["instanceId"], RESOURCE_CHARS_MAX) : null;
}

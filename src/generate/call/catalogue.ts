// table: one line for each API call that generated people, services and attackers make.
import type { JsonObject } from "../../domain/index.ts";
import {
  answers,
  arnOf,
  bucketOf,
  type Call,
  type CallContext,
  objectKey,
  reads,
  touches,
  writes,
} from "./call.ts";

type C = CallContext;
const given = (context: C, name: string, fallback: string): string => context.given[name] ?? fallback;
const pick = (context: C, list: readonly string[]): string => context.dice.pick(list);
const instanceSet = (context: C): JsonObject => ({
  instancesSet: {
    items: [{ instanceId: given(context, "instance", pick(context, context.assets.instances)) }],
  },
});
const target = (context: C): string => given(context, "user", context.caller);
const bucketName = (context: C): JsonObject => ({
  bucketName: bucketOf(context).name,
  Host: `${bucketOf(context).name}.s3.amazonaws.com`,
});
const object = (context: C): JsonObject => ({ ...bucketName(context), key: objectKey(context) });
const functionName = (context: C): JsonObject => ({ functionName: pick(context, context.assets.functions) });
const secret = (context: C): JsonObject => ({
  secretId: given(context, "secret", pick(context, context.assets.secrets)),
});
const keyId = (context: C): JsonObject => ({
  keyId: arnOf(context, "kms", `key/${pick(context, context.assets.keys)}`),
});
const roleArn = (context: C): string =>
  `arn:aws:iam::${context.assets.account}:role/${given(context, "role", "deployer")}`;
const policyArn = (context: C): string =>
  given(context, "policy", `arn:aws:iam::${context.assets.account}:policy/team-readers`);
const stack = (context: C): JsonObject => ({ stackName: pick(context, context.assets.stacks) });
const group = (context: C): string => pick(context, context.assets.securityGroups);
const logGroup = (context: C): JsonObject => ({ logGroupName: pick(context, context.assets.logGroups) });
const database = (context: C): JsonObject => ({
  dBInstanceIdentifier: pick(context, context.assets.databases),
});
const repository = (context: C): JsonObject => ({
  repositoryName: pick(context, context.assets.repositories),
  registryId: context.assets.account,
});
const table = (context: C): JsonObject => ({ tableName: pick(context, context.assets.tables) });
const queue = (context: C): JsonObject => ({
  queueUrl: `https://sqs.${context.region}.amazonaws.com/${context.assets.account}/${pick(context, context.assets.queues)}`,
});
const port = (context: C): JsonObject => ({
  groupId: group(context),
  ipPermissions: {
    items: [
      {
        ipProtocol: "tcp",
        fromPort: Number(given(context, "port", "443")),
        toPort: Number(given(context, "port", "443")),
        groups: {},
        ipRanges: { items: [{ cidrIp: given(context, "cidr", "10.0.0.0/16"), description: "internal" }] },
        ipv6Ranges: {},
        prefixListIds: {},
      },
    ],
  },
});
const accessKey = (context: C): JsonObject => ({
  accessKey: {
    accessKeyId: given(context, "newKey", `AKIA${context.dice.code(16)}`),
    userName: target(context),
    status: "Active",
    createDate: "Jan 5, 2026 10:00:00 AM",
  },
});
const credentials = (context: C): JsonObject => ({
  credentials: {
    accessKeyId: given(context, "newKey", `ASIA${context.dice.code(16)}`),
    sessionToken: context.dice.code(24),
    expiration: "Jan 5, 2026, 11:00:00 AM",
  },
  assumedRoleUser: {
    assumedRoleId: `AROA${context.dice.code(17)}:${given(context, "session", "session")}`,
    arn: `arn:aws:sts::${context.assets.account}:assumed-role/${given(context, "role", "deployer")}/${given(context, "session", "session")}`,
  },
});

/** Every call, by `service:name`. */
export const CALLS = {
  signIn: answers(
    writes("signin", "ConsoleLogin", () => null),
    () => ({ ConsoleLogin: "Success" }),
  ),
  switchRole: answers(
    writes("signin", "SwitchRole", (c) => ({ roleName: given(c, "role", "deployer") })),
    () => ({ SwitchRole: "Success" }),
  ),
  whoAmI: reads("sts", "GetCallerIdentity"),
  assumeRole: reads("sts", "AssumeRole", (c) => ({
    roleArn: roleArn(c),
    roleSessionName: given(c, "session", "session"),
    durationSeconds: 3600,
  })),
  sessionToken: reads("sts", "GetSessionToken", () => ({ durationSeconds: 43200 })),
  federationToken: reads("sts", "GetFederationToken", (c) => ({
    name: given(c, "session", "report"),
    durationSeconds: 43200,
  })),

  getObject: touches(reads("s3", "GetObject", object), "out"),
  headObject: touches(reads("s3", "HeadObject", object), null),
  putObject: touches(writes("s3", "PutObject", object), "in"),
  deleteObject: touches(writes("s3", "DeleteObject", object), null),
  deleteObjects: touches(
    writes("s3", "DeleteObjects", (c) => ({ ...bucketName(c), delete: "" })),
    null,
  ),
  copyObject: touches(
    writes("s3", "CopyObject", (c) => ({
      ...object(c),
      "x-amz-copy-source": `${bucketOf(c).name}/${objectKey(c)}`,
    })),
    null,
  ),
  listObjects: touches(
    reads("s3", "ListObjects", (c) => ({
      ...bucketName(c),
      prefix: c.dice.pick(bucketOf(c).prefixes),
      "list-type": "2",
    })),
    null,
  ),
  listBuckets: reads("s3", "ListBuckets", () => ({ Host: "s3.amazonaws.com" })),
  bucketLocation: reads("s3", "GetBucketLocation", (c) => ({ ...bucketName(c), location: "" })),
  bucketPolicy: reads("s3", "GetBucketPolicy", (c) => ({ ...bucketName(c), policy: "" })),
  bucketAcl: reads("s3", "GetBucketAcl", (c) => ({ ...bucketName(c), acl: "" })),
  bucketVersioning: reads("s3", "GetBucketVersioning", (c) => ({ ...bucketName(c), versioning: "" })),
  bucketEncryption: reads("s3", "GetBucketEncryption", (c) => ({ ...bucketName(c), encryption: "" })),
  bucketPublicBlock: reads("s3", "GetBucketPublicAccessBlock", (c) => ({
    ...bucketName(c),
    publicAccessBlock: "",
  })),
  createBucket: writes("s3", "CreateBucket", (c) => ({
    ...bucketName(c),
    CreateBucketConfiguration: { LocationConstraint: c.region },
  })),
  deleteBucket: writes("s3", "DeleteBucket", bucketName),
  putBucketPolicy: writes("s3", "PutBucketPolicy", (c) => ({
    ...bucketName(c),
    policy: "",
    bucketPolicy: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: given(c, "principal", `arn:aws:iam::${c.assets.account}:role/reader`) },
          Action: ["s3:GetObject"],
          Resource: [`arn:aws:s3:::${bucketOf(c).name}/*`],
        },
      ],
    },
  })),
  deletePublicBlock: writes("s3", "DeleteBucketPublicAccessBlock", (c) => ({
    ...bucketName(c),
    publicAccessBlock: "",
  })),
  putLifecycle: writes("s3", "PutBucketLifecycle", (c) => ({
    ...bucketName(c),
    lifecycle: "",
    LifecycleConfiguration: {
      Rule: {
        ID: "expire",
        Status: "Enabled",
        Filter: { Prefix: "" },
        Expiration: { Days: Number(given(c, "days", "365")) },
      },
    },
  })),
  putVersioning: writes("s3", "PutBucketVersioning", (c) => ({
    ...bucketName(c),
    versioning: "",
    VersioningConfiguration: { Status: given(c, "versioning", "Enabled") },
  })),

  describeInstances: reads("ec2", "DescribeInstances", () => ({ instancesSet: {}, filterSet: {} })),
  describeImages: reads("ec2", "DescribeImages", () => ({
    ownersSet: { items: [{ owner: "self" }] },
    filterSet: {},
  })),
  describeVolumes: reads("ec2", "DescribeVolumes", () => ({ volumeSet: {}, filterSet: {} })),
  describeSnapshots: reads("ec2", "DescribeSnapshots", () => ({
    ownersSet: { items: [{ owner: "self" }] },
    filterSet: {},
  })),
  describeGroups: reads("ec2", "DescribeSecurityGroups", () => ({ securityGroupSet: {}, filterSet: {} })),
  describeVpcs: reads("ec2", "DescribeVpcs", () => ({ vpcSet: {}, filterSet: {} })),
  describeSubnets: reads("ec2", "DescribeSubnets", () => ({ subnetSet: {}, filterSet: {} })),
  describeKeyPairs: reads("ec2", "DescribeKeyPairs", () => ({ keySet: {}, filterSet: {} })),
  describeAddresses: reads("ec2", "DescribeAddresses", () => ({ publicIpsSet: {}, filterSet: {} })),
  describeRoutes: reads("ec2", "DescribeRouteTables", () => ({ routeTableIdSet: {}, filterSet: {} })),
  describeRegions: reads("ec2", "DescribeRegions", () => ({ regionSet: {}, allRegions: false })),
  describeZones: reads("ec2", "DescribeAvailabilityZones", () => ({ availabilityZoneSet: {} })),
  describeStatus: reads("ec2", "DescribeInstanceStatus", instanceSet),
  describeUserData: reads("ec2", "DescribeInstanceAttribute", (c) => ({
    attribute: "userData",
    instanceId: given(c, "instance", pick(c, c.assets.instances)),
  })),
  runInstances: answers(
    writes("ec2", "RunInstances", (c) => ({
      instancesSet: {
        items: [{ imageId: `ami-0${c.dice.hex(16)}`, minCount: 1, maxCount: Number(given(c, "count", "1")) }],
      },
      instanceType: given(c, "instanceType", c.dice.pick(["t3.medium", "m6i.large", "c6i.xlarge"])),
      monitoring: { enabled: false },
    })),
    (c) => ({
      requestId: c.dice.uuid(),
      reservationId: `r-0${c.dice.hex(16)}`,
      instancesSet: {
        items: [{ instanceId: `i-0${c.dice.hex(16)}`, currentState: { code: 0, name: "pending" } }],
      },
    }),
  ),
  startInstances: writes("ec2", "StartInstances", instanceSet),
  stopInstances: writes("ec2", "StopInstances", (c) => ({ ...instanceSet(c), force: false })),
  rebootInstances: writes("ec2", "RebootInstances", instanceSet),
  terminateInstances: writes("ec2", "TerminateInstances", instanceSet),
  changeUserData: answers(
    writes("ec2", "ModifyInstanceAttribute", (c) => ({
      instanceId: given(c, "instance", pick(c, c.assets.instances)),
      userData: "<sensitiveDataRemoved>",
    })),
    () => ({ _return: true }),
  ),
  createTags: answers(
    writes("ec2", "CreateTags", (c) => ({
      resourcesSet: { items: [{ resourceId: pick(c, c.assets.instances) }] },
      tagSet: { items: [{ key: "owner", value: c.caller }] },
    })),
    () => ({ _return: true }),
  ),
  createKeyPair: writes("ec2", "CreateKeyPair", (c) => ({
    keyName: `key-${c.dice.hex(6)}`,
    keyType: "ed25519",
  })),
  createGroup: writes("ec2", "CreateSecurityGroup", (c) => ({
    groupName: `group-${c.dice.hex(4)}`,
    groupDescription: "service",
    vpcId: "vpc-0a1b2c3d4e5f60718",
  })),
  openPort: answers(writes("ec2", "AuthorizeSecurityGroupIngress", port), () => ({ _return: true })),
  closePort: answers(writes("ec2", "RevokeSecurityGroupIngress", port), () => ({ _return: true })),
  createSnapshot: answers(
    writes("ec2", "CreateSnapshot", (c) => ({
      volumeId: `vol-0${c.dice.hex(16)}`,
      description: given(c, "note", "nightly"),
    })),
    (c) => ({ snapshotId: given(c, "snapshot", `snap-0${c.dice.hex(16)}`), status: "pending" }),
  ),
  deleteSnapshot: writes("ec2", "DeleteSnapshot", (c) => ({ snapshotId: `snap-0${c.dice.hex(16)}` })),
  shareSnapshot: answers(
    writes("ec2", "ModifySnapshotAttribute", (c) => ({
      snapshotId: given(c, "snapshot", `snap-0${c.dice.hex(16)}`),
      attributeType: "CREATE_VOLUME_PERMISSION",
      createVolumePermission: {
        [given(c, "direction", "add")]: { items: [{ userId: given(c, "otherAccount", "444455556666") }] },
      },
    })),
    () => ({ _return: true }),
  ),
  createImage: writes("ec2", "CreateImage", (c) => ({
    instanceId: pick(c, c.assets.instances),
    name: `image-${c.dice.hex(6)}`,
    noReboot: true,
  })),
  attachVolume: writes("ec2", "AttachVolume", (c) => ({
    volumeId: `vol-0${c.dice.hex(16)}`,
    instanceId: pick(c, c.assets.instances),
    device: "/dev/sdf",
    deleteOnTermination: false,
  })),
  createVolume: writes("ec2", "CreateVolume", (c) => ({
    size: "100",
    zone: `${c.region}a`,
    volumeType: "gp3",
  })),

  listFunctions: reads("lambda", "ListFunctions20150331", () => ({ maxItems: 50 })),
  getFunction: reads("lambda", "GetFunction20150331v2", functionName),
  functionConfig: reads("lambda", "GetFunctionConfiguration20150331v2", functionName),
  functionPolicy: reads("lambda", "GetPolicy20150331v2", functionName),
  updateFunction: writes("lambda", "UpdateFunctionCode20150331v2", (c) => ({
    ...functionName(c),
    dryRun: false,
    publish: true,
    s3Bucket: `artefacts-${c.region}`,
    s3Key: `release/${c.dice.hex(8)}.zip`,
  })),
  configureFunction: writes("lambda", "UpdateFunctionConfiguration20150331v2", (c) => ({
    ...functionName(c),
    timeout: 30,
    memorySize: 512,
  })),
  publishVersion: writes("lambda", "PublishVersion20150331", functionName),
  permitFunction: writes("lambda", "AddPermission20150331v2", (c) => ({
    ...functionName(c),
    statementId: c.dice.hex(8),
    action: "lambda:InvokeFunction",
    principal: given(c, "principal", "events.amazonaws.com"),
  })),
  invoke: touches(writes("lambda", "Invoke", functionName), null),

  listUsers: reads("iam", "ListUsers"),
  listRoles: reads("iam", "ListRoles"),
  listPolicies: reads("iam", "ListPolicies", () => ({ scope: "Local", onlyAttached: false })),
  listGroups: reads("iam", "ListGroups"),
  getUser: reads("iam", "GetUser", (c) => ({ userName: target(c) })),
  getRole: reads("iam", "GetRole", (c) => ({ roleName: given(c, "role", "deployer") })),
  listKeys: reads("iam", "ListAccessKeys", (c) => ({ userName: target(c) })),
  keyLastUsed: reads("iam", "GetAccessKeyLastUsed", (c) => ({ accessKeyId: `AKIA${c.dice.code(16)}` })),
  userPolicies: reads("iam", "ListAttachedUserPolicies", (c) => ({ userName: target(c) })),
  rolePolicies: reads("iam", "ListAttachedRolePolicies", (c) => ({ roleName: given(c, "role", "deployer") })),
  accountSummary: reads("iam", "GetAccountSummary"),
  authorisation: reads("iam", "GetAccountAuthorizationDetails"),
  passwordPolicy: reads("iam", "GetAccountPasswordPolicy"),
  mfaDevices: reads("iam", "ListMFADevices", (c) => ({ userName: target(c) })),
  createUser: answers(
    writes("iam", "CreateUser", (c) => ({ userName: target(c) })),
    (c) => ({
      user: {
        userName: target(c),
        userId: `AIDA${c.dice.code(17)}`,
        arn: `arn:aws:iam::${c.assets.account}:user/${target(c)}`,
        path: "/",
      },
    }),
  ),
  deleteUser: writes("iam", "DeleteUser", (c) => ({ userName: target(c) })),
  createKey: answers(
    writes("iam", "CreateAccessKey", (c) => ({ userName: target(c) })),
    accessKey,
  ),
  deleteKey: writes("iam", "DeleteAccessKey", (c) => ({
    userName: target(c),
    accessKeyId: `AKIA${c.dice.code(16)}`,
  })),
  updateKey: writes("iam", "UpdateAccessKey", (c) => ({
    userName: target(c),
    accessKeyId: `AKIA${c.dice.code(16)}`,
    status: "Inactive",
  })),
  createLogin: answers(
    writes("iam", "CreateLoginProfile", (c) => ({ userName: target(c), passwordResetRequired: false })),
    (c) => ({ loginProfile: { userName: target(c), passwordResetRequired: false } }),
  ),
  attachUserPolicy: writes("iam", "AttachUserPolicy", (c) => ({
    userName: target(c),
    policyArn: policyArn(c),
  })),
  detachUserPolicy: writes("iam", "DetachUserPolicy", (c) => ({
    userName: target(c),
    policyArn: policyArn(c),
  })),
  attachRolePolicy: writes("iam", "AttachRolePolicy", (c) => ({
    roleName: given(c, "role", "deployer"),
    policyArn: policyArn(c),
  })),
  createRole: writes("iam", "CreateRole", (c) => ({
    roleName: given(c, "role", "worker"),
    assumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal:
            c.given["principal"] === undefined
              ? { Service: "lambda.amazonaws.com" }
              : { AWS: c.given["principal"] },
          Action: "sts:AssumeRole",
        },
      ],
    }),
  })),
  updateTrust: writes("iam", "UpdateAssumeRolePolicy", (c) => ({
    roleName: given(c, "role", "deployer"),
    policyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { AWS: given(c, "principal", `arn:aws:iam::${c.assets.account}:root`) },
          Action: "sts:AssumeRole",
        },
      ],
    }),
  })),
  putRolePolicy: writes("iam", "PutRolePolicy", (c) => ({
    roleName: given(c, "role", "worker"),
    policyName: "inline",
    policyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "*" }],
    }),
  })),
  addToGroup: writes("iam", "AddUserToGroup", (c) => ({
    userName: target(c),
    groupName: given(c, "group", "developers"),
  })),
  passRole: writes("iam", "CreateInstanceProfile", (c) => ({
    instanceProfileName: given(c, "role", "worker"),
  })),
  deactivateMfa: writes("iam", "DeactivateMFADevice", (c) => ({
    userName: target(c),
    serialNumber: `arn:aws:iam::${c.assets.account}:mfa/${target(c)}`,
  })),

  listSecrets: reads("secretsmanager", "ListSecrets", () => ({ maxResults: 100 })),
  describeSecret: reads("secretsmanager", "DescribeSecret", secret),
  getSecret: reads("secretsmanager", "GetSecretValue", secret),
  rotateSecret: writes("secretsmanager", "RotateSecret", secret),
  getParameter: reads("ssm", "GetParameter", (c) => ({
    name: pick(c, c.assets.parameters),
    withDecryption: true,
  })),
  getParameters: reads("ssm", "GetParameters", (c) => ({
    names: [pick(c, c.assets.parameters)],
    withDecryption: true,
  })),
  describeParameters: reads("ssm", "DescribeParameters", () => ({ maxResults: 50 })),
  putParameter: writes("ssm", "PutParameter", (c) => ({
    name: pick(c, c.assets.parameters),
    type: "SecureString",
    value: "HIDDEN_DUE_TO_SECURITY_REASONS",
    overwrite: true,
  })),
  startSession: answers(
    writes("ssm", "StartSession", (c) => ({ target: given(c, "instance", pick(c, c.assets.instances)) })),
    (c) => ({
      sessionId: `${c.caller}-0${c.dice.hex(16)}`,
      tokenValue: "Value hidden due to security reasons.",
    }),
  ),
  endSession: writes("ssm", "TerminateSession", (c) => ({ sessionId: `${c.caller}-0${c.dice.hex(16)}` })),
  sendCommand: writes("ssm", "SendCommand", (c) => ({
    instanceIds: [given(c, "instance", pick(c, c.assets.instances))],
    documentName: "AWS-RunShellScript",
    parameters: "HIDDEN_DUE_TO_SECURITY_REASONS",
  })),
  instanceInformation: reads("ssm", "DescribeInstanceInformation"),
  updateInformation: writes("ssm", "UpdateInstanceInformation", (c) => ({
    instanceId: given(c, "instance", pick(c, c.assets.instances)),
    agentVersion: "3.3.380.0",
    platformType: "Linux",
  })),
  decrypt: reads("kms", "Decrypt", keyId),
  generateKey: reads("kms", "GenerateDataKey", (c) => ({ ...keyId(c), keySpec: "AES_256" })),
  describeKey: reads("kms", "DescribeKey", keyId),
  listAliases: reads("kms", "ListAliases"),
  disableKey: writes("kms", "DisableKey", keyId),
  scheduleDeletion: writes("kms", "ScheduleKeyDeletion", (c) => ({ ...keyId(c), pendingWindowInDays: 7 })),

  describeTrails: reads("cloudtrail", "DescribeTrails", () => ({ includeShadowTrails: true })),
  trailStatus: reads("cloudtrail", "GetTrailStatus", (c) => ({ name: c.assets.trail })),
  lookupEvents: reads("cloudtrail", "LookupEvents", () => ({ maxResults: 50 })),
  eventSelectors: reads("cloudtrail", "GetEventSelectors", (c) => ({ trailName: c.assets.trail })),
  stopLogging: writes("cloudtrail", "StopLogging", (c) => ({
    name: arnOf(c, "cloudtrail", `trail/${c.assets.trail}`),
  })),
  deleteTrail: writes("cloudtrail", "DeleteTrail", (c) => ({ name: c.assets.trail })),
  narrowTrail: writes("cloudtrail", "PutEventSelectors", (c) => ({
    trailName: c.assets.trail,
    eventSelectors: [{ readWriteType: "ReadOnly", includeManagementEvents: false, dataResources: [] }],
  })),
  startLogging: writes("cloudtrail", "StartLogging", (c) => ({
    name: arnOf(c, "cloudtrail", `trail/${c.assets.trail}`),
  })),
  wideTrail: writes("cloudtrail", "PutEventSelectors", (c) => ({
    trailName: c.assets.trail,
    eventSelectors: [
      {
        readWriteType: "All",
        includeManagementEvents: true,
        dataResources: [{ type: "AWS::S3::Object", values: ["arn:aws:s3"] }],
        excludeManagementEventSources: [],
      },
    ],
  })),
  listDetectors: reads("guardduty", "ListDetectors"),
  listFindings: reads("guardduty", "ListFindings", (c) => ({ detectorId: c.assets.detectorId })),
  getFindings: reads("guardduty", "GetFindings", (c) => ({
    detectorId: c.assets.detectorId,
    findingIds: [c.dice.hex(32)],
  })),
  disableDetector: writes("guardduty", "UpdateDetector", (c) => ({
    detectorId: c.assets.detectorId,
    enable: false,
  })),
  enableDetector: writes("guardduty", "UpdateDetector", (c) => ({
    detectorId: c.assets.detectorId,
    enable: true,
    findingPublishingFrequency: "FIFTEEN_MINUTES",
  })),
  hubFindings: reads("securityhub", "GetFindings", () => ({ maxResults: 20 })),
  configStatus: reads("config", "DescribeConfigurationRecorderStatus"),
  configRules: reads("config", "DescribeComplianceByConfigRule"),
  batchConfig: reads("config", "BatchGetResourceConfig"),
  stopRecorder: writes("config", "StopConfigurationRecorder", () => ({
    configurationRecorderName: "default",
  })),
  startRecorder: writes("config", "StartConfigurationRecorder", () => ({
    configurationRecorderName: "default",
  })),
  describeOrganization: reads("organizations", "DescribeOrganization"),
  listAccounts: reads("organizations", "ListAccounts"),

  logGroups: reads("logs", "DescribeLogGroups", () => ({ limit: 50 })),
  logStreams: reads("logs", "DescribeLogStreams", logGroup),
  filterLogs: reads("logs", "FilterLogEvents", logGroup),
  startQuery: writes("logs", "StartQuery", (c) => ({
    ...logGroup(c),
    queryString: "fields @timestamp, @message | limit 50",
  })),
  queryResults: reads("logs", "GetQueryResults", (c) => ({ queryId: c.dice.uuid() })),
  createStream: writes("logs", "CreateLogStream", (c) => ({
    ...logGroup(c),
    logStreamName: `2026/01/05/[$LATEST]${c.dice.hex(32)}`,
  })),
  deleteLogGroup: writes("logs", "DeleteLogGroup", logGroup),
  metricData: reads("monitoring", "GetMetricData"),
  listMetrics: reads("monitoring", "ListMetrics"),
  describeAlarms: reads("monitoring", "DescribeAlarms"),
  putAlarm: writes("monitoring", "PutMetricAlarm", (c) => ({
    alarmName: `high-${c.dice.hex(4)}`,
    threshold: 90,
  })),
  dashboard: reads("monitoring", "GetDashboard", () => ({ dashboardName: "overview" })),

  describeStacks: reads("cloudformation", "DescribeStacks", stack),
  stackEvents: reads("cloudformation", "DescribeStackEvents", stack),
  createChangeSet: writes("cloudformation", "CreateChangeSet", (c) => ({
    ...stack(c),
    changeSetName: `change-${c.dice.hex(8)}`,
    capabilities: ["CAPABILITY_IAM"],
  })),
  executeChangeSet: writes("cloudformation", "ExecuteChangeSet", (c) => ({
    ...stack(c),
    changeSetName: `change-${c.dice.hex(8)}`,
  })),
  describeChangeSet: reads("cloudformation", "DescribeChangeSet", stack),
  describeServices: reads("ecs", "DescribeServices", (c) => ({
    cluster: pick(c, c.assets.clusters),
    services: ["web"],
  })),
  describeTasks: reads("ecs", "DescribeTasks", (c) => ({ cluster: pick(c, c.assets.clusters) })),
  listTasks: reads("ecs", "ListTasks", (c) => ({ cluster: pick(c, c.assets.clusters) })),
  registerTask: writes("ecs", "RegisterTaskDefinition", (c) => ({
    family: pick(c, c.assets.stacks),
    cpu: "512",
    memory: "1024",
  })),
  updateService: writes("ecs", "UpdateService", (c) => ({
    cluster: pick(c, c.assets.clusters),
    service: "web",
    forceNewDeployment: true,
  })),
  describeCluster: reads("eks", "DescribeCluster", (c) => ({ name: pick(c, c.assets.clusters) })),
  imageToken: reads("ecr", "GetAuthorizationToken"),
  describeRepositories: reads("ecr", "DescribeRepositories"),
  pullImage: reads("ecr", "BatchGetImage", repository),
  pullLayer: reads("ecr", "GetDownloadUrlForLayer", repository),
  pushImage: writes("ecr", "PutImage", (c) => ({ ...repository(c), imageTag: c.dice.hex(7) })),
  describeDatabases: reads("rds", "DescribeDBInstances", database),
  describeDbSnapshots: reads("rds", "DescribeDBSnapshots", database),
  createDbSnapshot: writes("rds", "CreateDBSnapshot", (c) => ({
    ...database(c),
    dBSnapshotIdentifier: `snap-${c.dice.hex(6)}`,
  })),
  changeDatabase: writes("rds", "ModifyDBInstance", (c) => ({
    ...database(c),
    applyImmediately: true,
    allowMajorVersionUpgrade: false,
  })),
  describeTable: reads("dynamodb", "DescribeTable", table),
  listTables: reads("dynamodb", "ListTables"),
  updateTable: writes("dynamodb", "UpdateTable", table),
  queueAttributes: reads("sqs", "GetQueueAttributes", queue),
  listQueues: reads("sqs", "ListQueues"),
  listTopics: reads("sns", "ListTopics"),
  topicAttributes: reads("sns", "GetTopicAttributes", (c) => ({
    topicArn: arnOf(c, "sns", pick(c, c.assets.topics)),
  })),
  runAthena: writes("athena", "StartQueryExecution", (c) => ({
    queryString: "***OMITTED***",
    workGroup: "analysts",
    resultConfiguration: { outputLocation: `s3://${c.assets.buckets[0]!.name}/results/` },
  })),
  athenaResults: reads("athena", "GetQueryResults", (c) => ({ queryExecutionId: c.dice.uuid() })),
  athenaStatus: reads("athena", "GetQueryExecution", (c) => ({ queryExecutionId: c.dice.uuid() })),
  glueTables: reads("glue", "GetTables", () => ({ databaseName: "lake" })),
  glueTable: reads("glue", "GetTable", () => ({ databaseName: "lake", name: "orders" })),
  costs: reads("ce", "GetCostAndUsage", () => ({ granularity: "DAILY", metrics: ["UnblendedCost"] })),
  budgets: reads("budgets", "ViewBudget"),
  supportCases: reads("support", "DescribeCases"),
  quotas: reads("servicequotas", "ListServiceQuotas", () => ({ serviceCode: "ec2" })),
  tags: reads("tagging", "GetResources"),
  hostedZones: reads("route53", "ListHostedZones"),
  recordSets: reads("route53", "ListResourceRecordSets", () => ({ hostedZoneId: "Z0123456EXAMPLE" })),
  certificates: reads("acm", "ListCertificates"),
  balancers: reads("elasticloadbalancing", "DescribeLoadBalancers"),
  targetHealth: reads("elasticloadbalancing", "DescribeTargetHealth"),
  scaling: reads("autoscaling", "DescribeAutoScalingGroups"),
  healthEvents: reads("health", "DescribeEventAggregates"),
  sesQuota: reads("ses", "GetSendQuota"),
  sesIdentities: reads("ses", "ListIdentities"),
  listStages: reads("codepipeline", "GetPipelineState", (c) => ({ name: pick(c, c.assets.stacks) })),
  startBuild: writes("codebuild", "StartBuild", (c) => ({ projectName: pick(c, c.assets.stacks) })),
  buildStatus: reads("codebuild", "BatchGetBuilds"),
} as const satisfies Readonly<Record<string, Call>>;

export type CallName = keyof typeof CALLS;

/** Answers that carry credentials: recorded although the call reads. */
export const ANSWERS: Readonly<Partial<Record<CallName, (context: C) => JsonObject>>> = {
  assumeRole: credentials,
  sessionToken: credentials,
  federationToken: credentials,
};

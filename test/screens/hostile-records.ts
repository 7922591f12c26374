/** What an attacker may write where text is free: script, markup, direction marks, invisible characters, length. */
export const HOSTILE = {
  script: '<script>window.hostile = "ran"</script>',
  markup: '<img src=x onerror="window.hostile=1"><b>bold</b>&lt;i&gt;',
  bidi: "user\u202Egnp.exe\u202C\u2066x\u2069\u200B\u0000",
  long: `long-${"w".repeat(10_000)}`,
  template:
    "{{constructor.constructor('window.hostile=1')()}} #{window.hostile=1} javascript:window.hostile=1",
} as const;

const ACCOUNT = "999988887777";

/** Records of people with such names who do what is told of at once: their text is on every page that shows findings. */
export function toHostileFile(at: number): string {
  const records = Object.values(HOSTILE).flatMap((name, index) =>
    ["DeleteTrail", "StopLogging", "CreateUser", "GetObject"].map((action, step) =>
      toRecord({ name, action, id: `hostile-${index}-${step}`, at: at + index * 60_000 + step * 1000 }),
    ),
  );
  return JSON.stringify({ Records: records });
}

interface HostileCall {
  readonly id: string;
  readonly name: string;
  readonly action: string;
  readonly at: number;
}

const SERVICES: Readonly<Record<string, string>> = { CreateUser: "iam", GetObject: "s3" };

function toRecord({ id, name, action, at }: HostileCall): object {
  return {
    eventVersion: "1.08",
    eventID: id,
    eventTime: `${new Date(at).toISOString().slice(0, 19)}Z`,
    eventSource: `${SERVICES[action] ?? "cloudtrail"}.amazonaws.com`,
    eventName: action,
    awsRegion: "eu-central-1",
    sourceIPAddress: "198.51.100.66",
    userAgent: name,
    userIdentity: {
      type: "IAMUser",
      principalId: name,
      arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
      accountId: ACCOUNT,
      userName: name,
      accessKeyId: "AKIAHOSTILE000000000",
    },
    requestParameters: { name, userName: name, bucketName: name, key: name },
    responseElements: null,
    errorMessage: action === "GetObject" ? name : null,
    recipientAccountId: ACCOUNT,
    eventType: "AwsApiCall",
    eventCategory: "Management",
  };
}

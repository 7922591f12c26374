/** Fields of logs and facts as people say them. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["eventName", "call"],
  ["eventSource", "service"],
  ["errorCode", "error"],
  ["errorMessage", "error message"],
  ["sourceIPAddress", "address"],
  ["userAgent", "tool"],
  ["awsRegion", "region"],
  ["recipientAccountId", "account"],
  ["readOnly", "only reads"],
  ["managementEvent", "changes settings"],
  ["eventType", "kind of event"],
  ["userIdentity.type", "kind of identity"],
  ["userIdentity.arn", "identity"],
  ["userIdentity.userName", "user"],
  ["userIdentity.accountId", "account of the identity"],
  ["userIdentity.accessKeyId", "access key"],
  ["userIdentity.invokedBy", "service that asked"],
  ["gait.outcome", "outcome"],
  ["gait.actor.id", "actor"],
  ["gait.actor.type", "kind of actor"],
  ["gait.actor.automated", "actor is a machine"],
  ["gait.resource", "resource"],
  ["*", "anything in the event"],
]);

const ROOTS: readonly (readonly [root: string, of: string])[] = [
  ["requestParameters.", " of the request"],
  ["responseElements.", " of the answer"],
  ["additionalEventData.", " of the details"],
  ["gait.", ""],
];

/** A field in words: `call`, `bucketName of the request`. Its own name where there are none. */
export function toFieldWords(field: string): string {
  const known = WORDS.get(field);
  if (known !== undefined) return known;
  const root = ROOTS.find(([start]) => field.startsWith(start));
  if (root === undefined) return field;
  const name = field.slice(root[0].length);
  return root[1] === "" ? name.replaceAll(".", " ") : `${name}${root[1]}`;
}

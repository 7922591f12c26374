/**
 * Where the name of what holds a thing ends: the bucket of an object; the whole text where nothing holds it.
 * An object is an ARN of S3 with a key: `arn:aws:s3:::bucket/key`.
 */
export function findContainerEnd(resource: string): number {
  if (!resource.startsWith("arn:")) return resource.length;
  const service = resource.indexOf(":", ARN_START.length);
  if (service < 0 || !resource.startsWith(S3_PART, service)) return resource.length;
  const slash = resource.indexOf("/", service + S3_PART.length);
  return slash < 0 ? resource.length : slash;
}

const ARN_START = "arn:";
const S3_PART = ":s3:::";

/** An Amazon Resource Name in its parts: `arn:partition:service:region:account:resource`. */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  /** Account id; empty for global resources such as buckets. May be masked in anonymised logs. */
  readonly account: string;
  /** All that follows the account, slashes and colons included: `role/path/name`, `function:name:3`. */
  readonly resource: string;
}

/** AWS documents 2,048 characters as the longest ARN. */
export const ARN_LENGTH_MAX = 2048;

/** null when the text is no ARN. Masked parts (`arn:aws:iam::****:user/x`) are parts like any other. */
export function parseArn(text: string | null): Arn | null {
  if (text === null || text.length > ARN_LENGTH_MAX || !text.startsWith("arn:")) return null;
  const service = text.indexOf(":", 4);
  const region = service < 0 ? -1 : text.indexOf(":", service + 1);
  const account = region < 0 ? -1 : text.indexOf(":", region + 1);
  const resource = account < 0 ? -1 : text.indexOf(":", account + 1);
  if (resource < 0 || resource + 1 === text.length) return null;
  return {
    partition: text.slice(4, service),
    service: text.slice(service + 1, region),
    region: text.slice(region + 1, account),
    account: text.slice(account + 1, resource),
    resource: text.slice(resource + 1),
  };
}

/** The last part of a resource: the name without its type and path. */
export function resourceName(arn: Arn): string {
  const { resource } = arn;
  const cut = Math.max(resource.lastIndexOf("/"), resource.lastIndexOf(":"));
  return cut + 1 === resource.length ? resource : resource.slice(cut + 1);
}

/** True for 12 digits: the account ids of AWS. */
export const isAccountId = (text: string): boolean => ACCOUNT_ID.test(text);
const ACCOUNT_ID = /^\d{12}$/;

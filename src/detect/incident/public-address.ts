import type { Statement } from "./statement.ts";

/** Services and machines of the cloud call from names and private addresses, which say nothing about who it was. */
const NOT_AN_ADDRESS = /[^0-9a-f.:]/i;
const NOT_PUBLIC = /^(10|127|0|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.|^(::1?$|f[cd]|fe80)/i;

/** The public address of the finding's first event; null: it has none. */
export function toPublicAddress({ first }: Statement): string | null {
  const { address } = first.detail;
  return address === null || NOT_AN_ADDRESS.test(address) || NOT_PUBLIC.test(address) ? null : address;
}

import { type LookupAddress, lookup } from "node:dns";
import type { LookupFunction } from "node:net";
import ipaddr from "ipaddr.js";

/** An address that a webhook may not be sent to. */
export class PrivateAddressError extends Error {
  constructor(address: string) {
    super(`${address} is not a public address`);
    this.name = "PrivateAddressError";
  }
}

/** Public: not of this machine, this network, a cloud's metadata service or any other reserved range. */
export function isPublicAddress(text: string): boolean {
  if (!ipaddr.isValid(text)) return false;
  return ipaddr.process(text).range() === "unicast";
}

/**
 * Looks a name up and refuses it where any of its addresses is not public. The connection uses this very answer, so a
 * name that is answered otherwise a moment later gains nothing.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
    if (error !== null) return callback(error, "", 0);
    const refused = addresses.find(({ address }) => !isPublicAddress(address));
    const [first] = addresses;
    if (refused !== undefined || first === undefined)
      return callback(new PrivateAddressError(refused?.address ?? hostname), "", 0);
    if (options.all === true) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

/** A host written as an address is not looked up. */
export function refusePrivateHost(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (ipaddr.isValid(host) && !isPublicAddress(host)) throw new PrivateAddressError(host);
}

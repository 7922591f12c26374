import { expect, test } from "vitest";
import type { Address } from "../../domain/index.ts";
import { toNetworkText } from "./network.ts";

test.each<[Address["kind"], string | null, string | null]>([
  ["public", "198.51.100.7", "198.51.100.0/24"],
  ["private", "10.1.2.3", "10.1.2.0/24"],
  ["public", "2001:db8:1:2::5", "2001:db8:1::/48"],
  ["public", "2001:db8::5", "2001:db8:0::/48"],
  ["public", "2001:db8:1:2:3:4:5:6", "2001:db8:1::/48"],
  ["private", "::1", "0:0:0::/48"],
  ["reserved", "::", "0:0:0::/48"],
  ["service", "ec2.amazonaws.com", "ec2.amazonaws.com"],
  ["invalid", "253.252.51.07", "253.252.51.07"],
  ["absent", null, null],
])("%s address %s is of network %s", (kind, text, network) => {
  expect(toNetworkText({ kind, text, country: null })).toBe(network);
});

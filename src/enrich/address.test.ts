import { expect, test } from "vitest";
import { ADDRESS_LENGTH_MAX, parseAddress } from "./address.ts";
import { createEnricher } from "./enricher.ts";
import { type GeoReader, openBundledGeo } from "./geo.ts";

const kind = (text: string) => parseAddress(text, null).kind;

test.each([
  ["8.8.8.8", "public"],
  ["2a05:d018::1", "public"],
  ["2002:808:808::1", "public"],
  ["10.1.2.3", "private"],
  ["172.16.0.1", "private"],
  ["192.168.1.1", "private"],
  ["127.0.0.1", "private"],
  ["169.254.169.254", "private"],
  ["100.64.0.1", "private"],
  ["fd00::1", "private"],
  ["fe80::1%eth0", "private"],
  ["::1", "private"],
  ["0.0.0.0", "reserved"],
  ["203.0.113.9", "reserved"],
  ["224.0.0.1", "reserved"],
  ["255.255.255.255", "reserved"],
  ["2001:db8::1", "reserved"],
  ["cloudtrail.amazonaws.com", "service"],
  ["Ec2.Amazonaws.com.cn", "service"],
  ["AWS Internal", "aws-internal"],
  ["253.252.51.07", "invalid"],
  ["08.8.8.8", "invalid"],
  ["8.8.8", "invalid"],
  ["0x8.8.8.8", "invalid"],
  ["134744072", "invalid"],
  ["256.1.1.1", "invalid"],
  ["1.2.3.4, 5.6.7.8", "invalid"],
  ["::ffff:08.8.8.8", "invalid"],
  ["amazonaws.com.evil.example", "invalid"],
  ["<somewhere>", "invalid"],
  ["", "absent"],
  [" ", "absent"],
  ["-", "absent"],
])("%s is %s", (text, expected) => {
  expect(kind(text)).toBe(expected);
});

test("what is absent or of another type says so", () => {
  expect(parseAddress(undefined, null)).toEqual({ kind: "absent", text: null, country: null });
  expect(parseAddress(null, null).kind).toBe("absent");
  expect(parseAddress(42, null)).toEqual({ kind: "invalid", text: "42", country: null });
  expect(parseAddress({ ip: "8.8.8.8" }, null)).toEqual({ kind: "invalid", text: null, country: null });
});

test("spellings of one address are one text", () => {
  expect(parseAddress("2A05:D018:0:0:0:0:0:1", null).text).toBe("2a05:d018::1");
  expect(parseAddress("::ffff:8.8.8.8", null).text).toBe("8.8.8.8");
  expect(parseAddress(" 8.8.8.8 ", null).text).toBe("8.8.8.8");
});

test("public addresses have a country, others never", () => {
  const geo = openBundledGeo();
  expect(parseAddress("8.8.8.8", geo).country).toBe("US");
  expect(parseAddress("::ffff:8.8.8.8", geo).country).toBe("US");
  expect(parseAddress("10.0.0.1", geo).country).toBeNull();
  expect(parseAddress("253.252.51.07", geo).country).toBeNull();
});

test("a database that claims private ranges is not asked", () => {
  const everywhere: GeoReader = {
    databases: [],
    findCountry: () => "SE",
    findPlace: () => null,
    findNetwork: () => null,
  };
  expect(parseAddress("10.0.0.1", everywhere).country).toBeNull();
  expect(parseAddress("8.8.8.8", everywhere).country).toBe("SE");
});

test("a text at the limit is whole, a longer one is cut", () => {
  const text = (length: number) => parseAddress("x".repeat(length), null).text?.length;
  expect([text(ADDRESS_LENGTH_MAX), text(ADDRESS_LENGTH_MAX + 1)]).toEqual([
    ADDRESS_LENGTH_MAX,
    ADDRESS_LENGTH_MAX,
  ]);
});

test("equal texts give the same object", () => {
  const enricher = createEnricher({ geo: null });
  expect(enricher.toAddress(["8.8.8", ".8"].join(""))).toBe(enricher.toAddress("8.8.8.8"));
  expect(enricher.toAddress(null)).toBe(enricher.toAddress(undefined));
});

// table: blocks of addresses by country, from which people, partners and strangers call.
import type { Dice } from "../random.ts";

/** The first two octets of 65,536 addresses. */
export type Block = `${number}.${number}`;

export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** Hours between UTC and its clocks. */
  readonly utcOffset: number;
  /** Access at home and in offices; location databases agree that these are in the country. */
  readonly access: readonly Block[];
  /** Phones, cafés, hotels. */
  readonly mobile: readonly Block[];
}

const country = (code: string, utcOffset: number, blocks: Pick<Country, "access" | "mobile">): Country => ({
  code,
  utcOffset,
  ...blocks,
});

/** Where the offices are, with the share of people who live there. */
export const SITES: readonly (readonly [Country, number])[] = [
  [
    country("DE", 1, {
      access: ["79.194", "79.213", "84.133", "87.149", "91.1", "84.57"],
      mobile: ["79.229", "84.181"],
    }),
    6,
  ],
  [country("GB", 0, { access: ["81.133", "82.5", "86.133", "90.194"], mobile: ["86.21", "82.37"] }), 2],
  [
    country("US", -5, { access: ["71.21", "73.37", "98.21", "71.69", "73.5"], mobile: ["98.37", "71.53"] }),
    3,
  ],
  [country("IN", 5.5, { access: ["117.197", "122.161", "106.51"], mobile: ["49.37", "106.197"] }), 2],
];

/** Where people travel to, and where those live who work for the company from abroad. */
export const ABROAD: readonly Country[] = [
  country("ES", 1, { access: ["83.37", "88.21"], mobile: ["81.34"] }),
  country("FR", 1, { access: ["90.21", "86.213"], mobile: ["92.89"] }),
  country("IT", 1, { access: ["79.21", "151.21"], mobile: ["82.53"] }),
  country("PL", 1, { access: ["83.21", "89.229"], mobile: ["31.61"] }),
  country("NL", 1, { access: ["84.85", "82.73"], mobile: ["77.61"] }),
  country("PT", 0, { access: ["85.245", "2.81"], mobile: ["89.115"] }),
  country("RO", 2, { access: ["79.115", "86.35"], mobile: ["5.13"] }),
  country("TR", 3, { access: ["78.165", "88.229"], mobile: ["85.101"] }),
  country("BR", -3, { access: ["177.53", "189.37"], mobile: ["179.85"] }),
  country("CA", -5, { access: ["70.53", "142.21"], mobile: ["99.213"] }),
  country("SG", 8, { access: ["116.15", "119.74"], mobile: ["119.234"] }),
  country("VN", 7, { access: ["113.165", "14.181"], mobile: ["171.229"] }),
  country("UA", 2, { access: ["178.133", "93.73"], mobile: ["37.53"] }),
];

/** Rented servers: monitoring, partners' services, and whoever pays for one. */
export const HOSTING: readonly Block[] = ["95.216", "116.203", "78.46", "159.65", "138.68", "172.104"];

export const addressIn = (dice: Dice, block: Block): string =>
  `${block}.${dice.between(0, 255)}.${dice.between(1, 254)}`;

const EVERYWHERE: readonly Block[] = [...SITES.map(([site]) => site), ...ABROAD].flatMap(
  ({ access, mobile }) => [...access, ...mobile],
);

/** A public IPv4 address of no country in particular, from the same blocks for everybody. */
export const createAddress = (dice: Dice): string => addressIn(dice, dice.pick(EVERYWHERE));

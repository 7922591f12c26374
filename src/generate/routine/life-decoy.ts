import type { Company } from "../company/company.ts";
import { isWithin, type Life } from "../company/life.ts";
import type { Person } from "../company/person.ts";

/** Days for which a change looks new. */
const NEW_DAYS = 3;
const NEWCOMER_DAYS = 5;

/** Somebody on a day. */
export interface Day {
  readonly company: Company;
  readonly person: Person;
  readonly life: Life | null;
  readonly day: number;
  readonly isInOffice: boolean;
}

/** What looks strange about somebody on a day and is only life; null: nothing. */
export function toLifeDecoy({ company, person, life, day, isInOffice }: Day): string | null {
  const { office, region } = company.upheaval;
  if (life !== null && isWithin(life.trip, day)) return "traveller";
  if (isRecent(life?.tools?.from ?? null, day)) return "new-tools";
  if (isRecent(life?.key?.from ?? null, day)) return "key-rotation";
  if (person.joinsOnDay !== null && day < person.joinsOnDay + NEWCOMER_DAYS) return "newcomer";
  if (person.leavesOnDay !== null && day >= person.leavesOnDay - NEW_DAYS) return "leaver";
  if (isRecent(life?.holiday?.until ?? null, day)) return "back-from-holiday";
  if (isInOffice && office.site === person.country.code && isRecent(office.from, day))
    return "office-network";
  if (region.team === person.team && isRecent(region.from, day)) return "new-region";
  return null;
}

const isRecent = (from: number | null, day: number): boolean =>
  from !== null && day >= from && day < from + NEW_DAYS;

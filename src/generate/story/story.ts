import type { CallContext } from "../call/call.ts";
import type { CallName } from "../call/catalogue.ts";
import type { Assets, Bucket } from "../company/asset.ts";
import type { Company } from "../company/company.ts";
import type { Person } from "../company/person.ts";
import type { LabelledRecord } from "../labelled-record.ts";
import type { Dice } from "../random.ts";
import { toCloudTrailRecord } from "../record/cloudtrail-record.ts";
import type { Caller } from "../record/identity.ts";

/** An attack laid over ordinary days. */
export interface Story {
  readonly name: string;
  /** One sentence: what happens. */
  readonly plot: string;
  tell(stage: Stage): LabelledRecord[];
}

/** What a story plays on. */
export interface Stage {
  readonly company: Company;
  readonly assets: Assets;
  readonly dice: Dice;
  /** Somebody of the company whom the story happens to, or who does it. */
  readonly person: Person;
  readonly startAt: number;
}

/** A scene: calls of one identity from one place. */
export interface Scene {
  readonly story: string;
  readonly caller: Caller;
  readonly address: string;
  readonly userAgent: string;
  readonly region: string;
  readonly bucket: Bucket | null;
  readonly startAt: number;
}

export interface Act {
  readonly tactic: string;
  readonly call: CallName;
  readonly times?: number;
  readonly pauseSeconds?: number;
  readonly given?: CallContext["given"];
  readonly error?: string;
  /** Share of the calls that are refused. */
  readonly deniedShare?: number;
  readonly objectBytes?: number;
}

/** Plays acts one after the other. */
export function play(stage: Stage, scene: Scene, acts: readonly Act[]): LabelledRecord[] {
  const { dice, assets } = stage;
  const records: LabelledRecord[] = [];
  let at = scene.startAt;
  for (const act of acts) {
    for (let i = 0; i < (act.times ?? 1); i++) {
      at += 1000 + Math.ceil(-Math.log(1 - dice.next()) * (act.pauseSeconds ?? 15) * 1000);
      const error = act.error ?? (dice.chance(act.deniedShare ?? 0) ? "AccessDenied" : undefined);
      const record = toCloudTrailRecord(dice, {
        call: act.call,
        at,
        caller: scene.caller,
        origin: { address: scene.address, userAgent: scene.userAgent, region: scene.region },
        assets,
        bucket: scene.bucket,
        objectBytes: act.objectBytes ?? scene.bucket?.objectBytes ?? 500_000,
        given: act.given ?? {},
        ...(error === undefined ? {} : { error }),
      });
      records.push({ at, record, story: scene.story, tactic: act.tactic });
    }
  }
  return records;
}

export const lastAt = (records: readonly LabelledRecord[]): number => records.at(-1)?.at ?? 0;

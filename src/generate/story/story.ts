import type { CallContext } from "../call/call.ts";
import type { CallName } from "../call/catalogue.ts";
import type { Assets, Bucket } from "../company/asset.ts";
import type { Company } from "../company/company.ts";
import type { Person } from "../company/person.ts";
import type { LabelledRecord } from "../labelled-record.ts";
import type { Dice } from "../random.ts";
import { toCloudTrailRecord } from "../record/cloudtrail-record.ts";
import type { Caller } from "../record/identity.ts";
import { TECHNIQUES } from "./technique.ts";

/** Something laid over ordinary days: an attack, or what only looks like one. */
export interface Story {
  readonly name: string;
  /** One sentence: what happens. */
  readonly plot: string;
  /** Days that it takes; as many as there are when there are fewer. */
  readonly days: number;
  /** Whether it can happen to, or be done by, this person. */
  readonly suits: (person: Person) => boolean;
  tell(stage: Stage): LabelledRecord[];
}

/** What a story plays on. */
export interface Stage {
  readonly company: Company;
  readonly assets: Assets;
  readonly dice: Dice;
  /** Somebody of the company whom the story happens to, or who does it. */
  readonly person: Person;
  /** The day on which it begins, counted from the start of the log. */
  readonly day: number;
  /** Midnight UTC of that day. */
  readonly dayAt: number;
  /** When it begins. */
  readonly startAt: number;
  /** Days until the log ends, this one included. */
  readonly daysLeft: number;
}

/** A scene: calls of one identity from one place. */
export interface Scene {
  /** The truth about its records. */
  readonly truth: { readonly kind: "story" | "decoy"; readonly name: string } | { readonly kind: "ordinary" };
  readonly caller: Caller;
  readonly address: string;
  readonly userAgent: string;
  readonly region: string;
  readonly bucket: Bucket | null;
  readonly startAt: number;
}

export interface Act {
  /** Null: it is no attack. */
  readonly tactic: string | null;
  readonly call: CallName;
  readonly times?: number;
  readonly pauseSeconds?: number;
  readonly given?: CallContext["given"];
  readonly error?: string;
  /** Share of the calls that are refused. */
  readonly deniedShare?: number;
  readonly objectBytes?: number;
  /** Instead of the scene's. */
  readonly bucket?: Bucket;
  readonly region?: string;
}

/** Plays acts one after the other. */
export function play(
  stage: Pick<Stage, "dice" | "assets">,
  scene: Scene,
  acts: readonly Act[],
): LabelledRecord[] {
  const { dice, assets } = stage;
  const records: LabelledRecord[] = [];
  let at = scene.startAt;
  for (const act of acts) {
    const bucket = act.bucket ?? scene.bucket;
    for (let i = 0; i < (act.times ?? 1); i++) {
      at += 1000 + Math.ceil(-Math.log(1 - dice.next()) * (act.pauseSeconds ?? 15) * 1000);
      const error = act.error ?? (dice.chance(act.deniedShare ?? 0) ? "AccessDenied" : undefined);
      const record = toCloudTrailRecord(dice, {
        call: act.call,
        at,
        caller: scene.caller,
        origin: {
          address: scene.address,
          userAgent: scene.userAgent,
          region: act.region ?? scene.region,
        },
        assets,
        bucket,
        objectBytes: act.objectBytes ?? bucket?.objectBytes ?? 500_000,
        given: act.given ?? {},
        ...(error === undefined ? {} : { error }),
      });
      records.push({ at, record, ...toTruth(scene, act) });
    }
  }
  return records;
}

function toTruth({ truth }: Scene, act: Act): Omit<LabelledRecord, "at" | "record"> {
  const isAttack = truth.kind === "story";
  return {
    story: isAttack ? truth.name : null,
    tactic: isAttack ? act.tactic : null,
    technique: isAttack ? (TECHNIQUES[act.call] ?? null) : null,
    decoy: truth.kind === "decoy" ? truth.name : null,
  };
}

export const lastAt = (records: readonly LabelledRecord[]): number => records.at(-1)?.at ?? 0;

/** An act of an attack. */
export const act = (tactic: string, call: CallName, rest: Omit<Act, "tactic" | "call"> = {}): Act => ({
  tactic,
  call,
  ...rest,
});

/** An act of somebody who means no harm. */
export const work = (call: CallName, rest: Omit<Act, "tactic" | "call"> = {}): Act => ({
  tactic: null,
  call,
  ...rest,
});

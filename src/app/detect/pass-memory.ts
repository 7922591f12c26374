import type { Detected } from "../../detect/index.ts";
import type { PassProgress } from "../../store/index.ts";
import type { BehaviourResume } from "../behaviour/run-behaviour.ts";

/** From where a run goes on. */
export interface ResumePoint {
  readonly resume: BehaviourResume;
  /** Day on which the models in force were trained; null: none are. */
  readonly modelsDay: number | null;
}

/** Findings of one lens that are kept in memory: of more, each pass reads all. */
export const DETECTED_KEPT_MAX = 5000;

/**
 * What one pass leaves for the next of the same process: the day on which both began, the texts of values, and what was
 * found through each lens, which few passes change. It holds as long as no other process ran a pass meanwhile. One day is
 * kept; the store has the others.
 */
export class PassMemory {
  readonly texts = new KnownTexts();
  #runId: string | null = null;
  #point: ResumePoint | null = null;
  readonly #detected = new Map<string, readonly Detected[]>();

  /** Called before a pass: forgets what another process may have changed. */
  begin({ lastRun, unfinished }: PassProgress): void {
    if (this.#runId === null || lastRun?.id !== this.#runId || unfinished !== null) this.forget();
    // A pass that breaks off leaves nothing that the next could trust.
    this.#runId = null;
  }

  /** Called after a pass that came to its end. */
  end(runId: string): void {
    this.#runId = runId;
  }

  forget(): void {
    this.#point = null;
    this.texts.clear();
    this.#detected.clear();
  }

  /** Null: it is not known what was found through this lens. */
  recallDetected(lens: string): readonly Detected[] | null {
    return this.#detected.get(lens) ?? null;
  }

  keepDetected(lens: string, detected: readonly Detected[]): void {
    if (detected.length <= DETECTED_KEPT_MAX) this.#detected.set(lens, detected);
  }

  /** Something was found, or is found no more. */
  dropDetected(lens: string): void {
    this.#detected.delete(lens);
  }

  /** Null: it is not known how things were at the end of this day. */
  recall(day: number): ResumePoint | null {
    return this.#point?.resume.day === day ? this.#point : null;
  }

  keep(point: ResumePoint): void {
    this.#point = point;
  }
}

/** Texts of value codes, each once. */
export class KnownTexts {
  readonly codes: number[] = [];
  readonly texts: string[] = [];
  readonly #places = new Map<number, number>();

  get isEmpty(): boolean {
    return this.codes.length === 0;
  }

  /** Of two texts with one code the lesser stays. */
  add(code: number, text: string): void {
    const place = this.#places.get(code);
    if (place === undefined) {
      this.#places.set(code, this.codes.length);
      this.codes.push(code);
      this.texts.push(text);
    } else if (text < this.texts[place]!) this.texts[place] = text;
  }

  clear(): void {
    this.codes.length = 0;
    this.texts.length = 0;
    this.#places.clear();
  }
}

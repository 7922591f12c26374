import type { Examined } from "../../cli/doctor.ts";
import { GaitError } from "../../domain/index.ts";

export const ok = (name: string, text: string): Examined => ({ name, state: "ok", text, remedy: null });
export const skipped = (name: string, text: string): Examined => ({
  name,
  state: "skipped",
  text,
  remedy: null,
});
export const warn = (name: string, text: string, remedy: string): Examined => ({
  name,
  state: "warning",
  text,
  remedy,
});
export const failed = (name: string, text: string, remedy: string): Examined => ({
  name,
  state: "failed",
  text,
  remedy,
});

/** A look that throws found something, too. */
export async function look(name: string, work: () => Promise<Examined>): Promise<Examined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof GaitError) return failed(name, error.report.text, error.report.remedy);
    const text = error instanceof Error ? error.message : "an unknown error";
    return failed(name, text, "See whether the text tells why; GAIT_DEBUG=1 prints where it happened.");
  }
}

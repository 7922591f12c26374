import { toCurrentTechnique } from "../../domain/index.ts";
import { CONTROLS, type Control } from "./controls.ts";

export interface Recommended {
  readonly control: Control;
  /** Techniques that were found and against which it helps, with how often, the most frequent first. */
  readonly against: readonly { readonly technique: string; readonly findings: number }[];
  /** Sum of the weights of findings that it would have made harder. */
  readonly weight: number;
}

/** How often a technique was found, and how grave. */
export interface SeenTechnique {
  readonly technique: string;
  readonly findings: number;
  readonly weight: number;
}

const EFFORT_RANK: Readonly<Record<Control["effort"], number>> = { hours: 0, days: 1, weeks: 2 };

/** Controls against what was found, those against the most first; of equals the one that is quicker to have. */
export function recommendControls(seen: readonly SeenTechnique[]): readonly Recommended[] {
  return CONTROLS.map((control) => toRecommended(control, seen))
    .filter(({ against }) => against.length > 0)
    .sort(
      (a, b) =>
        b.weight - a.weight ||
        EFFORT_RANK[a.control.effort] - EFFORT_RANK[b.control.effort] ||
        CONTROLS.indexOf(a.control) - CONTROLS.indexOf(b.control),
    );
}

function toRecommended(control: Control, seen: readonly SeenTechnique[]): Recommended {
  const against = seen.filter(({ technique }) => helpsAgainst(control, technique));
  return {
    control,
    against: against
      .map(({ technique, findings }) => ({ technique, findings }))
      .sort((a, b) => b.findings - a.findings || (a.technique < b.technique ? -1 : 1)),
    weight: against.reduce((sum, { weight }) => sum + weight, 0),
  };
}

function helpsAgainst({ techniques }: Control, technique: string): boolean {
  const current = toCurrentTechnique(technique);
  return techniques.includes(current) || techniques.includes(current.split(".", 1)[0]!);
}

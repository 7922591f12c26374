import type { DetectorKind, Finding } from "../../domain/index.ts";
import { chapterNameOf } from "./chapters.ts";

/**
 * What a finding speaks of. Findings of different aspects are independent views of one thing: that something was done
 * which attackers do, that it was done from elsewhere, that there was more of it than ever, that nothing of it looks
 * like this identity.
 */
export type Aspect = "what" | "where" | "how-much" | "pattern";

const ASPECT_OF_KIND: Readonly<Record<DetectorKind, Aspect>> = {
  rule: "what",
  correlation: "what",
  first_seen: "what",
  travel: "where",
  deviation: "how-much",
  model: "pattern",
};

export function toAspect(finding: Finding): Aspect {
  const aspect = ASPECT_OF_KIND[finding.detector.kind];
  return aspect === "what" && chapterNameOf(finding) === "way-in" ? "where" : aspect;
}

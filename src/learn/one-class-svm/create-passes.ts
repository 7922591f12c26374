import { createPlainPasses, type Passes, type PassProblem } from "./passes.ts";
import { createVectorPasses } from "./vector/vector-passes.ts";

/** Fewer points are solved before machine code has been made. The results are the same, to the last bit. */
const VECTOR_POINTS_MIN = 500;

/** The passes as machine code where the machine has such and the work is worth it, and plain ones elsewhere. */
export const createPasses = (problem: PassProblem): Passes =>
  (problem.points.count < VECTOR_POINTS_MIN ? null : createVectorPasses(problem)) ??
  createPlainPasses(problem);

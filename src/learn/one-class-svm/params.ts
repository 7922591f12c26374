import { checkChoice, checkParameter, fillDefaults } from "../parameter.ts";

export const COMPONENTS_MAX = 8192;
export const DEGREE_MAX = 32;
/** Up to so many rows `auto` solves exactly; the exact work grows with the square of the rows. */
export const EXACT_ROWS_MAX = 10_000;

export interface OneClassSvmParams {
  /**
   * `exact`: LIBSVM's problem, solved by SMO. `approximate`: random Fourier features (rbf) or the columns themselves
   * (linear) and stochastic gradient descent, in time linear in the rows. `auto`: exact up to EXACT_ROWS_MAX rows, and
   * beyond for poly and sigmoid, which have no such features.
   */
  readonly method: "auto" | "exact" | "approximate";
  readonly kernel: "rbf" | "linear" | "poly" | "sigmoid";
  /** A number above 0; `scale`: 1 / (columns x variance of all cells); `auto`: 1 / columns. After encoding. */
  readonly gamma: number | "scale" | "auto";
  readonly degree: number;
  readonly coef0: number;
  /**
   * Upper bound of the share of training rows outside, lower bound of the share of support vectors; above 0, at most 1.
   * 0.5 suits unlabelled history; 0.05 to 0.1 only history that is known to be clean. It is not the alert rate.
   */
  readonly nu: number;
  /** LIBSVM's `eps`: where the exact solver stops. */
  readonly tolerance: number;
  /** Numeric columns to mean 0 and deviation 1 first; without it, wide columns drown the others. */
  readonly standardise: boolean;
  /** Memory for kernel rows while fitting exactly, in bytes; at least two rows are kept. */
  readonly cacheBytesMax: number;
  /** Random Fourier features of the approximation. */
  readonly components: number;
}

export const ONE_CLASS_SVM_DEFAULTS: OneClassSvmParams = {
  method: "auto",
  kernel: "rbf",
  gamma: "scale",
  degree: 3,
  coef0: 0,
  nu: 0.5,
  tolerance: 1e-3,
  standardise: true,
  cacheBytesMax: 200_000_000,
  components: 512,
};

export function resolveOneClassSvm(given: Partial<OneClassSvmParams>): OneClassSvmParams {
  const params = fillDefaults("one-class-svm", ONE_CLASS_SVM_DEFAULTS, given);
  const { kernel, gamma, method } = params;
  checkChoice("method", method, ["auto", "exact", "approximate"]);
  checkChoice("kernel", kernel, ["rbf", "linear", "poly", "sigmoid"]);
  if (typeof gamma !== "string") checkParameter("gamma", gamma, { min: 0, max: 1e300, aboveMin: true });
  else checkChoice("gamma", gamma, ["scale", "auto"]);
  checkParameter("degree", params.degree, { min: 1, max: DEGREE_MAX, integer: true });
  checkParameter("coef0", params.coef0, { min: -1e300, max: 1e300 });
  checkParameter("nu", params.nu, { min: 0, max: 1, aboveMin: true });
  checkParameter("tolerance", params.tolerance, { min: 0, max: 1e300, aboveMin: true });
  checkChoice("standardise", params.standardise, [true, false]);
  checkParameter("cacheBytesMax", params.cacheBytesMax, { min: 0, max: Number.MAX_SAFE_INTEGER });
  checkParameter("components", params.components, { min: 1, max: COMPONENTS_MAX, integer: true });
  if (method === "approximate") checkChoice("kernel", kernel, ["rbf", "linear"]);
  return params;
}

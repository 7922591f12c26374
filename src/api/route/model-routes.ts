import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { driftAnswer, modelAnswer, modelDetailAnswer } from "../answer/model-answer.ts";
import {
  type DriftPort,
  type ModelsPort,
  TRAINING_PRESETS,
  TRAINING_SOURCES,
  type TrainingPort,
} from "../port/model-port.ts";
import { addRoute } from "../route.ts";
import { jobAnswer } from "./job-routes.ts";
import { idParams, instant } from "./list.ts";

const TAG = "models";
/** Rows that a training of the API learns from. */
const ROWS_MAX = 200_000;

export interface ModelParts {
  readonly models: ModelsPort;
  readonly training: TrainingPort;
  readonly drift: DriftPort;
}

/** What judges: which models there are and how good they are, learning new ones, and whether they still fit. */
export function addModelRoutes(app: FastifyInstance, { models, training, drift }: ModelParts): void {
  addRegistryRoutes(app, models);
  addRoute(app, {
    method: "POST",
    url: "/api/v1/training",
    scope: "admin",
    tag: TAG,
    summary: "Learn a model in the background; the job's result names it",
    status: 202,
    body: z.object({
      source: z.enum(TRAINING_SOURCES).default("generated"),
      preset: z.enum(TRAINING_PRESETS).nullish().describe("a published recipe, on a generated log"),
      rows: z.int().min(100).max(ROWS_MAX).default(10_000),
      seed: z
        .int()
        .min(0)
        .max(2 ** 31 - 1)
        .default(42),
      trees: z.int().min(1).max(1000).nullish(),
      contamination: z.number().gt(0).max(0.5).nullish().describe("share of rows called strange"),
      tune: z.boolean().default(false),
      from: instant.nullish().describe("when the history begins"),
      activate: z.boolean().default(true),
    }),
    answer: jobAnswer,
    handle: ({ body, caller }) =>
      training.train({
        source: body.source,
        preset: body.preset ?? null,
        rows: body.rows,
        seed: body.seed,
        trees: body.trees ?? null,
        contamination: body.contamination ?? null,
        isTuned: body.tune,
        from: body.from ?? null,
        isActivated: body.activate,
        by: caller?.name ?? "",
      }),
  });
  addDriftRoutes(app, drift);
}

function addRegistryRoutes(app: FastifyInstance, models: ModelsPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/models",
    scope: "read",
    tag: TAG,
    summary: "Kept models, the newest first",
    isTagged: true,
    answer: z.object({ items: z.array(modelAnswer) }),
    handle: async () => ({ items: await models.list() }),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/models/:id",
    scope: "read",
    tag: TAG,
    summary: "One model with everything that was measured",
    isTagged: true,
    params: idParams,
    answer: modelDetailAnswer,
    handle: ({ params }) => models.find(params.id),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/models/:id/activation",
    scope: "admin",
    tag: TAG,
    summary: "Use this model from now on",
    params: idParams,
    answer: modelAnswer,
    handle: ({ params }) => models.activate(params.id),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/models/rollback",
    scope: "admin",
    tag: TAG,
    summary: "Use again what was used before, of one name",
    body: z.object({ name: z.string().min(1).max(200) }),
    answer: modelAnswer,
    handle: ({ body }) => models.rollBack(body.name),
  });
}

function addDriftRoutes(app: FastifyInstance, drift: DriftPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/drift",
    scope: "read",
    tag: TAG,
    summary: "Whether recent events still look like those that the models learned from, as last checked",
    answer: driftAnswer,
    handle: () => drift.read(),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/drift",
    scope: "triage",
    tag: TAG,
    summary: "Check anew in the background",
    status: 202,
    body: z.object({ days: z.int().min(1).max(90).default(7) }).nullish(),
    answer: jobAnswer,
    handle: ({ body, caller }) => drift.check({ days: body?.days ?? 7, by: caller?.name ?? "" }),
  });
}

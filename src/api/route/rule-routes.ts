import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { ENTITY_TYPES, isJsonObject, type JsonObject, toError } from "../../domain/index.ts";
import {
  rule,
  ruleCheck,
  ruleDetail,
  ruleExport,
  ruleImport,
  ruleOutcome,
  ruleTest,
  ruleTrial,
  ruleVersion,
} from "../answer/rule-answer.ts";
import type { RuleSubject, RulesPort } from "../port/rule-port.ts";
import { API_PROBLEMS } from "../problems.ts";
import { addRoute } from "../route.ts";
import { callerName } from "./alert-routes.ts";
import { exception } from "./exception-routes.ts";
import { jobAnswer } from "./job-routes.ts";
import { idParams, instant, text } from "./list.ts";

const TAG = "rules";
/** Bytes of a request that brings texts of rules: their characters, and what JSON makes of them. */
const TEXT_BYTES_MAX = 2 * 1024 * 1024;
const TEXT_CHARS_MAX = 400_000;
/** Records that are tested at once. */
const RECORDS_MAX = 100;
const DAYS_MAX = 365;
const NOTE_CHARS_MAX = 1000;

const yaml = z.string().max(TEXT_CHARS_MAX);
const note = z.string().max(NOTE_CHARS_MAX).nullish().describe("why, for the versions");
const days = z.int().min(1).max(DAYS_MAX).default(30);
const subject = {
  id: text.nullish().describe("of a rule that is there; or a text"),
  text: yaml.nullish().describe("a rule in YAML that is not kept"),
};

/** Detection rules: what they look for, what they would find, and those that people bring. */
export function addRuleRoutes(app: FastifyInstance, rules: RulesPort): void {
  addReadRoutes(app, rules);
  addHistoryRoutes(app, rules);
  addTryRoutes(app, rules);
  addChangeRoutes(app, rules);
  addVersionRoutes(app, rules);
  addRoute(app, {
    method: "POST",
    url: "/api/v1/rules/:id/exceptions",
    scope: "triage",
    tag: TAG,
    summary: "Leave something out of what a rule finds, from now on and of what it found",
    status: 201,
    params: idParams,
    body: z.object({
      entity: z
        .object({ type: z.enum(ENTITY_TYPES), id: text })
        .nullish()
        .describe("null: whatever it is about"),
      actor: text.nullish().describe("an actor's id; null: whoever did it"),
      reason: z.string().min(1).max(NOTE_CHARS_MAX),
      until: instant.nullish().describe("findings from then on are not covered; null: until it is ended"),
    }),
    answer: exception,
    handle: ({ params, body, caller }) =>
      rules.addException({
        rule: params.id,
        entity: body.entity ?? null,
        actor: body.actor ?? null,
        reason: body.reason,
        until: body.until ?? null,
        by: callerName(caller),
      }),
  });
}

function addReadRoutes(app: FastifyInstance, rules: RulesPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/rules",
    scope: "read",
    tag: TAG,
    summary: "Every detector: rules, correlations, behaviour; Gait's and people's own",
    isTagged: true,
    answer: z.object({ items: z.array(rule) }),
    handle: async () => ({ items: await rules.list() }),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/rules/:id",
    scope: "read",
    tag: TAG,
    summary: "One detector: what it looks for in words, what else it may be, what to do, and its text",
    isTagged: true,
    params: idParams,
    answer: ruleDetail,
    handle: ({ params }) => rules.find(params.id),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/rules/:id/outcome",
    scope: "read",
    tag: TAG,
    summary: "What a detector found in the last days that have events, how noisy it is, and what people said",
    params: idParams,
    query: z.object({ days: z.coerce.number().int().min(1).max(DAYS_MAX).default(30) }),
    answer: ruleOutcome,
    handle: ({ params, query }) => rules.readOutcome(params.id, query.days),
  });
}

/** What became of rules, and their texts. */
function addHistoryRoutes(app: FastifyInstance, rules: RulesPort): void {
  addRoute(app, {
    method: "GET",
    url: "/api/v1/rules/:id/versions",
    scope: "read",
    tag: TAG,
    summary: "What was changed of a rule, when and by whom, the latest first; none: nothing ever was",
    params: idParams,
    answer: z.object({ items: z.array(ruleVersion) }),
    handle: async ({ params }) => ({ items: await rules.listVersions(params.id) }),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/rules/export",
    scope: "read",
    tag: TAG,
    summary: "People's own rules as one YAML text: all, or one",
    query: z.object({ id: text.optional() }),
    answer: ruleExport,
    handle: ({ query }) => rules.export(query.id ?? null),
  });
  addRoute(app, {
    method: "GET",
    url: "/api/v1/rules/trials/:id",
    scope: "read",
    tag: TAG,
    summary: "A trial by its job's id: how far it is, or what the rule would have found",
    params: idParams,
    answer: ruleTrial,
    handle: ({ params }) => rules.findTrial(params.id),
  });
}

function addTryRoutes(app: FastifyInstance, rules: RulesPort): void {
  addRoute(app, {
    method: "POST",
    url: "/api/v1/rules/check",
    scope: "triage",
    tag: TAG,
    summary: "Read a text of rules: which they are, and every problem with line and column; nothing is kept",
    bodyBytesMax: TEXT_BYTES_MAX,
    body: z.object({ text: yaml }),
    answer: ruleCheck,
    handle: ({ body }) => rules.check(body.text),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/rules/test",
    scope: "triage",
    tag: TAG,
    summary:
      "Send events past a rule: which match, and which conditions fail; without events its own examples",
    bodyBytesMax: TEXT_BYTES_MAX,
    body: z.object({
      ...subject,
      records: z
        .array(z.record(z.string(), z.unknown()))
        .min(1)
        .max(RECORDS_MAX)
        .nullish()
        .describe("as their log writes them; null: the rule's own examples"),
    }),
    answer: ruleTest,
    handle: ({ body }) =>
      rules.test({ subject: toSubject(body), records: body.records?.map(toRecord) ?? null }),
  });
  addRoute(app, {
    method: "POST",
    url: "/api/v1/rules/trials",
    scope: "triage",
    tag: TAG,
    summary: "Try a rule on what is stored, in the background: how often it would have fired, and for whom",
    status: 202,
    bodyBytesMax: TEXT_BYTES_MAX,
    body: z.object({ ...subject, days }),
    answer: jobAnswer,
    handle: ({ body, caller }) =>
      rules.startTrial({ subject: toSubject(body), days: body.days, by: callerName(caller) }),
  });
}

function addChangeRoutes(app: FastifyInstance, rules: RulesPort): void {
  addRoute(app, {
    method: "POST",
    url: "/api/v1/rules",
    scope: "admin",
    tag: TAG,
    summary: "Keep own rules, all of a text or none; one whose id is there becomes its next version",
    status: 201,
    bodyBytesMax: TEXT_BYTES_MAX,
    body: z.object({
      text: yaml,
      enabled: z.boolean().default(false).describe("of new ones: look with them from now on"),
      note,
    }),
    answer: ruleImport,
    handle: ({ body, caller }) =>
      rules.import({
        text: body.text,
        isEnabled: body.enabled,
        note: body.note ?? null,
        by: callerName(caller),
      }),
  });
  addRoute(app, {
    method: "PATCH",
    url: "/api/v1/rules/:id",
    scope: "admin",
    tag: TAG,
    summary: "Switch a rule on or off; the next pass looks anew",
    params: idParams,
    body: z.object({ enabled: z.boolean(), note }),
    answer: rule,
    handle: ({ params, body, caller }) =>
      rules.switch({
        id: params.id,
        isEnabled: body.enabled,
        note: body.note ?? null,
        by: callerName(caller),
      }),
  });
}

/** Back to an older text, and away with it. */
function addVersionRoutes(app: FastifyInstance, rules: RulesPort): void {
  addRoute(app, {
    method: "POST",
    url: "/api/v1/rules/:id/rollback",
    scope: "admin",
    tag: TAG,
    summary: "Make the text of an older version of an own rule its latest",
    params: idParams,
    body: z.object({ version: z.int().min(1) }),
    answer: rule,
    handle: ({ params, body, caller }) =>
      rules.rollBack({ id: params.id, version: body.version, by: callerName(caller) }),
  });
  addRoute(app, {
    method: "DELETE",
    url: "/api/v1/rules/:id",
    scope: "admin",
    tag: TAG,
    summary: "Take an own rule away; its versions are kept",
    params: idParams,
    answer: rule,
    handle: ({ params, caller }) => rules.remove({ id: params.id, by: callerName(caller) }),
  });
}

interface SubjectBody {
  readonly id?: string | null | undefined;
  readonly text?: string | null | undefined;
}

/** Throws API_REQUEST. */
function toSubject({ id, text: yamlText }: SubjectBody): RuleSubject {
  if (id != null && yamlText == null) return { kind: "rule", id };
  if (yamlText != null && id == null) return { kind: "text", text: yamlText };
  throw toError(API_PROBLEMS, "API_REQUEST", { reason: "it names a rule by `id` or brings one as `text`" });
}

/** Throws API_REQUEST. */
function toRecord(record: unknown): JsonObject {
  if (isJsonObject(record)) return record;
  throw toError(API_PROBLEMS, "API_REQUEST", { reason: "a record is no JSON object" });
}

import type { ActionClass } from "../../domain/index.ts";
import type { Part } from "../answer/answer.ts";
import { countOf, listOf, tell, toColumns, value, words } from "../answer/draft.ts";
import { type Activity, lookAtActivity } from "../look/activity.ts";
import { citeActor } from "../look/facts.ts";
import { type Answerer, type Asked, during, periodOf, tellFinding, use } from "./asked.ts";
import { nameCountry } from "./read-country.ts";

const SHOWN = 8;

const CLASS_NOUNS: Readonly<Record<ActionClass, string>> = {
  download: "download",
  upload: "upload",
  login: "login",
  logout: "logout",
  delete: "deletion",
  view: "reading call",
  admin: "administrative call",
};

/** Who did something: the events themselves, whether anything was found in them or not. */
export const answerActivity: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const { actor, region, country, service, action, actionClass, address } = slots;
  const done = use(
    asked,
    await lookAtActivity(queries, {
      period: periodOf(asked),
      limit: slots.limit ?? SHOWN,
      ...(actor === null ? {} : { actor: actor.id }),
      ...(region === null ? {} : { region }),
      ...(country === null ? {} : { country }),
      ...(service === null ? {} : { service }),
      ...(action === null ? {} : { action }),
      ...(actionClass === null ? {} : { actionClass }),
      ...(address === null ? {} : { address }),
    }),
  );
  const noun = actionClass === null ? "event" : CLASS_NOUNS[actionClass];
  const where = [...tellWhere(asked), ...during(asked)];
  if (done.events === 0) {
    draft.paragraph([
      ...tell`No ${noun}`,
      ...where,
      ...tell`: as far as the logs that were read say, nobody did it.`,
    ]);
    draft.suggest("What was not looked at?", "Which users pose the highest risk?");
    return;
  }
  draft.paragraph([
    ...tell`${countOf(done.events, noun)}`,
    ...where,
    ...tell`, by ${countOf(done.people, "identity", "identities")}; ${done.failures} denied or failed.`,
  ]);
  tellWho(asked, done);
  draft.show(
    "actor",
    done.actors.map(({ value: id }) => ({ id })),
  );
  draft.suggest(`Investigate ${done.actors[0]!.name}`, "Why?", "Which users pose the highest risk?");
};

/** What the events have in common, in words. */
function tellWhere({ slots }: Asked): readonly Part[] {
  const { actor, region, country, service, action, address } = slots;
  return [
    ...(action === null ? [] : tell` of the action ${value(action)}`),
    ...(service === null ? [] : tell` of the service ${value(service)}`),
    ...(actor === null ? [] : tell` of ${value(actor.name)}`),
    ...(region === null ? [] : tell` in ${value(region)}`),
    ...(country === null ? [] : tell` from ${nameCountry(country)}`),
    ...(address === null ? [] : tell` from ${value(address)}`),
  ];
}

function tellWho(asked: Asked, done: Activity): void {
  const { draft, slots } = asked;
  draft.points(
    done.actors.map((actor) => [
      value(actor.name),
      draft.cite("actor", actor.value, actor.name),
      ...tell`: ${countOf(actor.events, "event")}`,
      ...(actor.failures === 0 ? [] : tell`, ${actor.failures} denied or failed`),
    ]),
    true,
  );
  if (done.people > done.actors.length)
    draft.note(`${done.actors.length} of ${done.people} identities are shown, the busiest first.`);
  if (slots.action === null)
    draft.paragraph([
      words("What was called: "),
      ...listOf(done.actions.map(({ name, events }) => tell`${value(name)} (${events})`)),
      words("."),
    ]);
  draft.paragraph(
    done.findings === 0
      ? tell`Nothing was found in any of these events.`
      : tell`${countOf(done.findings, "finding")} ${done.findings === 1 ? "stands" : "stand"} on events like these. The worst:`,
  );
  draft.points(done.worst.map((finding) => tellFinding(asked, finding)));
  draft.table({
    title: "Who did it",
    columns: toColumns({ identity: "text", events: "number", "denied or failed": "number" }),
    rows: done.actors.map((actor) => ({
      cells: [actor.name, actor.events, actor.failures],
      link: citeActor({ id: actor.value, name: actor.name }).link,
    })),
  });
}

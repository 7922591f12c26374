import type { Part } from "../answer/answer.ts";
import { countOf, type Draft, formatNumber, listOf, strong, tell, value, words } from "../answer/draft.ts";
import {
  lookAtPlace,
  lookAtPlaces,
  type PlaceDetail,
  type PlaceKind,
  type PlaceThreat,
} from "../look/places.ts";
import { type Answerer, type Asked, during, periodOf, tellFinding, tellSeverities, use } from "./asked.ts";
import { nameCountry } from "./read-country.ts";

const SHOWN = 8;
const nameOf = (by: PlaceKind, place: string): string => (by === "country" ? nameCountry(place) : place);

const answerPlaces =
  (by: PlaceKind): Answerer =>
  async (asked) => {
    const { queries, slots, draft } = asked;
    const { places, total, nowhere } = use(
      asked,
      await lookAtPlaces(queries, { by, period: periodOf(asked), limit: slots.limit ?? SHOWN }),
    );
    const noun = by === "region" ? countOf(total, "region") : countOf(total, "country", "countries");
    const first = places[0];
    if (first === undefined) {
      draft.paragraph([...tell`No event names a ${by}`, ...during(asked), words(".")]);
      draft.suggest("What was not looked at?");
      return;
    }
    draft.paragraph(tellFirst(asked, { by, noun, first }));
    draft.points(
      places.filter(({ findings }) => findings > 0).map((place) => tellPlace(by, place)),
      true,
    );
    draft.note(
      "Threat adds up findings by severity (critical 16, high 8, medium 4, low 1) and score; a finding counts wherever its evidence comes from.",
    );
    if (nowhere > 0) draft.note(`${nowhere.toLocaleString("en")} events name no ${by}.`);
    drawPlaces(draft, by, places);
    draft.suggest(
      by === "region"
        ? `Explain the threats from ${first.value}`
        : `What comes from ${nameCountry(first.value).replace(/ \(.*$/, "")}?`,
      by === "region"
        ? "Which countries show the highest threat levels?"
        : "What regions show the highest threat levels?",
      "Which users pose the highest risk?",
    );
  };

interface FirstPlace {
  readonly by: PlaceKind;
  readonly noun: Part;
  readonly first: PlaceThreat;
}

function tellFirst(asked: Asked, { by, noun, first }: FirstPlace): readonly Part[] {
  if (first.findings === 0)
    return [...tell`Events name ${noun}`, ...during(asked), ...tell`, and nothing was found in any of them.`];
  return [
    ...tell`Of ${noun} `,
    value(nameOf(by, first.value)),
    ...tell` has the highest threat`,
    ...during(asked),
    ...tell`: ${countOf(first.findings, "finding")} (${tellSeverities(first.bySeverity)}), threat ${strong(formatNumber(round(first.threat)))}.`,
  ];
}

/** All places in a table, and their threat as a picture. */
function drawPlaces(draft: Draft, by: PlaceKind, places: readonly PlaceThreat[]): void {
  draft.table({
    title: by === "region" ? "Regions by threat" : "Countries by threat",
    columns: [
      { name: by, kind: "text" },
      { name: "threat", kind: "number" },
      { name: "worst", kind: "severity" },
      { name: "findings", kind: "number" },
      { name: "per 1,000 events", kind: "number" },
      { name: "events", kind: "number" },
      { name: "identities", kind: "number" },
    ],
    rows: places.map((place) => ({
      cells: [
        nameOf(by, place.value),
        round(place.threat),
        place.worst,
        place.findings,
        round(place.perThousand),
        place.events,
        place.actors,
      ],
      link: null,
    })),
  });
  draft.chart({
    title: by === "region" ? "Threat by region" : "Threat by country",
    unit: "threat",
    points: places.map((place) => ({ label: nameOf(by, place.value), value: round(place.threat) })),
    marked: nameOf(by, places[0]?.value ?? ""),
  });
}

export const answerRegions = answerPlaces("region");
export const answerCountries = answerPlaces("country");

const round = (amount: number): number => Math.round(amount * 10) / 10;

const tellPlace = (by: PlaceKind, place: PlaceThreat): readonly Part[] => [
  value(nameOf(by, place.value)),
  ...tell`: threat ${round(place.threat)}, ${countOf(place.findings, "finding")} (${tellSeverities(place.bySeverity)}), ${round(place.perThousand)} per 1,000 of ${countOf(place.events, "event")}`,
];

/** What, who and how, each in a line. */
const tellDetail = (draft: Draft, detail: PlaceDetail): readonly (readonly Part[])[] => [
  ...(detail.detectors.length === 0
    ? []
    : [
        [
          words("What is found there most: "),
          ...listOf(detail.detectors.map(({ value: title, count }) => tell`${title} (${count})`)),
        ],
      ]),
  ...(detail.people.length === 0
    ? []
    : [
        [
          words("Who is behind it: "),
          ...listOf(
            detail.people.map(({ actor, findings }) => [
              value(actor.name),
              draft.cite("actor", actor.id, actor.name),
              ...tell` (${findings})`,
            ]),
          ),
        ],
      ]),
  [
    words("What is done there most: "),
    ...listOf(detail.actions.map((action) => tell`${value(action.value ?? "")} (${action.events})`)),
  ],
];

/** What comes from one place. */
export const answerPlace: Answerer = async (asked) => {
  const { queries, slots, draft } = asked;
  const by: PlaceKind = slots.region !== null ? "region" : "country";
  const place = slots.region ?? slots.country ?? "";
  const name = nameOf(by, place);
  const facts = await lookAtPlace(queries, { by, value: place, period: periodOf(asked) });
  if (facts === null) return tellNowhere(asked, by, name);
  const detail = use(asked, facts);
  draft.paragraph([
    value(name),
    ...tell` is number ${detail.rank} of ${detail.places} by threat`,
    ...during(asked),
    ...tell`: ${countOf(detail.findings, "finding")} (${tellSeverities(detail.bySeverity)}) on ${countOf(detail.events, "event")} of ${countOf(detail.actors, "identity", "identities")}, ${round(detail.perThousand)} findings per 1,000 events.`,
  ]);
  draft.points(tellDetail(draft, detail));
  if (detail.worstFindings.length > 0) {
    draft.heading("The worst");
    draft.points(
      detail.worstFindings.map((finding) => tellFinding(asked, finding)),
      true,
    );
  }
  draft.bars(
    `Findings in ${name} by detector`,
    "findings",
    detail.detectors.map(({ value: label, count }) => ({ label, value: count })),
  );
  draft.show("finding", detail.worstFindings);
  const who = detail.people[0]?.actor.name;
  draft.suggest(
    ...(who === undefined ? [] : [`Investigate ${who}`]),
    "Why?",
    by === "region"
      ? "What regions show the highest threat levels?"
      : "Which countries show the highest threat levels?",
  );
};

/** Nothing came from there: that is told with where things do come from. */
async function tellNowhere(asked: Asked, by: PlaceKind, name: string): Promise<void> {
  const { queries, draft } = asked;
  const { places, total } = use(
    asked,
    await lookAtPlaces(queries, { by, period: periodOf(asked), limit: SHOWN }),
  );
  draft.paragraph([
    ...tell`No event`,
    ...during(asked),
    ...tell` comes from `,
    value(name),
    ...tell`: there is no threat to explain. The data name ${by === "region" ? countOf(total, "region") : countOf(total, "country", "countries")}`,
    ...(places.length === 0
      ? []
      : [words(": "), ...listOf(places.map((place) => value(nameOf(by, place.value))))]),
    words("."),
  ]);
  draft.suggest(
    by === "region"
      ? "What regions show the highest threat levels?"
      : "Which countries show the highest threat levels?",
  );
}

import { expect, test } from "vitest";
import { readStory } from "./story.ts";

test("a summary is read in chapters, and nothing of it is lost", () => {
  const summary =
    "ann from 2 addresses (India, Germany), 2026-11-06 09:32 UTC, over 7 hours. Came in: acted from 84.1.1.1 (DE; new) 19 minutes after 1.1.1.1; acted from IN. Took or destroyed: data read (4.4 GB).";
  expect(readStory(summary)).toEqual({
    opening: "ann from 2 addresses (India, Germany), 2026-11-06 09:32 UTC, over 7 hours",
    chapters: [
      { head: "Came in", deeds: ["acted from 84.1.1.1 (DE; new) 19 minutes after 1.1.1.1", "acted from IN"] },
      { head: "Took or destroyed", deeds: ["data read (4.4 GB)"] },
    ],
  });
  expect(readStory("ann. Came in: login, and out of the ordinary: odd. Changed: x.").chapters).toEqual([
    { head: "Came in", deeds: ["login"] },
    { head: "Out of the ordinary", deeds: ["odd"] },
    { head: "Changed", deeds: ["x"] },
  ]);
  expect(readStory("something else. Nothing: of ours.")).toEqual({
    opening: "something else. Nothing: of ours.",
    chapters: [],
  });
});

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { GeneratePort, GenerateRequest } from "../../cli/generate-port.ts";
import { toError } from "../../domain/index.ts";
import { GENERATE_PROBLEMS, generateCloudTrail, STORIES, writeS3Layout } from "../../generate/index.ts";
import { TABLE_STORIES, writeGeneratedTable } from "./generate-table.ts";

/** Records that a person and the machines make on an average day, for the days that a size needs. */
const RECORDS_PER_PERSON_DAY = 58;
const RECORDS_OF_MACHINES_PER_DAY = 2100;

export const GENERATE_PORT: GeneratePort = {
  storyNames: async (kind) =>
    kind === "cloudtrail" ? STORIES.map((story) => story.name) : TABLE_STORIES[kind],
  generateTable: writeGeneratedTable,
  async generateCloudTrail(request, onProgress) {
    if (existsSync(join(request.out, "AWSLogs"))) {
      throw toError(GENERATE_PROBLEMS, "GENERATE_FOLDER_IN_USE", { folder: request.out });
    }
    const days = request.days ?? toDays(request);
    return writeS3Layout(
      generateCloudTrail({
        seed: request.seed,
        people: request.people,
        days,
        startAt: request.startAt,
        stories: request.stories,
      }),
      {
        folder: request.out,
        seed: request.seed,
        minutesPerFile: request.minutesPerFile,
        recordsMax: request.size,
        onProgress,
      },
    );
  },
};

/** Enough days for the size, weekends included, with some to spare: writing stops at the size. */
function toDays({ size, people }: GenerateRequest): number {
  const perDay = people * RECORDS_PER_PERSON_DAY * (5 / 7) + RECORDS_OF_MACHINES_PER_DAY;
  return Math.ceil((1.3 * (size ?? 0)) / perDay) + 3;
}

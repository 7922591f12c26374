import { cleanText } from "../clean-text.ts";
import type { AssistantQueries } from "../port.ts";

export interface QuestionGroup {
  readonly group: string;
  readonly questions: readonly string[];
}

/** The fifteen questions that people begin with, by what they are about. */
export const SAMPLE_QUESTIONS: readonly { readonly group: string; readonly questions: readonly string[] }[] =
  [
    {
      group: "At a glance",
      questions: [
        "Analyze recent anomalies in the last 24 hours",
        "Who are the most suspicious users?",
        "What regions show the highest threat levels?",
      ],
    },
    {
      group: "The whole picture",
      questions: [
        "Summarize the current security posture",
        "What are the main security concerns right now?",
        "Analyze trends over the last week",
      ],
    },
    {
      group: "People",
      questions: [
        "Investigate user_15's recent activities",
        "Which users pose the highest risk?",
        "Show me users with unusual behavior patterns",
      ],
    },
    {
      group: "Threats",
      questions: [
        "Explain the threats from cn-north-1 region",
        "What's causing the spike in anomalies at 3 AM?",
        "Analyze download patterns for data exfiltration",
      ],
    },
    {
      group: "What to do",
      questions: [
        "What security controls should we implement?",
        "Recommend investigation priorities",
        "Suggest remediation steps for high-risk users",
      ],
    },
  ];

const SAMPLE_USER = "user_15";
const SAMPLE_REGION = "cn-north-1";

/** The same about somebody and somewhere that the data know. */
export async function listSampleQuestions(queries: AssistantQueries): Promise<readonly QuestionGroup[]> {
  const { events } = await queries.readSpan();
  if (events === 0) return SAMPLE_QUESTIONS;
  const isKnown = (await queries.searchActors(SAMPLE_USER, 1)).some(({ name }) => name === SAMPLE_USER);
  const user = isKnown ? SAMPLE_USER : (await queries.rankActors({ limit: 1, at: null })).actors[0]?.name;
  const { regions } = await queries.readVocabulary();
  const region = regions.includes(SAMPLE_REGION) ? SAMPLE_REGION : regions[0];
  const put = (question: string): string =>
    question
      .replace(SAMPLE_USER, () => cleanText(user ?? SAMPLE_USER, 60))
      .replace(SAMPLE_REGION, () => cleanText(region ?? SAMPLE_REGION, 60));
  return SAMPLE_QUESTIONS.map(({ group, questions }) => ({ group, questions: questions.map(put) }));
}

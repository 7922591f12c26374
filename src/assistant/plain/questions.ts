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

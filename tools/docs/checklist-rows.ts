export interface ChecklistRow {
  readonly id: string;
  readonly group: string;
  readonly what: string;
  /** What of it is still to come, whatever its tests show. */
  readonly waits?: string;
}

/** What Gait is meant to do, a row for each capability. A test shows a row by naming its id. */
export const CHECKLIST_ROWS: readonly ChecklistRow[] = [
  { id: "S0-01", group: "Upload logs", what: "Read an upload log as CSV, its timestamps as instants" },
  { id: "S0-02", group: "Upload logs", what: "The same log as a table that SQL can query" },
  {
    id: "S0-03",
    group: "Upload logs",
    what: "Per upload, the sum of the window that begins with it, both ends included; over a threshold; both are parameters",
  },
  { id: "S0-04", group: "Upload logs", what: "Rows of user, window, bytes and services, printed as a table" },
  {
    id: "S0-05",
    group: "Upload logs",
    what: "Scatter chart of window totals over time, 12 by 6, titled and labelled",
  },
  { id: "S0-06", group: "Upload logs", what: "By SQL: the window that ends with each upload" },
  {
    id: "S0-07",
    group: "Upload logs",
    what: "By SQL: many services and many bytes within an hour of the clock",
  },
  { id: "S0-08", group: "Upload logs", what: "By SQL: a day against the user's own mean and deviation" },
  { id: "S0-09", group: "Upload logs", what: "Several services for one user, in every rule" },
  {
    id: "S1-01",
    group: "Live scoring, explanation and service",
    what: "Score one action as it happens, with its confidence",
  },
  { id: "S1-02", group: "Live scoring, explanation and service", what: "Score a batch of history" },
  { id: "S1-03", group: "Live scoring, explanation and service", what: "Explain a score by SHAP" },
  { id: "S1-04", group: "Live scoring, explanation and service", what: "Explain a score by LIME" },
  { id: "S1-05", group: "Live scoring, explanation and service", what: "Explain a score in plain words" },
  { id: "S1-06", group: "Live scoring, explanation and service", what: "Write an explanation as a report" },
  { id: "S1-07", group: "Live scoring, explanation and service", what: "Mail people about severe findings" },
  {
    id: "S1-08",
    group: "Live scoring, explanation and service",
    what: "Notice drift of data and decay of models",
  },
  {
    id: "S1-09",
    group: "Live scoring, explanation and service",
    what: "Follow performance by metrics and statistics",
  },
  { id: "S1-10", group: "Live scoring, explanation and service", what: "Web dashboard" },
  { id: "S1-11", group: "Live scoring, explanation and service", what: "REST API" },
  {
    id: "S1-12",
    group: "Live scoring, explanation and service",
    what: "Random forest with its preprocessing, kept as files, loaded once, missing ones said",
  },
  {
    id: "S1-13",
    group: "Live scoring, explanation and service",
    what: "Train anew: generate, fit, tune, save, evaluate, plot",
  },
  {
    id: "S1-14",
    group: "Live scoring, explanation and service",
    what: "Set up tables and sample data by one command; database by address; back up by copying",
  },
  {
    id: "S1-15",
    group: "Live scoring, explanation and service",
    what: "Settings from the environment or a file: keys, threshold, mail",
  },
  {
    id: "S1-16",
    group: "Live scoring, explanation and service",
    what: "Make keys; insist on changed ones in production",
  },
  { id: "S1-17", group: "Live scoring, explanation and service", what: "Page with the overview" },
  {
    id: "S1-18",
    group: "Live scoring, explanation and service",
    what: "Page that scores one event and explains it",
  },
  {
    id: "S1-19",
    group: "Live scoring, explanation and service",
    what: "Page that scores an uploaded CSV and gives the results back",
  },
  {
    id: "S1-20",
    group: "Live scoring, explanation and service",
    what: "Page with system statistics, alerts and metrics",
  },
  { id: "S1-21", group: "Live scoring, explanation and service", what: "Health check without a key" },
  { id: "S1-22", group: "Live scoring, explanation and service", what: "API: score one event" },
  { id: "S1-23", group: "Live scoring, explanation and service", what: "API: score a batch" },
  { id: "S1-24", group: "Live scoring, explanation and service", what: "API: describe the model" },
  { id: "S1-25", group: "Live scoring, explanation and service", what: "API: metrics of a time window" },
  { id: "S1-26", group: "Live scoring, explanation and service", what: "API: statistics of some days" },
  {
    id: "S1-27",
    group: "Live scoring, explanation and service",
    what: "API key in a header, 401 without one",
  },
  {
    id: "S1-28",
    group: "Live scoring, explanation and service",
    what: "Every input checked against a schema",
  },
  { id: "S1-29", group: "Live scoring, explanation and service", what: "Limit the rate of requests" },
  {
    id: "S1-30",
    group: "Live scoring, explanation and service",
    what: "Required fields of an action, seven action types",
  },
  { id: "S1-31", group: "Live scoring, explanation and service", what: "Optional fields of an action" },
  {
    id: "S1-32",
    group: "Live scoring, explanation and service",
    what: "The answer's shape, with all explanations",
  },
  { id: "S1-33", group: "Live scoring, explanation and service", what: "Generate a small batch for testing" },
  { id: "S1-34", group: "Live scoring, explanation and service", what: "Automated tests" },
  {
    id: "S1-35",
    group: "Live scoring, explanation and service",
    what: "Office-hours login is normal; failing admin at night is suspicious; large download from afar is exfiltration",
  },
  {
    id: "S1-36",
    group: "Live scoring, explanation and service",
    what: "A log of the application, and alerts as JSON lines",
  },
  {
    id: "S1-37",
    group: "Live scoring, explanation and service",
    what: "Run for development on port 5000, and for production with several workers",
  },
  { id: "S1-38", group: "Live scoring, explanation and service", what: "HTTPS behind a reverse proxy" },
  {
    id: "S1-39",
    group: "Live scoring, explanation and service",
    what: "Windows, Linux and macOS, 2 GB of memory",
  },
  {
    id: "S1-40",
    group: "Live scoring, explanation and service",
    what: "From one instance to a cluster, by stated steps",
  },
  { id: "S1-41", group: "Live scoring, explanation and service", what: "Troubleshooting, written down" },
  { id: "S2-01", group: "Account behaviour", what: "Many accounts from one address in a short time" },
  { id: "S2-02", group: "Account behaviour", what: "Sudden growth of storage" },
  { id: "S2-03", group: "Account behaviour", what: "Unusual pattern of logins" },
  { id: "S2-04", group: "Account behaviour", what: "Unauthorised attempts and signs of fraud" },
  { id: "S2-05", group: "Account behaviour", what: "The columns of an account snapshot as features" },
  { id: "S2-06", group: "Account behaviour", what: "Generate accounts by seed, with causal labels" },
  {
    id: "S2-07",
    group: "Account behaviour",
    what: "Encode categories, standardise numbers, keep id and label out",
  },
  { id: "S2-08", group: "Account behaviour", what: "The same encoders in training and use" },
  {
    id: "S2-09",
    group: "Account behaviour",
    what: "Isolation forest of 100 trees at 5% contamination, seeded",
  },
  { id: "S2-10", group: "Account behaviour", what: "Precision, recall, F1, averages and confusion matrix" },
  { id: "S2-11", group: "Account behaviour", what: "Score a fresh set and list what stands out" },
  { id: "S2-12", group: "Account behaviour", what: "Export what stands out, with its count" },
  {
    id: "S3-01",
    group: "Screens, assistant and investigation",
    what: "World map of threats with levels, detail and live updates",
  },
  {
    id: "S3-02",
    group: "Screens, assistant and investigation",
    what: "Panels of detections: distribution, hours, actors, actions",
  },
  {
    id: "S3-03",
    group: "Screens, assistant and investigation",
    what: "Questions in plain language, suggested and free",
  },
  {
    id: "S3-04",
    group: "Screens, assistant and investigation",
    what: "Trends, transfers, devices, profiles, correlations",
  },
  {
    id: "S3-05",
    group: "Screens, assistant and investigation",
    what: "Investigate a finding: event, comparison, risk, report",
  },
  { id: "S3-06", group: "Screens, assistant and investigation", what: "Detect downloads beyond 800 MB" },
  { id: "S3-07", group: "Screens, assistant and investigation", what: "Detect downloads at night" },
  {
    id: "S3-08",
    group: "Screens, assistant and investigation",
    what: "Detect logins from an unusual region",
  },
  {
    id: "S3-09",
    group: "Screens, assistant and investigation",
    what: "Detect attempts from a high-risk country",
  },
  { id: "S3-10", group: "Screens, assistant and investigation", what: "Detect unusual hours" },
  { id: "S3-11", group: "Screens, assistant and investigation", what: "Detect weekend and holiday access" },
  {
    id: "S3-12",
    group: "Screens, assistant and investigation",
    what: "Isolation forest of 250 trees over nine features at 4% contamination",
  },
  {
    id: "S3-13",
    group: "Screens, assistant and investigation",
    what: "Settings of model, key, data size and contamination",
  },
  {
    id: "S3-14",
    group: "Screens, assistant and investigation",
    what: "From generated logs to features, model, scores, pictures and investigation",
  },
  {
    id: "S3-15",
    group: "Screens, assistant and investigation",
    what: "Answers to the fifteen sample questions",
  },
  {
    id: "S3-16",
    group: "Screens, assistant and investigation",
    what: "Targets of time and quality on 10,000 logs",
  },
  {
    id: "S3-17",
    group: "Screens, assistant and investigation",
    what: "Keys hidden, data kept local, calls limited, session-only mode",
  },
  {
    id: "S3-18",
    group: "Screens, assistant and investigation",
    what: "Say why each finding was made; write reports",
  },
  {
    id: "S4-01",
    group: "CloudTrail, end to end",
    what: "From CloudTrail in S3 to database, model, notification and dashboard, without hands",
    waits:
      "shown from a watched folder on; fetching from S3 by its queue, functions and a set-up of AWS are to come",
  },
  { id: "S4-02", group: "CloudTrail, end to end", what: "Isolation forest" },
  { id: "S4-03", group: "CloudTrail, end to end", what: "One-class support vector machine" },
  { id: "S4-04", group: "CloudTrail, end to end", what: "Consensus of two models" },
  { id: "S4-05", group: "CloudTrail, end to end", what: "No labelled attacks needed" },
  {
    id: "S4-06",
    group: "CloudTrail, end to end",
    what: "Privilege escalation, unusual access, failed attacks, exfiltration, log tampering",
  },
  { id: "S4-07", group: "CloudTrail, end to end", what: "SNS notification for severe findings" },
  { id: "S4-08", group: "CloudTrail, end to end", what: "Interactive dashboard" },
  {
    id: "S4-09",
    group: "CloudTrail, end to end",
    what: "Commands to generate, parse, extract and show; credentials in the standard way",
  },
  {
    id: "S4-10",
    group: "CloudTrail, end to end",
    what: "Features of time, behaviour, sensitivity and network",
  },
  {
    id: "S4-11",
    group: "CloudTrail, end to end",
    what: "Labelled set of over 1,000 events, judged on events held out",
  },
  {
    id: "S4r-12",
    group: "CloudTrail, end to end",
    what: "Flat records from CloudTrail, null-safe, as CSV and JSON, with a summary",
  },
  { id: "S4r-13", group: "CloudTrail, end to end", what: "The 34 features of the reference model" },
  { id: "S4r-14", group: "CloudTrail, end to end", what: "Additive risk score from 0 to 100 with levels" },
  { id: "S4r-15", group: "CloudTrail, end to end", what: "Generate six kinds of anomaly over 30 days" },
  {
    id: "S4r-16",
    group: "CloudTrail, end to end",
    what: "Eight analyst queries, and importance of features",
  },
];

import { API_PROBLEMS } from "../../api/index.ts";
import { ASSISTANT_PROBLEMS } from "../../assistant/index.ts";
import { BEHAVIOUR_PROBLEMS, MODEL_PROBLEMS } from "../../detect/index.ts";
import { type ProblemCatalogue, QUERY_PROBLEMS } from "../../domain/index.ts";
import { EXPLAIN_PROBLEMS } from "../../explain/index.ts";
import { LEARN_PROBLEMS } from "../../learn/index.ts";
import { SOURCE_PROBLEMS } from "../../source/index.ts";
import { STORE_PROBLEMS } from "../../store/index.ts";
import { ALERT_PROBLEMS } from "../alert/problems.ts";
import { FINDINGS_PROBLEMS } from "../findings/problems.ts";
import { HAND_OVER_PROBLEMS } from "../hand-over/problems.ts";
import { INGEST_PROBLEMS } from "../ingest/problems.ts";
import { APP_PROBLEMS } from "../problems.ts";
import { RULES_PROBLEMS } from "../rules/problems.ts";
import { CONFIG_PROBLEMS } from "../settings/problems.ts";
import { TRAIN_PROBLEMS } from "../train/problems.ts";
import { ACCOUNT_PROBLEMS } from "./accounts/problems.ts";
import { HUNT_PROBLEMS } from "./hunts/problems.ts";
import { SERVE_PROBLEMS } from "./problems.ts";

/** Every problem that can leave through the API. */
export const SERVED_CATALOGUES: readonly ProblemCatalogue[] = [
  ACCOUNT_PROBLEMS,
  ALERT_PROBLEMS,
  API_PROBLEMS,
  APP_PROBLEMS,
  ASSISTANT_PROBLEMS,
  BEHAVIOUR_PROBLEMS,
  CONFIG_PROBLEMS,
  EXPLAIN_PROBLEMS,
  FINDINGS_PROBLEMS,
  HAND_OVER_PROBLEMS,
  HUNT_PROBLEMS,
  INGEST_PROBLEMS,
  LEARN_PROBLEMS,
  MODEL_PROBLEMS,
  QUERY_PROBLEMS,
  RULES_PROBLEMS,
  SERVE_PROBLEMS,
  SOURCE_PROBLEMS,
  STORE_PROBLEMS,
  TRAIN_PROBLEMS,
];

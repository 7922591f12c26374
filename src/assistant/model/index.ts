/** Takes a question, settings of a language model and queries; gives an answer of which every number and id is known. Loaded when a model is set up. */
export {
  askModel,
  classifyFailure,
  type ModelProgress,
  type ModelSpent,
  type ModelTalk,
} from "./ask-model.ts";
export { listModels } from "./open-model.ts";
export { type ModelPreview, previewModel } from "./preview.ts";

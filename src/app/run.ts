import type { Command } from "commander";
import { addActorCommand } from "../cli/actor.ts";
import { addActorsCommand } from "../cli/actors.ts";
import { addAlertsCommand } from "../cli/alerts.ts";
import { addAskCommand } from "../cli/ask.ts";
import { addConfigCommand } from "../cli/config.ts";
import { addDbCommand } from "../cli/db.ts";
import { addDemoCommand } from "../cli/demo.ts";
import { addDetectCommand } from "../cli/detect.ts";
import { addDoctorCommand } from "../cli/doctor.ts";
import { addDriftCommand } from "../cli/drift.ts";
import { addEvaluateCommand } from "../cli/evaluate.ts";
import { addEventsCommand } from "../cli/events.ts";
import type { ExitCode } from "../cli/exit.ts";
import { addExplainCommand } from "../cli/explain.ts";
import { addFindingsCommand } from "../cli/findings.ts";
import { addGenerateCommand } from "../cli/generate.ts";
import { addHuntCommand } from "../cli/hunt.ts";
import { addIncidentsCommand } from "../cli/incidents.ts";
import { addIngestCommand } from "../cli/ingest.ts";
import { addKeysCommand } from "../cli/keys.ts";
import { addMcpCommand } from "../cli/mcp.ts";
import { addModelsCommand } from "../cli/models.ts";
import { addParseCommand } from "../cli/parse.ts";
import { addPredictCommand } from "../cli/predict.ts";
import { createProgram, printError, runProgram } from "../cli/program.ts";
import { addReplayCommand } from "../cli/replay.ts";
import { addReportCommand } from "../cli/report.ts";
import { addRulesCommand } from "../cli/rules.ts";
import { addScanCommand } from "../cli/scan.ts";
import { addServeCommand } from "../cli/serve.ts";
import { addStatsCommand } from "../cli/stats.ts";
import { addTimelineCommand } from "../cli/timeline.ts";
import { addTrainCommand } from "../cli/train.ts";
import { addTriageCommand } from "../cli/triage.ts";
import { addUploadsCommand } from "../cli/uploads.ts";
import { addUsersCommand } from "../cli/users.ts";
import { addVerdictCommand } from "../cli/verdict.ts";
import { addWatchCommand } from "../cli/watch.ts";
import { isDebugging } from "./config.ts";
import {
  handDbUpkeep,
  handDetect,
  handEvents,
  handFindings,
  handIncidents,
  handIngest,
  handRuleChanges,
  handRuleTrial,
} from "./hand-over/hand-over.ts";
import { UPLOADS_PORT } from "./uploads/uploads-port.ts";
import { readVersion } from "./version.ts";

/** Runs a command line. What a command does is loaded when it runs: `--help` stays quick. */
export async function run(args: readonly string[]): Promise<ExitCode> {
  const program = createProgram(readVersion());
  addCommands(program);
  const options = { debug: isDebugging() };
  // A stream that fails or a promise that nobody awaited ends the run as any other error does.
  process.once("uncaughtException", (error) => process.exit(printError(error, options)));
  return runProgram(program, args, options);
}

/** Every command with what it needs. */
function addCommands(program: Command): void {
  const demo = async () => (await import("./demo/demo-port.ts")).DEMO_PORT;
  const scan = async () => (await import("./scan/scan-command.ts")).SCAN_PORT;
  const ingest = async () => (await import("./ingest/ingest-command.ts")).INGEST_PORT;
  const upkeep = async () => (await import("./backup/upkeep-command.ts")).DB_UPKEEP_PORT;
  const db = async () => (await import("./db/db-command.ts")).DB_PORT;
  const rules = async () => (await import("./rules/rules-port.ts")).RULES_PORT;
  const evaluate = async () => (await import("./evaluate/evaluate-command.ts")).EVALUATE_PORT;
  const generate = async () => (await import("./generate/generate-command.ts")).GENERATE_PORT;

  addDemoCommand(program, {
    demo: async (request, watch) => (await demo()).demo(request, watch),
  });
  addScanCommand(program, {
    scan: async (request, onProgress) => (await scan()).scan(request, onProgress),
  });
  addParseCommand(program, {
    parse: async (request) => (await import("./parse/parse-command.ts")).PARSE_PORT.parse(request),
  });
  addIngestCommand(
    program,
    handIngest({ ingest: async (request, onProgress) => (await ingest()).ingest(request, onProgress) }),
  );
  addDetectCommands(program);
  addEventCommands(program);
  addFindingCommands(program);
  addAskCommands(program);
  addDbCommand(program, {
    migrate: async (place) => (await db()).migrate(place),
    copy: async (request, onProgress) => (await db()).copy(request, onProgress),
    ...handDbUpkeep({
      prune: async (place, days) => (await upkeep()).prune(place, days),
      backup: async (place, folder) => (await upkeep()).backup(place, folder),
      restore: async (place, folder) => (await upkeep()).restore(place, folder),
    }),
  });
  addModelCommands(program);
  addUploadsCommand(program, UPLOADS_PORT);
  addRulesCommand(program, {
    list: async (folder) => (await rules()).list(folder),
    check: async (folder) => (await rules()).check(folder),
    test: async (folder) => (await rules()).test(folder),
    cover: async (folder) => (await rules()).cover(folder),
    ...handRuleTrial({ trial: async (request, onProgress) => (await rules()).trial(request, onProgress) }),
    ...handRuleChanges({
      importRules: async (request) => (await rules()).importRules(request),
      switchRules: async (request) => (await rules()).switchRules(request),
    }),
  });
  addEvaluateCommand(program, {
    evaluate: async (request, onProgress) => (await evaluate()).evaluate(request, onProgress),
  });
  addServeCommands(program);
  addGenerateCommand(program, {
    storyNames: async (kind) => (await generate()).storyNames(kind),
    generateCloudTrail: async (request, onProgress) =>
      (await generate()).generateCloudTrail(request, onProgress),
    generateTable: async (request, onProgress) => (await generate()).generateTable(request, onProgress),
  });
}

/** What is stored, one by one and counted. */
function addEventCommands(program: Command): void {
  const events = async () => (await import("./events/events-command.ts")).EVENTS_PORT;
  const port = handEvents({
    count: async (request) => (await events()).count(request),
    async *read(request) {
      yield* (await events()).read(request);
    },
    find: async (place, id) => (await events()).find(place, id),
    readRaw: async (place, id) => (await events()).readRaw(place, id),
  });
  addEventsCommand(program, port);
  addHuntCommand(program, port);
  addStatsCommand(program, {
    answer: async (request) => (await import("./analytics/stats-command.ts")).STATS_PORT.answer(request),
  });
}

/** Commands that look at what is stored. */
function addDetectCommands(program: Command): void {
  const detect = async () => (await import("./detect/detect-command.ts")).DETECT_PORT;
  const watch = async () => (await import("./detect/watch-command.ts")).WATCH_PORT;
  const replay = async () => (await import("./detect/replay-command.ts")).REPLAY_PORT;

  addDetectCommand(
    program,
    handDetect({ detect: async (settings, onProgress) => (await detect()).detect(settings, onProgress) }),
  );
  addWatchCommand(program, {
    watch: async (request, options) => (await watch()).watch(request, options),
  });
  addReplayCommand(program, {
    replay: async (request, onProgress) => (await replay()).replay(request, onProgress),
  });
  addAlertCommands(program);
}

/** What people are told. */
function addAlertCommands(program: Command): void {
  const alerts = async () => (await import("./alert/alerts-command.ts")).ALERTS_PORT;
  addAlertsCommand(program, {
    list: async (request) => (await alerts()).list(request),
    send: async (request) => (await alerts()).send(request),
    test: async (channel) => (await alerts()).test(channel),
    mute: async (request) => (await alerts()).mute(request),
    unmute: async (request) => (await alerts()).unmute(request),
    listMutes: async (place) => (await alerts()).listMutes(place),
  });
}

/** The HTTP interface and who may use it. */
function addServeCommands(program: Command): void {
  const config = async () => (await import("./settings/show-settings.ts")).CONFIG_PORT;
  const keys = async () => (await import("./serve/keys-command.ts")).KEYS_PORT;
  addServeCommand(program, {
    serve: async (request, options) =>
      (await import("./serve/serve-command.ts")).SERVE_PORT.serve(request, options),
  });
  addDoctorCommand(program, {
    examine: async (place) => (await import("./doctor/doctor-command.ts")).DOCTOR_PORT.examine(place),
  });
  addConfigCommand(program, {
    show: async (place) => (await config()).show(place),
    describe: async () => (await config()).describe(),
  });
  addKeysCommand(program, {
    create: async (place, key) => (await keys()).create(place, key),
    list: async (place) => (await keys()).list(place),
    revoke: async (place, id) => (await keys()).revoke(place, id),
    generate: async () => (await keys()).generate(),
  });
  const users = async () => (await import("./serve/accounts/users-command.ts")).USERS_PORT;
  addUsersCommand(program, {
    create: async (place, user) => (await users()).create(place, user),
    list: async (place) => (await users()).list(place),
    change: async (place, change) => (await users()).change(place, change),
    makeLink: async (place, name) => (await users()).makeLink(place, name),
  });
}

/** What learns and what judges single actions. */
function addModelCommands(program: Command): void {
  const train = async () => (await import("./train/train-command.ts")).TRAIN_PORT;
  const models = async () => (await import("./train/models-command.ts")).MODELS_PORT;
  const drift = async () => (await import("./train/drift-command.ts")).DRIFT_PORT;
  const predict = async () => (await import("./predict/predict-command.ts")).PREDICT_PORT;

  addTrainCommand(program, {
    train: async (request) => (await train()).train(request),
    runPreset: async (request) => (await train()).runPreset(request),
  });
  addModelsCommand(program, {
    list: async (place) => (await models()).list(place),
    find: async (place, id) => (await models()).find(place, id),
    activate: async (place, id) => (await models()).activate(place, id),
    rollback: async (place, name) => (await models()).rollback(place, name),
  });
  addPredictCommand(program, { predict: async (request) => (await predict()).predict(request) });
  addDriftCommand(program, { drift: async (request) => (await drift()).drift(request) });
}

/** Questions in people's own words, and tools for programs that ask. */
function addAskCommands(program: Command): void {
  const ask = () => import("./assistant/ask-command.ts");
  addAskCommand(program, {
    withAssistant: async (place, use) => (await ask()).ASK_PORT.withAssistant(place, use),
  });
  addMcpCommand(program, { serve: async (place, stop) => (await ask()).MCP_PORT.serve(place, stop) });
}

/** Commands that read what was found, and judge it. */
function addFindingCommands(program: Command): void {
  const findings = () => import("./findings/findings-command.ts");
  const actors = () => import("./findings/actors-command.ts");
  const incidents = async () => (await import("./findings/incidents-command.ts")).INCIDENTS_PORT;
  addFindingsCommand(
    program,
    handFindings({
      list: async (request, use) => (await findings()).FINDINGS_PORT.list(request, use),
    }),
  );
  addIncidentsCommand(
    program,
    handIncidents({
      list: async (request) => (await incidents()).list(request),
      find: async (place, id) => (await incidents()).find(place, id),
    }),
  );
  addActorsCommand(program, { list: async (request) => (await actors()).ACTORS_PORT.list(request) });
  addActorCommand(program, { show: async (request) => (await actors()).ACTOR_PORT.show(request) });
  addTimelineCommand(program, {
    show: async (request, use) => (await actors()).TIMELINE_PORT.show(request, use),
  });
  addExplainCommand(program, {
    explain: async (place, id) => (await findings()).EXPLAIN_PORT.explain(place, id),
  });
  addReportCommand(program, {
    write: async (request) => (await import("./report/report-command.ts")).REPORT_PORT.write(request),
  });
  addTriageCommand(program, {
    triage: async (request) => (await import("./findings/triage-command.ts")).TRIAGE_PORT.triage(request),
  });
  addVerdictCommand(program, {
    judge: async (request) => (await import("./findings/verdict-command.ts")).VERDICT_PORT.judge(request),
  });
}

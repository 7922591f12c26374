import { enableCompileCache } from "node:module";
import { parentPort } from "node:worker_threads";
import type { Lane } from "./lane.ts";
import type { LaneAnswer, LaneMessage } from "./lane-message.ts";

/** A lane in a thread of its own: messages are worked through in their order. */
const port = parentPort;
if (port === null) throw new Error("this file is the start of a worker thread");

// Each thread reads the same program; what the first compiled need not be compiled again.
enableCompileCache();
const lane = import("./open-lane.ts").then(({ openLane }) => openLane());
let previous: Promise<void> = Promise.resolve();
port.on("message", (message: LaneMessage) => {
  previous = previous.then(async () => work(await lane, message));
});

function work(lane: Lane, message: LaneMessage): void {
  if (message.kind === "rows") {
    lane.push(message.block);
    port!.postMessage({ kind: "released", block: message.block.number } satisfies LaneAnswer);
  } else if (message.kind === "end") {
    port!.postMessage({ kind: "ended", lenses: lane.endDay(message.wants) } satisfies LaneAnswer);
  } else {
    lane.take(message);
  }
}

/** A call or a name that is banned outside the paths in `except`. */
export interface BannedCall {
  /** `new Function`, `Math.random`, or a bare name; `console.*` stands for every method. */
  readonly call: string;
  readonly instead: string;
  readonly except: RegExp;
}

const NOWHERE = /^$/;

export const BANNED_CALLS: readonly BannedCall[] = [
  { call: "Math.random", instead: "take an Rng, so that a run repeats from its seed", except: NOWHERE },
  {
    call: "Date.now",
    instead: "take a Clock, so that tests and replays bring their own present",
    except: /^src\/domain\/clock\.ts$|^web\/src\/clock\.ts$|^(?:bench|tools|test)\//,
  },
  {
    call: "new Date()",
    instead: "take a Clock, so that tests and replays bring their own present",
    except: /^src\/domain\/clock\.ts$|^web\/src\/clock\.ts$|^(?:bench|tools|test)\//,
  },
  {
    call: "console.*",
    instead: "give the text to whoever called; only commands speak to the terminal",
    except: /^src\/cli\/|^(?:bench|tools)\//,
  },
  {
    call: "process.env",
    instead: "take the value as an argument; settings enter in app/config.ts alone",
    except: /^src\/app\/config\.ts$|^(?:bench|tools|test)\/|\.(?:test|suite)\.ts$|\/fixtures\//,
  },
  { call: "eval", instead: "compile to closures; text is never run as code", except: NOWHERE },
  { call: "new Function", instead: "compile to closures; text is never run as code", except: NOWHERE },
  {
    call: "process.exit",
    instead: "set process.exitCode and return, so that output is written out and files are closed",
    // After an error that nobody caught nothing can be trusted to end by itself.
    except: /^src\/app\/run\.ts$|^(?:bench|tools)\/|\/fixtures\//,
  },
];

import { Option } from "commander";

/** `--data`, alike in every command that keeps something or asks what is kept. */
export const createDataOption = (): Option =>
  new Option(
    "--data <folder>",
    "the data folder (else GAIT_DATA, else the platform's place for program data)",
  );

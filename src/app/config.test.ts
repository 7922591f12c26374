import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { chooseDatabaseUrl, chooseDataFolder } from "./config.ts";

const on = (platform: NodeJS.Platform, env: Record<string, string> = {}) => ({
  platform,
  env,
  home: "/home/ann",
});

describe("the data folder", () => {
  it.each([
    ["the option before everything", "/x", on("linux", { GAIT_DATA: "/y" }), "/x"],
    ["GAIT_DATA before the platform", null, on("darwin", { GAIT_DATA: "/y", XDG_DATA_HOME: "/z" }), "/y"],
    [
      "not an empty GAIT_DATA",
      null,
      on("linux", { GAIT_DATA: "" }),
      join("/home/ann", ".local", "share", "gait"),
    ],
    ["XDG_DATA_HOME on Linux", null, on("linux", { XDG_DATA_HOME: "/xdg" }), join("/xdg", "gait")],
    ["the library on macOS", null, on("darwin"), join("/home/ann", "Library", "Application Support", "gait")],
    ["LOCALAPPDATA on Windows", null, on("win32", { LOCALAPPDATA: "C:\\local" }), join("C:\\local", "gait")],
    ["the home on Windows", null, on("win32"), join("/home/ann", "AppData", "Local", "gait")],
  ])("is %s", (_, option, surroundings, expected) => {
    expect(chooseDataFolder(option, surroundings)).toBe(expected);
  });
});

describe("the address of the database", () => {
  it.each([
    ["the one that is named", "postgres://a/b", "postgres://a/b"],
    ["none where nobody names one", null, null],
    ["none where another system's SQLite is named", "sqlite:///instance/cloud_uba.db", null],
  ])("is %s", (_, named, expected) => {
    expect(chooseDatabaseUrl(named)).toBe(expected);
  });
});

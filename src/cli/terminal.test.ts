import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  escapeTerminal,
  formatBytes,
  formatDuration,
  formatPlural,
  formatTable,
  formatTime,
  TERMINAL_TEXT_MAX,
  wrapText,
} from "./terminal.ts";

describe("text from logs on a terminal", () => {
  test.each([
    ["an escape sequence that clears the screen", "a\u001b[2Jb", "a\\x1b[2Jb"],
    ["one that sets the window's title", "a\u001b]0;owned\u0007b", "a\\x1b]0;owned\\x07b"],
    ["the one-character form of one", "a\u009b31mb", "a\\x9b31mb"],
    ["line ends that would forge a line", "ok\r\nERROR", "ok\\x0d\\x0aERROR"],
    ["text that runs backwards", "user\u202egpj.exe", "user\\u202egpj.exe"],
    ["isolates", "a\u2066b\u2069", "a\\u2066b\\u2069"],
    ["zero-width characters", "ad\u200bmin\ufeff", "ad\\u200bmin\\ufeff"],
    ["fillers that look like nothing", "a\u3164b\u115f", "a\\u3164b\\u115f"],
    ["invisible tags", "a\u{e0041}b", "a\\u{e0041}b"],
    ["half a character", "a\ud800b", "a\\ud800b"],
    ["separators of lines", "a\u2028b", "a\\u2028b"],
  ])("%s is made visible", (_, text, expected) => {
    expect(escapeTerminal(text)).toBe(expected);
  });

  test("ordinary text of any script stays as it is", () => {
    for (const text of ["José Müller", "张伟", "Ольга", "مريم", "emoji 🙂", "arn:aws:iam::1:user/x"]) {
      expect(escapeTerminal(text)).toBe(text);
    }
  });

  test("is cut at its maximum and not before, never in the middle of a character", () => {
    expect(escapeTerminal("x".repeat(TERMINAL_TEXT_MAX))).toHaveLength(TERMINAL_TEXT_MAX);
    expect(escapeTerminal("x".repeat(TERMINAL_TEXT_MAX + 1))).toBe(`${"x".repeat(TERMINAL_TEXT_MAX)}…`);
    expect(escapeTerminal("ab🙂", 3)).toBe("ab…");
  });

  test("whatever it is, nothing that a terminal would act on is left", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 80 }), (text) => {
        const safe = escapeTerminal(text, 1000);
        expect(safe).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(stripVTControlCharacters(safe)).toBe(safe);
      }),
    );
  });
});

describe("wrapping", () => {
  test("breaks at spaces, and inside words that are longer than a line", () => {
    expect(wrapText("one two three", 7)).toEqual(["one two", "three"]);
    expect(wrapText("see arn:aws:iam::1:user/x now", 10)).toEqual([
      "see",
      "arn:aws:ia",
      "m::1:user/",
      "x now",
    ]);
    expect(wrapText("", 10)).toEqual([]);
  });

  test("wide characters take two columns", () => {
    expect(wrapText("张伟张伟", 4)).toEqual(["张伟", "张伟"]);
    expect(wrapText("🙂🙂", 3)).toEqual(["🙂", "🙂"]);
  });

  test("loses nothing and keeps to the width", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme-ascii", maxLength: 30 })),
        fc.integer({ min: 1, max: 40 }),
        (words, width) => {
          const text = words.map((word) => word.replaceAll(" ", "")).join(" ");
          const lines = wrapText(text, width);
          expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe("tables", () => {
  test("keep long words whole over several lines, numbers to the right, no space at line ends", () => {
    const arn = "arn:aws:s3:::a-bucket-with-a-very-long-name/and/a/key";
    const table = stripVTControlCharacters(
      formatTable({ head: ["what", "events"], rows: [[arn, "7"]], numeric: [1], widths: [22, 8] }),
    );
    const lines = table.split("\n");
    expect(lines[0]).toBe("what                  events");
    expect(
      lines
        .slice(1)
        .map((line) => line.slice(0, 20).trimEnd())
        .join(""),
    ).toBe(arn);
    expect(lines[1]).toMatch(/ 7$/);
    for (const line of lines) expect(line).toBe(line.trimEnd());
  });
});

test.each([
  [0, "0 B"],
  [1023, "1023 B"],
  [1024, "1.0 KB"],
  [1024 ** 3 * 2.5, "2.5 GB"],
  [1024 ** 5, "1024 TB"],
])("%i bytes are %s", (bytes, text) => expect(formatBytes(bytes)).toBe(text));

test.each([
  [999, "999 ms"],
  [1000, "1.0 s"],
  [59_940, "59.9 s"],
  [59_960, "1 min 0 s"],
  [119_600, "2 min 0 s"],
  [3_599_600, "1 h 0 min"],
  [3_660_000, "1 h 1 min"],
  [7_199_000, "2 h 0 min"],
  [200_000_000, "2 days"],
])("%i ms are %s", (ms, text) => expect(formatDuration(ms)).toBe(text));

test("counts and times are for people", () => {
  expect(formatPlural(1, "event")).toBe("1 event");
  expect(formatPlural(0, "event")).toBe("0 events");
  expect(formatPlural(12_345, "event")).toBe("12,345 events");
  expect(formatTime(Date.UTC(2026, 0, 2, 3, 4, 5, 678))).toBe("2026-01-02 03:04:05");
});

import { expect, test } from "vitest";
import { NAME_CHARS_MAX, ROW_CHARS_MAX, readUploadCsv, type UploadReject } from "./read-upload-csv.ts";
import { formatUploadTime } from "./upload-time.ts";

interface Outcome {
  /** `time user service bytes` of each upload. */
  readonly uploads: readonly string[];
  readonly rejects: readonly UploadReject[];
}

async function read(text: string | Uint8Array, chunkBytes = 7): Promise<Outcome> {
  const uploads: string[] = [];
  const rejects: UploadReject[] = [];
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for (let from = 0; from < bytes.length; from += chunkBytes) yield bytes.subarray(from, from + chunkBytes);
  }
  const csv = { name: "logs.csv", bytes: chunks(), onReject: (reject: UploadReject) => rejects.push(reject) };
  for await (const { times, users, services, bytes: sizes } of readUploadCsv(csv))
    for (const [row, time] of times.entries())
      uploads.push(`${formatUploadTime(time)} ${users[row]} ${services[row]} ${sizes[row]}`);
  return { uploads, rejects };
}

const HEADER = "timestamp,user_id,service,bytes_uploaded\n";
const GOOD = "2024-01-01 10:00:00,u1,S3,5\n";

test("S0-01 a CSV of upload logs becomes uploads, its timestamps instants in UTC", async () => {
  const { uploads, rejects } = await read(
    `${HEADER}${GOOD}2024-01-01T12:30:00.25+02:00,u2,"Drive, shared",7.0\n`,
  );
  expect(uploads).toEqual(["2024-01-01T10:00:00Z u1 S3 5", "2024-01-01T10:30:00.25Z u2 Drive, shared 7"]);
  expect(rejects).toEqual([]);
});

test("S0-01 columns stand in any order and among others, with a byte order mark and Windows line ends", async () => {
  const { uploads } = await read(
    "\uFEFFid,Bytes_Uploaded, service ,USER_ID,timestamp\r\n1,5,S3,u1,2024-01-01\r\n",
  );
  expect(uploads).toEqual(["2024-01-01T00:00:00Z u1 S3 5"]);
});

test("S0-01 a row that is no upload is rejected with its line and reason, and the others count", async () => {
  const { uploads, rejects } = await read(
    [
      HEADER.trim(),
      "yesterday,u1,S3,5",
      "2024-02-30 10:00:00,u1,S3,5",
      "2024-01-01 10:00:00,,S3,5",
      "2024-01-01 10:00:00,u1, ,5",
      "2024-01-01 10:00:00,u1,S3,-5",
      "2024-01-01 10:00:00,u1,S3,5.5",
      "2024-01-01 10:00:00,u1,S3,",
      "2024-01-01 10:00:00,u1,S3,9223372036854775808",
      "2024-01-01 10:00:00,u1,S3",
      "2024-01-01 10:00:00,u1,S3,5,6",
      "",
      GOOD.trim(),
    ].join("\n"),
  );
  expect(uploads).toEqual(["2024-01-01T10:00:00Z u1 S3 5"]);
  expect(rejects.map(({ line, code }) => `${line} ${code}`)).toEqual([
    "2 UPLOAD_ROW_TIME",
    "3 UPLOAD_ROW_TIME",
    "4 UPLOAD_ROW_NAME",
    "5 UPLOAD_ROW_NAME",
    "6 UPLOAD_ROW_BYTES",
    "7 UPLOAD_ROW_BYTES",
    "8 UPLOAD_ROW_BYTES",
    "9 UPLOAD_ROW_BYTES",
    "10 UPLOAD_ROW_FIELDS",
    "11 UPLOAD_ROW_FIELDS",
  ]);
  expect(rejects[0]?.reason).toBe('The timestamp "yesterday" is not a time.');
});

test("the largest number of bytes is taken, and a name at its limit", async () => {
  const name = "n".repeat(NAME_CHARS_MAX);
  const { uploads, rejects } = await read(
    `${HEADER}2024-01-01,${name},S3,9223372036854775807\n2024-01-01,${name}n,S3,1\n`,
    4096,
  );
  expect(uploads).toEqual([`2024-01-01T00:00:00Z ${name} S3 9223372036854775807`]);
  expect(rejects.map(({ code }) => code)).toEqual(["UPLOAD_ROW_NAME"]);
});

test("a quote that is not closed costs its line alone: it cannot hide what comes after", async () => {
  const { uploads, rejects } = await read(
    `${HEADER}${GOOD}2024-01-01,"u,S3,5\n${GOOD}2024-01-01,"u"x,S3,5\n${GOOD}`,
  );
  expect(uploads).toHaveLength(3);
  expect(rejects.map(({ line, code }) => `${line} ${code}`)).toEqual([
    "3 UPLOAD_ROW_QUOTES",
    "5 UPLOAD_ROW_QUOTES",
  ]);
});

test("quoted fields hold commas and quotes, and a quote inside plain text is text", async () => {
  const { uploads } = await read(`${HEADER}"2024-01-01","a ""b"", c",say "S3","5"\n`);
  expect(uploads).toEqual(['2024-01-01T00:00:00Z a "b", c say "S3" 5']);
});

test("a row at the longest length is read, one character more is rejected, and the next row is whole", async () => {
  const wide = `${HEADER.trim()},note\n`;
  const row = "2024-01-01,u,S3,5,";
  const pad = "x".repeat(ROW_CHARS_MAX - row.length);
  const { uploads, rejects } = await read(
    `${wide}${row}${pad}\r\n${row}${pad}y\n${row}${pad.repeat(9)}\n${row}\n`,
    1000,
  );
  expect(uploads).toHaveLength(2);
  expect(rejects.map(({ line, code }) => `${line} ${code}`)).toEqual([
    "3 UPLOAD_ROW_QUOTES",
    "4 UPLOAD_ROW_QUOTES",
  ]);
});

test("a file without lines, without the columns, or of noise is an error that says what to do", async () => {
  await expect(read("")).rejects.toThrow("holds nothing");
  await expect(read("\n\n")).rejects.toThrow("holds nothing");
  await expect(read(`time,user_id,service,bytes_uploaded\n${GOOD}`)).rejects.toThrow(
    "has no column timestamp",
  );
  await expect(read(new Uint8Array(5000).fill(0xff), 512)).rejects.toThrow("has no column timestamp");
});

test("a header alone is a log without uploads", async () => {
  expect(await read(HEADER)).toEqual({ uploads: [], rejects: [] });
});

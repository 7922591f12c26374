import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import type { ReadLimits } from "../../source/index.ts";
import { readUploads, type UploadReject } from "./read-uploads.ts";

interface Outcome {
  /** `milliseconds user service bytes` of each upload. */
  readonly uploads: readonly string[];
  readonly rejects: readonly UploadReject[];
  readonly bytes: number;
}

async function read(content: string | Uint8Array, limits?: Partial<ReadLimits>): Promise<Outcome> {
  const uploads: string[] = [];
  const rejects: UploadReject[] = [];
  let bytes = 0;
  const data = Buffer.from(content);
  const input = {
    name: "logs.csv",
    sizeBytes: data.length,
    async *open() {
      for (let from = 0; from < data.length; from += 1000) yield data.subarray(from, from + 1000);
    },
  };
  const reading = {
    onReject: (reject: UploadReject) => rejects.push(reject),
    onBytes: (more: number) => {
      bytes += more;
    },
    ...(limits === undefined ? {} : { limits }),
  };
  for await (const { times, users, services, bytes: sizes } of readUploads(input, reading))
    for (const [row, micros] of times.entries())
      uploads.push(`${toTime(micros)} ${users[row]} ${services[row]} ${sizes[row]}`);
  return { uploads, rejects, bytes };
}

const toTime = (micros: bigint): string => new Date(Number(micros / 1000n)).toISOString();
const HEADER = "timestamp,user_id,service,bytes_uploaded\n";
const GOOD = "2024-01-01 10:00:00,u1,S3,5\n";

test("S0-01 a CSV of upload logs becomes uploads, its timestamps instants in UTC", async () => {
  const { uploads, rejects, bytes } = await read(
    `${HEADER}${GOOD}2024-01-01T12:30:00.25+02:00,u2,"Drive, ""shared""",7.0\n`,
  );
  expect(uploads).toEqual([
    "2024-01-01T10:00:00.000Z u1 S3 5",
    '2024-01-01T10:30:00.250Z u2 Drive, "shared" 7',
  ]);
  expect(rejects).toEqual([]);
  expect(bytes).toBeGreaterThan(90);
});

test("S0-01 columns stand in any order and among others, with a byte order mark and Windows line ends", async () => {
  const text = "\uFEFFid,Bytes_Uploaded, service ,USER_ID,timestamp\r\n1,5,S3,u1,2024-01-01\r\n";
  for (const content of [text, Buffer.from(text, "utf16le")])
    expect((await read(content)).uploads).toEqual(["2024-01-01T00:00:00.000Z u1 S3 5"]);
});

test("S0-01 a row that is no upload is rejected with its number and reason, and the others count", async () => {
  const rows = [
    "yesterday,u1,S3,5",
    "2024-02-30 10:00:00,u1,S3,5",
    "2024-01-01 10:00:00,,S3,5",
    "",
    "2024-01-01 10:00:00,u1,S3,-5",
    "2024-01-01 10:00:00,u1,S3,9007199254740992",
    "2024-01-01 10:00:00,u1,S3",
    '2024-01-01 10:00:00,"u1,S3,5',
    GOOD.trim(),
  ];
  const { uploads, rejects } = await read(HEADER + rows.join("\n"));
  expect(uploads).toEqual(["2024-01-01T10:00:00.000Z u1 S3 5"]);
  expect(rejects.map(({ row, code }) => `${row} ${code}`)).toEqual([
    "1 SOURCE_FIELD_INVALID",
    "2 SOURCE_FIELD_INVALID",
    "3 SOURCE_FIELD_MISSING",
    "4 SOURCE_FIELD_INVALID",
    "5 SOURCE_FIELD_INVALID",
    "6 SOURCE_CSV_CELLS",
    "7 SOURCE_CSV_INVALID",
  ]);
  expect(rejects[0]?.reason).toBe('The field timestamp holds "yesterday", where a time is needed.');
  expect(rejects[6]?.excerpt).toBe('2024-01-01 10:00:00,"u1,S3,5');
});

test("an archive is read up to the limit of its size; what lies beyond is a reject", async () => {
  const packed = gzipSync(HEADER + GOOD.repeat(1000));
  const unpacked = HEADER.length + 1000 * GOOD.length;
  const whole = await read(packed, { unpackedBytesMax: unpacked });
  expect([whole.uploads.length, whole.rejects]).toEqual([1000, []]);
  const cut = await read(packed, { unpackedBytesMax: unpacked - 1 });
  expect(cut.uploads.length).toBeLessThan(1000);
  expect(cut.rejects.map(({ code }) => code)).toEqual(["SOURCE_ARCHIVE_SIZE"]);
});

test("a file without lines, without the columns, or of noise is an error that says what to do", async () => {
  await expect(read("")).rejects.toThrow("The input is empty.");
  await expect(read("\n\n")).rejects.toThrow("The input is empty.");
  await expect(read(`time,user_id,service,bytes_uploaded\n${GOOD}`)).rejects.toThrow("column timestamp");
  await expect(read(new Uint8Array(5000).fill(0xff))).rejects.toThrow("column timestamp");
});

test("a header alone is a log without uploads", async () => {
  expect(await read(HEADER)).toMatchObject({ uploads: [], rejects: [] });
});

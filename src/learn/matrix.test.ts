import { describe, expect, it } from "vitest";
import {
  alignMatrix,
  type Column,
  createMatrix,
  MISSING_CODE,
  matrixFromRecords,
  matrixFromRows,
  selectColumns,
  selectRows,
  toFeatures,
  toSharedMatrix,
  UNSEEN_CODE,
  viewRows,
} from "./matrix.ts";

const TABLE = matrixFromRecords([
  { bytes: 5, tool: "cli", mfa: true },
  { bytes: null, tool: "browser" },
  { tool: null, bytes: 7, mfa: false },
]);

const columnOf = (at: number): Column => TABLE.columns[at]!;

describe("matrixFromRecords", () => {
  it("makes numbers and booleans numeric, texts categorical, and what is not there missing", () => {
    expect(columnOf(0)).toEqual({
      kind: "numeric",
      name: "bytes",
      values: Float64Array.of(5, Number.NaN, 7),
    });
    expect(columnOf(1)).toEqual({
      kind: "categorical",
      name: "tool",
      codes: Int32Array.of(0, 1, MISSING_CODE),
      categories: ["cli", "browser"],
    });
    expect(columnOf(2)).toEqual({ kind: "numeric", name: "mfa", values: Float64Array.of(1, Number.NaN, 0) });
  });

  it("takes the listed columns only, and keeps one that no row has as numeric", () => {
    const table = matrixFromRecords([{ a: 1, b: 2 }], ["b", "c"]);
    expect(table.columns.map(({ name, kind }) => [name, kind])).toEqual([
      ["b", "numeric"],
      ["c", "numeric"],
    ]);
  });

  it("takes prototype names as plain names", () => {
    const rows = [JSON.parse('{"__proto__":"a","constructor":"b"}'), { constructor: "__proto__" }];
    const table = matrixFromRecords(rows);
    expect(table.columns.map(({ name }) => name)).toEqual(["__proto__", "constructor"]);
    expect(table.columns[0]).toMatchObject({ codes: Int32Array.of(0, -1), categories: ["a"] });
    expect(matrixFromRecords([{}], ["toString"]).columns[0]?.kind).toBe("numeric");
  });

  it("refuses a column of numbers and texts", () => {
    expect(() => matrixFromRecords([{ a: 1 }, { a: "x" }])).toThrow(/Column a holds a string in row 1/);
  });
});

describe("createMatrix", () => {
  it("names the column and row of an infinity", () => {
    expect(() => matrixFromRows([[1], [Number.NEGATIVE_INFINITY]], ["a"])).toThrow(/Column a .* in row 1/);
  });

  it("refuses uneven rows, uneven columns, equal names and codes out of range", () => {
    expect(() => matrixFromRows([[1, 2], [3]])).toThrow(/Row 1 has 1 values/);
    const short: Column = { kind: "numeric", name: "s", values: new Float64Array(2) };
    expect(() => createMatrix([columnOf(0), short])).toThrow(/Column s has 2 values/);
    expect(() => createMatrix([columnOf(0), columnOf(0)])).toThrow(/Two columns are called bytes/);
    const codes = Int32Array.of(1);
    expect(() => createMatrix([{ kind: "categorical", name: "c", codes, categories: ["a"] }])).toThrow(
      /code 1/,
    );
  });

  it("takes tables without rows or columns; estimators refuse them", () => {
    expect(createMatrix([]).rows).toBe(0);
    expect(matrixFromRows([], ["a"])).toMatchObject({ rows: 0, columns: [{ name: "a" }] });
  });
});

describe("selection", () => {
  it("picks rows in the given order, as often as asked", () => {
    const picked = selectRows(TABLE, [2, 0, 0]);
    expect(picked.columns[0]).toMatchObject({ values: Float64Array.of(7, 5, 5) });
    expect(picked.columns[1]).toMatchObject({ codes: Int32Array.of(-1, 0, 0) });
    expect(viewRows(TABLE, 1, 3).columns[0]).toMatchObject({ values: Float64Array.of(Number.NaN, 7) });
  });

  it("picks columns by name and misses those that are not there", () => {
    expect(selectColumns(TABLE, ["mfa", "bytes"]).columns.map(({ name }) => name)).toEqual(["mfa", "bytes"]);
    expect(() => selectColumns(TABLE, ["no"])).toThrow(/lacks feature no/);
  });

  it("moves values to shared memory once", () => {
    const shared = toSharedMatrix(TABLE);
    expect(shared).toEqual(TABLE);
    expect(toSharedMatrix(shared).columns[0]).toBe(shared.columns[0]);
  });
});

describe("alignMatrix", () => {
  const features = toFeatures(TABLE);

  it("brings columns into the model's order and codes into its lists", () => {
    const other = matrixFromRecords([
      { spare: 1, mfa: 0, tool: "constructor", bytes: 1 },
      { spare: 1, mfa: 0, tool: "browser", bytes: 1 },
    ]);
    const aligned = alignMatrix(other, features);
    expect(aligned.columns.map(({ name }) => name)).toEqual(["bytes", "tool", "mfa"]);
    expect(aligned.columns[1]).toMatchObject({ codes: Int32Array.of(UNSEEN_CODE, 1) });
  });

  it("aligns what is aligned without another change", () => {
    const aligned = alignMatrix(matrixFromRecords([{ bytes: 1, tool: "new", mfa: 1 }]), features);
    expect(alignMatrix(aligned, features)).toEqual(aligned);
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { joinLines, splitLines } from "../../src/aws-files/lines.ts";
import { botocoreValues, parseAwsFile } from "../../src/aws-files/parse.ts";
import { readableFile } from "../../src/aws-files/reject.ts";
import { shlexWords } from "../../src/aws-files/words.ts";
import { type BotocoreReading, botocoreMissing, readWithBotocore } from "./botocore.ts";
import { BYTES, FILES, LINES } from "./corpus.ts";

const randomText = fc
  .array(fc.tuple(fc.constantFrom(...LINES), fc.constantFrom("\n", "\n", "\n", "\r\n", "\r")), {
    maxLength: 9,
  })
  .map((lines) => lines.flat().join(""));

function ours(text: string): BotocoreReading {
  const { problem, sections } = parseAwsFile(text);
  return problem === undefined ? nested(botocoreValues(sections)) : undefined;
}

/** Maps as objects, and values that begin with a line break as the blocks that botocore makes of them. */
function nested(values: ReadonlyMap<string, ReadonlyMap<string, string>>): BotocoreReading {
  const block = (value: string) =>
    Object.fromEntries(
      value
        .split(/[\n\v\f\x1c-\x1e\x85\u2028\u2029]/u)
        .filter((line) => line.includes("="))
        .map((line) => [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1).trim()]),
    );
  return Object.fromEntries(
    [...values].map(([name, keys]) => [
      name,
      Object.fromEntries(
        [...keys].map(([key, value]) => [key, value.startsWith("\n") ? block(value) : value]),
      ),
    ]),
  );
}

test("lines: every text is put back byte for byte", () => {
  const unit = fc.constantFrom("a", "\n", "\r", " ", "\u2028");
  fc.assert(
    fc.property(fc.oneof(randomText, fc.string({ unit })), (text) => {
      const lines = splitLines(text);
      assert.equal(joinLines(lines, lines), text);
    }),
  );
});

test("parse: reads, or rejects, every file of the corpus as botocore does", { skip: botocoreMissing }, () => {
  const readings = readWithBotocore(FILES);
  for (const [index, text] of FILES.entries()) {
    assert.deepEqual(plain(ours(text)), plain(readings[index]), JSON.stringify(text));
  }
});

test("parse: reads, or rejects, 3000 random files as botocore does", { skip: botocoreMissing }, () => {
  const texts = fc.sample(randomText, 3000);
  const readings = readWithBotocore(texts);
  const accepted = readings.filter((reading) => reading !== undefined).length;
  for (const [index, text] of texts.entries()) {
    assert.deepEqual(plain(ours(text)), plain(readings[index]), JSON.stringify(text));
  }
  assert.ok(accepted > 300 && accepted < 2700, `${accepted} were accepted`);
});

test("reject: bytes that are no UTF-8 are rejected by botocore and by us", { skip: botocoreMissing }, () => {
  const readings = readWithBotocore(BYTES);
  for (const [index, bytes] of BYTES.entries()) {
    assert.equal(readings[index], undefined);
    assert.throws(() => readableFile(bytes), { name: "AwsFileProblem" }, `bytes ${index}`);
  }
});

test("reject: the line and the reason are told", () => {
  const cases: readonly [text: string, line: number, reason: RegExp][] = [
    ["[a]\nx = 1\n\n[a]\n", 4, /\[a\] is there twice, first in line 1/],
    ["[a]\nx = 1\nX = 2\n", 3, /key x is there twice in \[a\], first in line 2/],
    ["# c\n[a]\nbare\n", 3, /no `=`/],
    ["\n\nx = 1\n", 3, /before the first \[section\]/],
    ["[a]\n[b\n", 2, /not closed, or is empty/],
    ["[a]\n[]\n", 2, /not closed, or is empty/],
    ["[a]\n = 1\n", 2, /no key before/],
    ["[a]\ns3 =\n  max 10\n", 2, /block below s3/],
    ["\uFEFF[a]\n", 1, /byte order mark/],
    ["[a]\nk = \0\n", 2, /NUL/],
  ];
  for (const [text, line, message] of cases) {
    assert.throws(() => readableFile(Buffer.from(text)), { line, message }, JSON.stringify(text));
  }
  assert.throws(() => readableFile(Buffer.from("[a]\nb = 1\nc = \xfc\n", "latin1")), {
    line: 3,
    message: /not UTF-8/,
  });
  assert.throws(() => readableFile(Buffer.from("\uFEFF[a]\n", "utf16le")), { line: 1, message: /UTF-16/ });
});

test("words: headers are split as shlex does", () => {
  const cases: readonly [string, readonly string[] | undefined][] = [
    ["profile foo", ["profile", "foo"]],
    ["profile  foo ", ["profile", "foo"]],
    ['profile "my prof"', ["profile", "my prof"]],
    ["profile 'x y'", ["profile", "x y"]],
    ['profile f"o"o', ["profile", "foo"]],
    ["profile a\\ b", ["profile", "a b"]],
    ['profile "a\\"b\\c"', ["profile", 'a"b\\c']],
    ["profile ''", ["profile", ""]],
    ['profile "foo', undefined],
    ["profile foo\\", undefined],
  ];
  for (const [text, words] of cases) assert.deepEqual(shlexWords(text), words, text);
});

/** As sorted pairs, so that a key called `__proto__` compares like any other. */
function plain(reading: BotocoreReading): string {
  const sorted = (value: unknown): unknown =>
    value !== null && typeof value === "object"
      ? Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, inner]) => [key, sorted(inner)])
      : value;
  return JSON.stringify(sorted(reading) ?? "rejected");
}

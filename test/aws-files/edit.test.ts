import assert from "node:assert/strict";
import { test } from "node:test";
import { applyEdits, type SectionEdit } from "../../src/aws-files/edit.ts";
import { configHeader, credentialsHeader } from "../../src/aws-files/headers.ts";
import { parseAwsFile } from "../../src/aws-files/parse.ts";

const dev = credentialsHeader("dev");
const set = (text: string, changes: Record<string, string | undefined>, header = dev): string =>
  applyEdits(parseAwsFile(text), [{ header, changes: new Map(Object.entries(changes)) }]);
const remove = (text: string): string => applyEdits(parseAwsFile(text), [{ header: dev, changes: "remove" }]);

test("edit: a new section is appended after a blank line", () => {
  assert.equal(set("", { a: "1", b: "2" }), "[dev]\na = 1\nb = 2\n");
  assert.equal(set("[x]\nk = v\n", { a: "1" }), "[x]\nk = v\n\n[dev]\na = 1\n");
  assert.equal(set("[x]\r\nk = v\r\n", { a: "1" }), "[x]\r\nk = v\r\n\r\n[dev]\r\na = 1\r\n");
  assert.equal(
    set("[x]\nk = v", { a: "1" }),
    "[x]\nk = v\n\n[dev]\na = 1",
    "a missing final newline stays missing",
  );
  assert.equal(set("[x]\n", { a: undefined }), "[x]\n", "nothing to take out, nothing created");
});

test("edit: a value is replaced in its place", () => {
  const before = "# top\n[dev] # mine\n; note\na = 1 # old\nother = x ; y\n\nb=2\n\n# end\n[x]\na = 9\n";
  const after = "# top\n[dev] # mine\n; note\na = 7\nother = x ; y\n\nb=8\nc = 9\n\n# end\n[x]\na = 9\n";
  assert.equal(set(before, { a: "7", b: "8", c: "9" }), after);
});

test("edit: keys end up in the form that every SDK reads, once", () => {
  assert.equal(set("[dev]\nAWS_KEY: old\n", { aws_key: "new" }), "[dev]\naws_key = new\n");
  assert.equal(set("[dev]\na = 1\n  2\n\n  3\nb = 4\n", { a: "new" }), "[dev]\na = new\n\nb = 4\n");
  assert.equal(set("[dev]\na =\n  n = 1\nb = 4\n", { a: "x", n: "y" }), "[dev]\na = x\nb = 4\nn = y\n");
  assert.equal(set("[dev]\n  a = 1\n  b = 2\n", { a: "x", c: "y" }), "[dev]\n  a = x\n  b = 2\nc = y\n");
});

test("edit: a key that the JavaScript SDK reads as one of a block is moved out of it", () => {
  assert.equal(set("[dev]\n  region =\n  a = 1\n", { a: "x" }), "[dev]\n  region =\na = x\n");
});

test("edit: a new key never swallows an indented header", () => {
  assert.equal(
    set("[dev]\n  a = 1\n  [x]\n  k = v\n", { b: "2" }),
    "[dev]\n  a = 1\n  b = 2\n  [x]\n  k = v\n",
  );
  assert.equal(set("[dev]\n  a =\n  [x]\n", { b: "2" }), "[dev]\n  b = 2\n  a =\n  [x]\n");
  assert.equal(set("[dev]\n    [x]\n", { b: "2" }), "[dev]\n    b = 2\n    [x]\n");
});

test("edit: a key is taken out with the lines that continue it", () => {
  assert.equal(set("[dev]\na = 1\n  2\n# c\n  3\nb = 4\n", { a: undefined }), "[dev]\n# c\nb = 4\n");
  assert.equal(set("[dev]\ns3 =\n  a = 1\n\n[x]\n", { s3: undefined }), "[dev]\n\n[x]\n");
});

test("edit: a header that some SDK does not see is put into the plain form", () => {
  assert.equal(set("[dev];c\na = 1\n", { a: "2" }), "[dev] ;c\na = 2\n");
  assert.equal(set("[dev] x\na = 1\n", { a: "2" }), "[dev] # x\na = 2\n");
  const config = configHeader("dev");
  assert.equal(set('[profile "dev"] # c\na = 1\n', { a: "2" }, config), "[profile dev] # c\na = 2\n");
  assert.equal(set("[profile  dev]\n", { a: "2" }, config), "[profile dev]\na = 2\n");
  assert.equal(
    set("[profile default]\na = 1\n", { a: "2" }, configHeader("default")),
    "[profile default]\na = 2\n",
  );
});

test("edit: a section that some SDK would read as a part of ours is refused when it matters", () => {
  const hidden = "[dev]\na = 1\n[x];c\na = 3\n";
  assert.throws(() => set(hidden, { a: "2" }), { name: "AwsFileProblem", line: 3 });
  assert.equal(set(hidden, { b: "2" }), "[dev]\na = 1\nb = 2\n[x];c\na = 3\n");
  assert.throws(() => set("[dev]\n[x]\n[ dev ] # c\na = 3\n", { a: "2" }), { line: 3 });
  assert.equal(set("[ dev ]\na = 3\n", { a: "2" }), "[ dev ]\na = 3\n\n[dev]\na = 2\n");
  const both = "[profile dev]\n[profile 'dev']\n";
  assert.throws(() => set(both, { a: "2" }, configHeader("dev")), { line: 2, message: /same profile/ });
});

test("edit: a file that botocore rejects is refused", () => {
  assert.throws(() => set("[x]\n[x]\n", { a: "1" }), { name: "AwsFileProblem", line: 2 });
  assert.throws(() => remove("junk\n[dev]\n"), { name: "AwsFileProblem", line: 1 });
});

test("edit: values that some parser would change are refused, and not shown", () => {
  const bad = [
    "",
    " x",
    "x ",
    "a\nb",
    "a\rb",
    "a\0b",
    "a #b",
    "a\t;b",
    "#b",
    ";b",
    '"x"',
    "'x'",
    '"',
    "a\u2028b",
  ];
  for (const value of [...bad, "\ud800", "x\ufeff", "x\u0085", '"/a b/c" "d e"']) {
    assert.throws(
      () => set("", { secret_key: value }),
      (error: Error & { exitCode?: number }) =>
        error.exitCode === 7 &&
        error.message.includes("secret_key") &&
        !(value.length > 2 && error.message.includes(value)),
      JSON.stringify(value),
    );
  }
  for (const value of [
    "a=b==",
    "a#b;c",
    "%(x)s",
    "a\\b",
    '"a" b',
    "=",
    ":x",
    "[y]",
    "true",
    "a\tb",
    "x\u0001y",
    "ü",
  ]) {
    assert.equal(set("", { k: value }), `[dev]\nk = ${value}\n`);
  }
});

test("edit: taking out a section puts back the text from before it was appended", () => {
  for (const text of ["", "[x]\n", "[x]\na = 1", "[x]\r\na = 1\r\n\r\n", "# c\n\n\n", "[x]\na = 1\n  2\n"]) {
    assert.equal(remove(set(text, { a: "1", b: "2" })), text, JSON.stringify(text));
  }
  assert.equal(remove("[a]\nx = 1\n\n[dev]\n# in\na = 1\n  2\n# next\n[b]\n"), "[a]\nx = 1\n# next\n[b]\n");
  assert.equal(remove("[a]\n"), "[a]\n");
});

test("edit: many sections of a file change at once as they would one by one", () => {
  const text = "# top\n\n[a]\nk = 1\n\n[b]\nk = 2\n\n[dev]\nk = 3\n# tail\n[c]\n  k = 4\n[d]\nk = 5";
  const edits: readonly SectionEdit[] = ["a", "new", "dev", "c", "other", "b", "dev", "new"].map(
    (profile, index) => ({
      header: credentialsHeader(profile),
      changes:
        index % 3 === 0
          ? "remove"
          : new Map([
              ["k", `${index}`],
              ["l", index % 2 === 0 ? undefined : "x"],
            ]),
    }),
  );
  for (let count = 1; count <= edits.length; count += 1) {
    const some = edits.slice(0, count);
    const oneByOne = some.reduce((before, edit) => applyEdits(parseAwsFile(before), [edit]), text);
    assert.equal(applyEdits(parseAwsFile(text), some), oneByOne, `${count}`);
  }
});

test("edit: sections removed together put back the text from before they were appended", () => {
  const names = ["dev", "prod", "test"];
  const edit = (changes: (name: string) => SectionEdit["changes"]): readonly SectionEdit[] =>
    names.map((name) => ({ header: credentialsHeader(name), changes: changes(name) }));
  for (const text of ["", "[x]\n", "[x]\na = 1", "# c\n\n\n"]) {
    const written = applyEdits(
      parseAwsFile(text),
      edit((name) => new Map([["a", name]])),
    );
    assert.equal(
      applyEdits(
        parseAwsFile(written),
        edit(() => "remove"),
      ),
      text,
      JSON.stringify(text),
    );
    const middle = edit(() => "remove").slice(0, 2);
    assert.match(applyEdits(parseAwsFile(written), middle), /^(?:[\s\S]*\n\n)?\[test\]\na = test\n?$/);
  }
});

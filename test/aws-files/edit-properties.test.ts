import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyEdits } from "../../src/aws-files/edit.ts";
import { configHeader, credentialsHeader, type SectionHeader } from "../../src/aws-files/headers.ts";
import { javaScriptName, readAsJavaScriptSdk } from "../../src/aws-files/javascript-reading.ts";
import { INHERITED_SECTION, ownValues, parseAwsFile } from "../../src/aws-files/parse.ts";
import { AwsFileProblem } from "../../src/aws-files/problem.ts";
import { verifyEdit } from "../../src/aws-files/verify.ts";
import {
  type BotocoreReading,
  botocoreMissing,
  readProfilesWithBotocore,
  readWithBotocore,
} from "./botocore.ts";
import { FILES as FILES_OF_CORPUS, LINES } from "./corpus.ts";
import { readWithJavaScriptSdk } from "./javascript-sdk.ts";

const FILES = 1500;

interface Case {
  readonly before: string;
  readonly profile: string;
  readonly isConfig: boolean;
  readonly changes: ReadonlyMap<string, string | undefined>;
  readonly after: string;
}

const ending = fc.oneof({ weight: 4, arbitrary: fc.constant("\n") }, fc.constant("\r\n"));
const anyText = fc
  .tuple(fc.array(fc.constantFrom(...LINES), { maxLength: 12 }), ending, fc.boolean())
  .map(([lines, end, isClosed]) => lines.join(end) + (isClosed ? end : ""));
const readableText = anyText.filter((text) => parseAwsFile(text).problem === undefined);

const value = fc
  .string({ minLength: 1, unit: fc.constantFrom(..."aB3/+=#;:[]%$\\\"' \t,{}é\u0001~-") })
  .filter((text) => {
    const trimmed = text.trim() === text && !/(?:^|\s)[#;]/.test(text);
    return trimmed && text !== "" && !/^(["']).*\1$|^["']$/.test(text);
  });
const changes = fc
  .dictionary(
    fc.constantFrom(
      "aws_access_key_id",
      "aws_secret_access_key",
      "aws_session_token",
      "region",
      "expiration",
    ),
    fc.oneof({ weight: 5, arbitrary: value }, fc.constant(undefined)),
    { minKeys: 1 },
  )
  .map((object) => new Map(Object.entries(object)));
const profile = fc.constantFrom("default", "dev", "prod", "a.b", "new@x/y+z");

const headerOf = ({ profile: name, isConfig }: Pick<Case, "profile" | "isConfig">): SectionHeader =>
  isConfig ? configHeader(name) : credentialsHeader(name);

/** Random changes of random files; those that are refused with a reason are left out, and counted. */
function sample(): { readonly cases: readonly Case[]; readonly refused: number } {
  const cases: Case[] = [];
  let refused = 0;
  for (const [before, name, isConfig, change] of fc.sample(
    fc.tuple(readableText, profile, fc.boolean(), changes),
    FILES,
  )) {
    const header = headerOf({ profile: name, isConfig });
    try {
      const after = applyEdits(parseAwsFile(before), [{ header, changes: change }]);
      verifyEdit(parseAwsFile(before), parseAwsFile(after), [{ header, changes: change }]);
      cases.push({ before, profile: name, isConfig, changes: change, after });
    } catch (error) {
      if (!(error instanceof AwsFileProblem)) throw error;
      refused += 1;
    }
  }
  return { cases, refused };
}

const { cases, refused } = sample();

test(`edit: of ${FILES} random changes few are refused`, () => {
  assert.ok(refused < FILES / 5, `${refused} were refused`);
});

test("edit: every line outside the section stays byte for byte, in its order", () => {
  for (const { before, after, ...rest } of cases) {
    const header = headerOf(rest);
    const foreign = (text: string): string => {
      const { lines, sections } = parseAwsFile(text);
      const section = sections.find(({ name }) => header.isMeantBy(name));
      if (section === undefined) return text;
      const next = sections[sections.indexOf(section) + 1];
      const kept = [...lines.slice(0, section.line), ...lines.slice(next?.line ?? lines.length)];
      return kept.map(({ content, ending }) => content + ending).join("");
    };
    const wasThere = parseAwsFile(before).sections.some(({ name }) => header.isMeantBy(name));
    if (wasThere) assert.equal(foreign(after), foreign(before));
    else assert.ok(after.startsWith(before), JSON.stringify([before, after]));
  }
});

test("edit: comments, blank lines and foreign keys of the section stay, too", () => {
  for (const { before, after, changes: change } of cases) {
    const kept = (text: string): readonly string[] =>
      text.split(/\r?\n/).filter((line) => /^\s*[#;]/.test(line) || /^output/.test(line));
    assert.deepEqual(kept(after), kept(before), JSON.stringify([before, after, [...change]]));
  }
});

test("edit: doing it twice is doing it once", () => {
  for (const { after, changes: change, ...rest } of cases) {
    const again = applyEdits(parseAwsFile(after), [{ header: headerOf(rest), changes: change }]);
    assert.equal(again, after, JSON.stringify(after));
  }
});

test("edit: several sections at once read as if they were changed one by one", () => {
  const edit = fc.tuple(profile, fc.oneof({ weight: 3, arbitrary: changes }, fc.constant("remove" as const)));
  const many = fc.uniqueArray(edit, { minLength: 2, maxLength: 4, selector: ([name]) => name });
  let compared = 0;
  for (const [before, isConfig, wanted] of fc.sample(fc.tuple(readableText, fc.boolean(), many), FILES)) {
    const edits = wanted.map(([name, change]) => ({
      header: headerOf({ profile: name, isConfig }),
      changes: change,
    }));
    const oneByOne = () => edits.reduce((text, one) => applyEdits(parseAwsFile(text), [one]), before);
    const expected = resultOf(oneByOne);
    // What is not read as it was is refused, as when a removed header leaves an indented line behind the keys of another section.
    const atOnce = resultOf(() => {
      const text = applyEdits(parseAwsFile(before), edits);
      verifyEdit(parseAwsFile(before), parseAwsFile(text), edits);
      return text;
    });
    // A change of one header may make the next change possible.
    if (expected === undefined || atOnce === undefined) continue;
    const shown = JSON.stringify([before, edits.map((one) => [one.header.name, [...one.changes]])]);
    assert.deepEqual(
      ownValues(parseAwsFile(atOnce).sections),
      ownValues(parseAwsFile(expected).sections),
      shown,
    );
    compared += 1;
  }
  assert.ok(compared > FILES / 2, `${compared} were compared`);
});

/** Undefined for what is refused with a reason. */
function resultOf(edit: () => string): string | undefined {
  try {
    return edit();
  } catch (error) {
    if (!(error instanceof AwsFileProblem)) throw error;
    return undefined;
  }
}

test("edit: botocore reads our section as written and every other one as before", {
  skip: botocoreMissing,
}, () => {
  const before = readWithBotocore(cases.map((one) => one.before));
  const after = readWithBotocore(cases.map((one) => one.after));
  const profiles = readProfilesWithBotocore(cases.map((one) => one.after));
  for (const [index, one] of cases.entries()) {
    const header = headerOf(one);
    const others = (reading: BotocoreReading) =>
      Object.fromEntries(Object.entries(reading ?? {}).filter(([name]) => !header.isMeantBy(name)));
    const shown = JSON.stringify([one.before, one.after]);
    assert.deepEqual(others(after[index]), others(before[index]), shown);
    const ours = one.isConfig ? profiles[index]?.[one.profile] : after[index]?.[one.profile];
    // What is taken out of the section itself may be inherited.
    const inherited = ownValues(parseAwsFile(one.before).sections).get(INHERITED_SECTION);
    for (const [key, text] of one.changes) {
      if (text !== undefined || inherited?.has(key) !== true)
        assert.equal(ours?.[key], text, `${key}: ${shown}`);
    }
  }
});

test("edit: the JavaScript SDK reads our section as written and every other one as before", async () => {
  let compared = 0;
  for (const one of cases) {
    const file = one.isConfig ? "config" : "credentials";
    const before = (await readWithJavaScriptSdk(one.before))[file];
    const after = (await readWithJavaScriptSdk(one.after))[file];
    const shown = JSON.stringify([one.profile, file, [...one.changes], one.before, one.after]);
    for (const [key, text] of one.changes) {
      if (text !== undefined) assert.equal(after[one.profile]?.[key], text, `${key}: ${shown}`);
    }
    const header = headerOf(one);
    const ours = [...parseAwsFile(one.before).sections, ...parseAwsFile(one.after).sections]
      .filter(({ name }) => header.isMeantBy(name))
      .map(({ name }) => (javaScriptName(name) ?? "").replace(one.isConfig ? /^profile\./ : /^$/, ""));
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (ours.includes(name)) continue;
      assert.deepEqual(after[name], before[name], `${name}: ${shown}`);
      compared += 1;
    }
  }
  assert.ok(compared > FILES / 6, `${compared} were compared`);
});

test("javascript-reading: reads every file as the JavaScript SDK does", async () => {
  for (const text of [...FILES_OF_CORPUS, ...cases.map(({ before }) => before)]) {
    if (text.includes("__proto__") || text.includes("constructor")) continue;
    const { credentials } = await readWithJavaScriptSdk(text);
    const ours = [...readAsJavaScriptSdk(text)].map(
      ([name, keys]) => [name, Object.fromEntries(keys)] as const,
    );
    assert.deepEqual(Object.fromEntries(ours), credentials, JSON.stringify(text));
  }
});

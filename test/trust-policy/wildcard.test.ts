// The wildcard matcher against a naive one, and the reading of policy values.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts hold ${…} on purpose
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { patternOfValue } from "../../src/trust-policy/value-pattern.ts";
import { matchesPattern } from "../../src/trust-policy/wildcard.ts";

const LIKE = { wildcards: true, variables: true };

function like(pattern: string, text: string, rules = LIKE): boolean {
  return matchesPattern(patternOfValue(pattern, rules).pattern, text);
}

/** Tries every split: slow and obviously right. */
function naiveLike(pattern: string, text: string): boolean {
  if (pattern === "") return text === "";
  const rest = pattern.slice(1);
  if (pattern[0] === "*") {
    return naiveLike(rest, text) || (text !== "" && naiveLike(pattern, text.slice(1)));
  }
  return text !== "" && (pattern[0] === "?" || pattern[0] === text[0]) && naiveLike(rest, text.slice(1));
}

const smallText = (letters: string, maxLength: number) =>
  fc.array(fc.constantFrom(...letters), { maxLength }).map((characters) => characters.join(""));

test("the matcher agrees with a naive one on short patterns and texts", () => {
  let matched = 0;
  fc.assert(
    fc.property(smallText("ab*?", 7), smallText("ab", 8), (pattern, text) => {
      if (naiveLike(pattern, text)) matched += 1;
      assert.equal(like(pattern, text), naiveLike(pattern, text));
    }),
    { numRuns: 3000 },
  );
  assert.ok(matched > 100, `only ${matched} of the samples matched: they prove little`);
});

test("a text matches itself with parts of it replaced by *", () => {
  const parts = fc.array(fc.string({ unit: "binary" }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(parts, (texts) => {
      const pattern = texts.map((text) => text.replace(/[*?$]/g, "${$&}")).join("*");
      assert.ok(like(pattern, texts.join("between")));
    }),
  );
});

test("a text escaped with ${*}, ${?} and ${$} matches itself and nothing longer", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), smallText("*?${}a", 8)), (text) => {
      const escaped = text.replace(/[*?$]/g, "${$&}");
      assert.ok(like(escaped, text));
      assert.ok(!like(escaped, `${text}x`));
      assert.ok(!like(escaped, `x${text}`));
    }),
  );
});

test("many stars against a long text end at once", () => {
  const text = "a".repeat(20_000);
  assert.equal(like(`${"*a".repeat(30)}*b`, text), false);
  assert.equal(like(`${"*a".repeat(30)}*`, text), true);
});

test("? is one character, also one above U+FFFF", () => {
  assert.ok(like("a?c", "a😀c"));
  assert.ok(!like("a??c", "a😀c"));
  assert.ok(!like("a?c", "ac"));
});

test("* crosses slashes and colons", () => {
  assert.ok(like("project_path:g/*:ref:main", "project_path:g/sub/p:ref_type:branch:ref:main"));
});

test("without wildcards * and ? are themselves", () => {
  const rules = { wildcards: false, variables: true };
  assert.ok(like("a*?", "a*?", rules));
  assert.ok(!like("a*?", "abc", rules));
});

test("without variables ${*} is a dollar, a brace, any run and a brace", () => {
  const rules = { wildcards: true, variables: false };
  assert.ok(like("${*}", "${anything}", rules));
  assert.ok(!like("${*}", "*", rules));
});

test("a variable without a value is reported, an unclosed one is literal", () => {
  assert.deepEqual(patternOfValue("a${aws:username}b${$}", LIKE).unresolved, ["${aws:username}"]);
  assert.ok(like("a${b", "a${b"));
});

// The quoting rules of the shells against readers of their own: whatever is quoted is read back, and leaves the quotes nowhere.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { quoteElvish } from "../../src/shells/elvish.ts";
import { quoteFish } from "../../src/shells/fish.ts";
import { SHELLS } from "../../src/shells/index.ts";
import { quotePosix } from "../../src/shells/posix.ts";
import { quotePowerShell } from "../../src/shells/powershell.ts";
import { quoteTcsh } from "../../src/shells/tcsh.ts";
import { quotePython } from "../../src/shells/xonsh.ts";

const nasty = fc.oneof(
  fc.string({ unit: "binary" }).filter((text) => text.isWellFormed() && !text.includes("\0")),
  fc.string({ unit: fc.constantFrom(..."'\"\\`$!;&|(){}[]<>*?~#=%^ \t\n\r\u2018\u2019\u201a\u201bé😀a0") }),
);

function everyValue(check: (value: string) => void): void {
  fc.assert(fc.property(nasty, check), { numRuns: 2000 });
}

/** POSIX, Shell Command Language, 2.2: '…', "…" and \x, and nothing that a shell would expand. */
function readPosix(text: string): string {
  let value = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === "'") {
      const end = text.indexOf("'", at + 1);
      assert.notEqual(end, -1, "an open quote");
      value += text.slice(at + 1, end);
      at = end;
    } else if (character === '"') {
      for (at++; text[at] !== '"'; at++) {
        assert.ok(at < text.length, "an open quote");
        assert.ok(!"$`".includes(text[at] ?? ""), "an expansion");
        if (text[at] === "\\" && '$`"\\\n'.includes(text[at + 1] ?? "")) at++;
        value += text[at];
      }
    } else {
      assert.equal(character, "\\", `a bare ${JSON.stringify(character)}`);
      value += text[++at];
    }
  }
  return value;
}

describe("quoting", () => {
  it("POSIX: nothing is left bare", () => {
    everyValue((value) => assert.equal(readPosix(quotePosix(value)), value));
    for (const value of ["", "=ls", "~root", "-n", "plain"]) assert.equal(quotePosix(value), `'${value}'`);
  });

  it("fish: single quotes with two escapes; control characters outside of them", () => {
    everyValue((value) => {
      const text = quoteFish(value);
      assert.doesNotMatch(text, /[\u0001-\u001f\u007f]/);
      const read = text.replace(
        /'((?:[^'\\]|\\[\\'])*)'|\\x([0-9a-f]{2})|\\([nrt])|(.)/gsu,
        (_, quoted, hex, letter, bare) => {
          assert.equal(bare, undefined, `a bare ${bare}`);
          if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
          if (letter !== undefined) return { n: "\n", r: "\r", t: "\t" }[letter as "n" | "r" | "t"];
          return quoted.replace(/\\([\\'])/g, "$1");
        },
      );
      assert.equal(read, value);
    });
  });

  it("PowerShell: printable ASCII, no curly quote can close the string", () => {
    everyValue((value) => {
      const text = quotePowerShell(value);
      assert.match(text, /^[\x20-\x7e]*$/);
      const units = /^\(-join \[char\[\]\]@\(([0-9,]*)\)\)$/.exec(text)?.[1];
      if (units !== undefined) assert.equal(String.fromCharCode(...units.split(",").map(Number)), value);
      else {
        assert.match(text, /^'(?:[^']|'')*'$/);
        assert.equal(text.slice(1, -1).replaceAll("''", "'"), value);
      }
    });
  });

  it("elvish: single quotes, doubled", () => {
    everyValue((value) => {
      const text = quoteElvish(value);
      assert.match(text, /^'(?:[^']|'')*'$/s);
      assert.equal(text.slice(1, -1).replaceAll("''", "'"), value);
    });
  });

  it("xonsh: a Python literal in printable ASCII", () => {
    everyValue((value) => {
      const text = quotePython(value);
      assert.match(
        text,
        /^'(?:[\x20-\x26\x28-\x5b\x5d-\x7e]|\\['\\]|\\x[0-9a-f]{2}|\\u[0-9a-f]{4}|\\U[0-9a-f]{8})*'$/,
      );
      const read = text
        .slice(1, -1)
        .replace(
          /\\(?:(['\\])|x(..)|u(....)|U(.{8}))/g,
          (_, plain, x, u, U) => plain ?? String.fromCodePoint(Number.parseInt(x ?? u ?? U, 16)),
        );
      assert.equal(read, value);
    });
  });

  it("tcsh: no ASCII character that the shell could find, but in octal", () => {
    everyValue((value) => {
      const text = quoteTcsh(value);
      if (text.startsWith("$")) {
        assert.match(text, /^\$'(?:[A-Za-z0-9_./+=\-\u0080-\uffff]|\\[0-7]{3})*'$/);
        const read = text
          .slice(2, -1)
          .replace(/\\([0-7]{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
        assert.equal(read, value);
      } else assert.equal(text, `'${value}'`);
    });
  });

  it("nu: one JSON object, whatever the value", () => {
    const nu = SHELLS.find(({ name }) => name === "nu");
    everyValue((value) => {
      const text = nu?.script([{ name: "X", value }]) ?? "";
      assert.deepEqual(JSON.parse(text), { X: value });
      assert.equal(text.indexOf("\n"), text.length - 1);
    });
  });

  it("a script has one statement a line, each ended by a semicolon where the shell knows it", () => {
    const changes = [
      { name: "A", value: "a;b" },
      { name: "B", value: undefined },
    ];
    for (const shell of SHELLS.filter(({ name }) => name !== "cmd" && name !== "nu"))
      for (const text of [shell.script(changes), shell.unsetScript(["A", "B"]), shell.failure(5)])
        assert.match(text, /^([^\n]+;\n)+$/, shell.name);
  });
});

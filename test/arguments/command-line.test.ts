// The grammar of a command line: pflag's forms, and everything that is refused.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { type CommandLine, readCommandLine } from "../../src/arguments/command-line.ts";
import type { FlagSpec } from "../../src/arguments/flag-spec.ts";
import { EXIT, HelperError } from "../../src/errors.ts";

const FLAGS: readonly FlagSpec[] = [
  { name: "filename", short: "f", value: "FILE", summary: "a value flag" },
  { name: "duration-seconds", short: "d", value: "SECONDS", summary: "a value flag" },
  { name: "role-arn", value: "ARN", summary: "a value flag without a short name" },
  { name: "export", short: "e", summary: "a switch" },
  { name: "quiet", short: "q", summary: "a switch" },
  { name: "region", value: "REGION", valueOptional: true, summary: "a switch after which a value may stand" },
  { name: "help", short: "h", summary: "help" },
];

function read(words: readonly string[], takesChild = false): CommandLine {
  return readCommandLine(words, { name: "sample", flags: FLAGS, takesChild });
}

/** The flags of a line of words with one blank between them. */
function flagsOf(line: string): Record<string, unknown> {
  return Object.fromEntries(read(line.split(" ")).values);
}

function assertRefused(words: readonly string[], named: RegExp, takesChild = false): void {
  assert.throws(
    () => read(words, takesChild),
    (failure) => {
      assert.ok(failure instanceof HelperError, String(failure));
      assert.equal(failure.exitCode, EXIT.USAGE);
      assert.match(failure.message, named);
      return true;
    },
    JSON.stringify(words),
  );
}

describe("arguments: pflag's forms", () => {
  const FORMS: readonly (readonly [line: string, flags: Record<string, unknown>])[] = [
    ["-d900", { "duration-seconds": "900" }],
    ["-d=900", { "duration-seconds": "900" }],
    ["-d 900", { "duration-seconds": "900" }],
    ["--duration-seconds 900", { "duration-seconds": "900" }],
    ["--duration-seconds=900", { "duration-seconds": "900" }],
    ["-ef out.env", { export: true, filename: "out.env" }],
    ["-efout.env", { export: true, filename: "out.env" }],
    ["-ef=out.env", { export: true, filename: "out.env" }],
    ["-eq", { export: true, quiet: true }],
    ["-eqd900", { export: true, quiet: true, "duration-seconds": "900" }],
    ["-fe", { filename: "e" }],
    ["-e=true", { export: true }],
    ["-e=false -q", { export: false, quiet: true }],
    ["-qe=F", { quiet: true, export: false }],
    ["--export", { export: true }],
    ["--filename=a=b=c", { filename: "a=b=c" }],
    ["-f=a=b", { filename: "a=b" }],
    ["-f -d", { filename: "-d" }],
    ["--filename --export", { filename: "--export" }],
    ["--filename -- --export", { filename: "--", export: true }],
    ["--filename=-v", { filename: "-v" }],
    ["-f - -e", { filename: "-", export: true }],
    ["-d 012 --role-arn 1e5", { "duration-seconds": "012", "role-arn": "1e5" }],
  ];
  for (const [line, want] of FORMS) it(line, () => assert.deepEqual(flagsOf(line), want));

  for (const word of ["1", "t", "T", "true", "TRUE", "True"])
    it(`--export=${word} is on`, () => assert.deepEqual(flagsOf(`--export=${word}`), { export: true }));
  for (const word of ["0", "f", "F", "false", "FALSE", "False"])
    it(`--export=${word} is off`, () => assert.deepEqual(flagsOf(`--export=${word}`), { export: false }));

  it("a switch does not take the next word", () => {
    assertRefused(["--export", "true"], /no argument "true"/);
  });

  it("a switch with an optional value takes a word, but not a flag", () => {
    assert.deepEqual(flagsOf("--region eu-west-1 -e"), { region: true, export: true });
    assert.deepEqual(flagsOf("--region -e"), { region: true, export: true });
    assert.deepEqual(flagsOf("--region=eu-west-1"), { region: true });
    assert.deepEqual(flagsOf("-e --region"), { region: true, export: true });
  });
});

describe("arguments: what is refused", () => {
  it("a flag twice, in whatever forms", () => {
    for (const line of [
      "-f a -f b",
      "-fa --filename=b",
      "-e -e",
      "-ee",
      "--export --export=false",
      "-f a -ef b",
    ])
      assertRefused(line.split(" "), /(--filename|--export) is given twice/);
    assertRefused(["--region", "--region"], /--region is given twice/);
    assertRefused(["--region", "x", "--region", "y"], /--region is given twice/);
  });

  it("an empty value, naming the flag", () => {
    for (const words of [["--filename="], ["--filename", ""], ["-f", ""], ["-f="], ["-ef", ""]])
      assertRefused(words, /--filename has an empty value/);
  });

  it("a missing value, naming the flag", () => {
    for (const words of [["--filename"], ["-f"], ["-ef"], ["-e", "--filename"]])
      assertRefused(words, /--filename needs a value: FILE/);
  });

  it("a switch that is neither true nor false", () => {
    for (const word of ["yes", "2", "", "tRue"]) assertRefused([`--export=${word}`], /--export is a switch/);
  });

  it("an unknown flag, without the value that may be secret", () => {
    assertRefused(["--tokne=s3cret"], /^unknown flag --tokne for sample$/);
    assertRefused(["-x"], /^unknown flag -x for sample$/);
    assertRefused(["-ex900"], /^unknown flag -x for sample$/);
    assertRefused(["--no-export"], /^unknown flag --no-export for sample$/);
    assertRefused(["--Filename=a"], /unknown flag --Filename/);
    assertRefused(["-E"], /unknown flag -E/);
    assertRefused(["---filename=a"], /unknown flag ---filename/);
    assertRefused(["--=a"], /unknown flag --/);
  });

  it("names that every object has are no flags", () => {
    for (const name of ["toString", "__proto__", "constructor", "hasOwnProperty", "valueOf"]) {
      assertRefused([`--${name}`], new RegExp(`unknown flag --${name}`));
      assertRefused([`--${name}=x`], new RegExp(`unknown flag --${name}`));
    }
  });

  it("a near miss is told the right name", () => {
    for (const [typed, name] of [
      ["--role", "--role-arn"],
      ["--exports", "--export"],
    ] as const)
      assert.throws(
        () => read([typed]),
        (failure: HelperError) => failure.remedy === `Did you mean ${name}?`,
      );
  });

  it("a surplus word", () => {
    for (const words of [["word"], ["-e", "word"], ["--", "word"], ["-"], [""]])
      assertRefused(words, /sample takes no argument/);
  });

  it("a message stays on its line, whatever was typed", () => {
    for (const words of [["--a\nb"], ["--\u001b[2K"], ["-\n"], ["-\u001b"]])
      assertRefused(words, /^[^\n\u001b]*$/);
  });
});

describe("arguments: a command to run", () => {
  it("begins at the first word that is no flag; its own flags are its own", () => {
    for (const [words, child] of [
      [
        ["aws", "s3", "ls"],
        ["aws", "s3", "ls"],
      ],
      [
        ["-e", "aws", "--filename", "x", "-f", "--help", "--", "-z"],
        ["aws", "--filename", "x", "-f", "--help", "--", "-z"],
      ],
      [
        ["-d", "900", "aws", "--unknown"],
        ["aws", "--unknown"],
      ],
      [
        ["-", "x"],
        ["-", "x"],
      ],
    ] as const)
      assert.deepEqual(read(words, true).child, child);
  });

  it("begins after --, whatever it looks like", () => {
    for (const child of [["aws"], ["-x", "--export"], ["--", "a"], ["a", ""], ["a", "--", "b"]])
      assert.deepEqual(read(["-e", "--", ...child], true).child, child);
    assert.deepEqual(Object.fromEntries(read(["-e", "--", "-q"], true).values), { export: true });
  });

  it("is not there", () => {
    assert.equal(read(["-e"], true).child, undefined);
    assert.equal(read([], true).child, undefined);
    assert.equal(read(["--"]).child, undefined);
  });

  it("-- with nothing behind it is refused: an empty variable must not print credentials", () => {
    assertRefused(["--"], /no command after --/, true);
    assertRefused(["-e", "--", ""], /no command after --/, true);
    assertRefused(["--", "", "argument"], /no command after --/, true);
  });

  it("an empty first word is refused as well", () => {
    assertRefused([""], /no command/, true);
    assertRefused(["-e", "", "argument"], /no command/, true);
  });
});

describe("arguments: help", () => {
  it("wins over what is wrong behind it", () => {
    for (const words of [
      ["--help", "--bogus"],
      ["-h", "word"],
      ["-e", "--help", "-e"],
      ["-eh"],
      ["-d900", "-h", "--"],
    ])
      assert.equal(read(words, true).values.get("help"), true, words.join(" "));
  });

  it("switched off does not end the line", () => {
    assert.deepEqual(read(["--help=false", "--", "aws"], true).child, ["aws"]);
    assert.equal(read(["--help=false", "-e"]).values.get("export"), true);
    assertRefused(["--help=false", "--bogus"], /unknown flag --bogus/);
  });
});

describe("arguments: properties", () => {
  const value = fc.oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.constantFrom(
      "--no-x",
      "--",
      "-",
      "=",
      "==",
      "-f",
      "--help",
      "-h",
      "0",
      "012",
      "1e5",
      "true",
      "NaN",
      "__proto__",
      "é",
      "😀",
      " ",
      "\n",
    ),
  );

  it("what is typed for a value flag arrives byte for byte, in every form", () => {
    fc.assert(
      fc.property(value, (text) => {
        for (const words of [
          [`--filename=${text}`],
          ["--filename", text],
          [`-f=${text}`],
          ["-f", text],
          [`-ef=${text}`],
        ])
          assert.equal(read(words).values.get("filename"), text);
      }),
      { numRuns: 2000 },
    );
  });

  it("the command to run arrives word for word", () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1 }), (words) => {
        assert.deepEqual(read(["-e", "--", ...words], true).child, words);
        assert.deepEqual(read(["-e", "cmd", ...words], true).child, ["cmd", ...words]);
      }),
      { numRuns: 1000 },
    );
  });

  it("any line is read or refused as wrong usage, and each flag has the kind of value that it is for", () => {
    const word = fc.oneof(
      value,
      fc.constantFrom("-e", "-f", "-d", "--region", "--export=0", "-e=", "--filename="),
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 6 }), fc.boolean(), (words, takesChild) => {
        try {
          for (const [name, got] of read(words, takesChild).values) {
            const flag = FLAGS.find((candidate) => candidate.name === name);
            const text = flag?.value !== undefined && flag.valueOptional !== true;
            assert.equal(typeof got, text ? "string" : "boolean");
            assert.notEqual(got, "");
          }
        } catch (failure) {
          assert.ok(failure instanceof HelperError && failure.exitCode === EXIT.USAGE, String(failure));
        }
      }),
      { numRuns: 3000 },
    );
  });
});

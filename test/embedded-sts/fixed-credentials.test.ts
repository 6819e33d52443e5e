// Fixed credentials arrive through XML and the SDK as they are, however nasty.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts hold ${…} on purpose
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { escapeXml } from "../../embedded-sts/xml.ts";
import { assume, startFor } from "./client.ts";

const NASTY = [
  "plain/+=",
  "'\"`$(id) ${HOME} \\ !x %PATH% ~ * ? # ; & | < > ( ) { } [ ]",
  "<SecretAccessKey>&amp;&#65;]]></SecretAccessKey>",
  "line\nline\r\nline\rend",
  "tab\there \u0001\u0007\u001B[31m\u007F\u0085\u009F\u2028\u2029\uFEFF\uFFFE\uFFFF",
  "ünïcödé 日本 ‘curly’ 😀🏴‍☠️ e\u0301",
  "-leading dash and = sign",
];

test("nasty texts in all three credentials reach the SDK unchanged", async (t) => {
  const sts = await startFor(t);
  const token = await sts.signIdToken();
  for (const text of NASTY) {
    sts.setCredentials({ accessKeyId: `A${text}A`, secretAccessKey: `S${text}S`, sessionToken: `T${text}T` });
    const { Credentials: got } = await assume(sts, { token });
    assert.equal(got?.AccessKeyId, `A${text}A`);
    assert.equal(got?.SecretAccessKey, `S${text}S`);
    assert.equal(got?.SessionToken, `T${text}T`);
  }
});

test("the expiry can be fixed, too; undefined gives random credentials again", async (t) => {
  const sts = await startFor(t, {
    credentials: { accessKeyId: "FIXED", expiration: "2030-01-01T00:00:00Z" },
  });
  const fixed = await assume(sts);
  assert.equal(fixed.Credentials?.AccessKeyId, "FIXED");
  assert.equal(fixed.Credentials?.Expiration?.getTime(), Date.UTC(2030, 0, 1));
  sts.setCredentials(undefined);
  assert.match((await assume(sts)).Credentials?.AccessKeyId ?? "", /^ASIA/);
  sts.reset();
  assert.equal((await assume(sts)).Credentials?.AccessKeyId, "FIXED");
});

test("escaped XML has no markup and no control character, and decodes to the text", () => {
  const decode = (xml: string): string =>
    xml.replace(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name: string) =>
      code === undefined
        ? ({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }[name] ?? "")
        : String.fromCharCode(Number(code)),
    );
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\r", "\n", "\0", "<", "&#13;", "\uD800", "😀"),
      (a, b) => {
        const xml = escapeXml(a + b + a);
        assert.doesNotMatch(xml, /[<>"'\u0000-\u001F\u007F-\u009F]/);
        assert.equal(decode(xml), a + b + a);
      },
    ),
  );
});

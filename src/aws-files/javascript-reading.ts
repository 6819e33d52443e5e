// Reads an AWS file as the AWS SDK for JavaScript does, to find out whether a change means the same to it.
// Only verify.ts imports it.
//
// The rules (@smithy/core 3.41, shared-ini-file-loader) differ from botocore's: a comment may stand behind a value,
// indented lines are keys like any other, below `key =` keys of a block; nothing continues a value; sections and
// keys that come twice are merged; a line that is not understood is passed over.

/** Two words in the brackets, the second one perhaps in quotes; of other first words nothing is kept. */
const TWO_WORDS = /^([\w-]+)\s(["'])?([\w\-@+.%:/]+)\2$/;
const PREFIXES: readonly string[] = ["profile", "sso-session", "services"];

/** Section name to key to value. The section of the profile x in the config file is called `profile.x`. */
export function readAsJavaScriptSdk(text: string): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const sections = new Map<string, Map<string, string>>();
  let section: string | undefined;
  let block: string | undefined;
  for (const line of text.split(/\r?\n/)) {
    const content = (line.split(/(?:^|\s)[;#]/, 1)[0] ?? "").trim();
    if (content.startsWith("[") && content.endsWith("]")) {
      section = javaScriptName(content.slice(1, -1));
      block = undefined;
      continue;
    }
    const separator = content.indexOf("=");
    if (!section || separator < 1) continue;
    const [key, value] = [content.slice(0, separator).trim(), content.slice(separator + 1).trim()];
    if (value === "") {
      block = key;
      continue;
    }
    if (line.trimStart() === line) block = undefined;
    const keys = sections.get(section) ?? new Map<string, string>();
    sections.set(section, keys.set(block ? `${block}.${key}` : key, value));
  }
  return sections;
}

/** What the SDK calls a section; undefined when it drops it. */
export function javaScriptName(header: string): string | undefined {
  const [, prefix, , name] = TWO_WORDS.exec(header) ?? [];
  if (prefix === undefined) return header;
  return PREFIXES.includes(prefix) ? `${prefix}.${name}` : undefined;
}

// Writing XML such as STS writes: elements with text, and nothing else.

/** An element's content: a text, or elements in their order. An undefined element is left out. */
export type XmlContent = string | { readonly [element: string]: XmlContent | undefined };

const NAMED: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&apos;"],
]);

/**
 * A text as element content. Control characters and lone surrogates become numeric references, so that no parser
 * normalises or drops them on the way (a raw CR would arrive as LF). Everything else is sent as it is, also what lies
 * above U+FFFF: the JavaScript SDK decodes numeric references to those wrongly.
 */
export function escapeXml(text: string): string {
  return text.replace(
    /[&<>"'\u0000-\u001F\u007F-\u009F\u2028]|\p{Surrogate}/gu,
    (character) => NAMED.get(character) ?? `&#${character.charCodeAt(0)};`,
  );
}

/** The content as XML text, without a declaration; one element a line, as AWS indents it. */
export function toXml(content: XmlContent, indent = ""): string {
  if (typeof content === "string") return escapeXml(content);
  let xml = "";
  for (const [element, inner] of Object.entries(content)) {
    if (inner === undefined) continue;
    const text = toXml(inner, `${indent}  `);
    xml +=
      typeof inner === "string"
        ? `${indent}<${element}>${text}</${element}>\n`
        : `${indent}<${element}>\n${text}${indent}</${element}>\n`;
  }
  return xml;
}

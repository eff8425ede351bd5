const TAG = /^<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/;
const ENTITY = /^&(?:amp|lt|gt|quot|#10);/;

/** An element's name and attributes, in the order of the document. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** The elements of a document in the small part of XML that JUnit needs. Throws where it is not well formed. */
export function parseXml(xml: string): Element[] {
  const elements: Element[] = [];
  const open: string[] = [];
  let rest = xml.replace(/^<\?xml [^?]*\?>\n/, "");
  // oxlint-disable-next-line no-control-regex -- what XML cannot say
  if (/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/.test(rest) || !rest.isWellFormed()) {
    throw new Error("holds a character that XML cannot say");
  }
  while (rest !== "") {
    const tag = TAG.exec(rest);
    if (tag !== null) {
      const [whole, closing, name = "", attributes = "", empty] = tag;
      if (closing === "/") {
        if (open.pop() !== name) throw new Error(`</${name}> closes nothing`);
      } else {
        const pairs = [...attributes.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]);
        if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Error(`<${name}> repeats an attribute`);
        elements.push({ name, attributes: Object.fromEntries(pairs) as Record<string, string> });
        if (/&(?!(?:amp|lt|gt|quot|#10);)/.test(attributes)) throw new Error(`<${name}> has a bare ampersand`);
        if (empty === "") open.push(name);
      }
      rest = rest.slice(whole.length);
      continue;
    }
    if (/^[<>]/.test(rest) || (rest.startsWith("&") && !ENTITY.test(rest))) {
      throw new Error(`is not well formed at ${rest.slice(0, 40)}`);
    }
    rest = rest.slice(/^(?:&[^;]+;|[^<>&]+)/.exec(rest)?.[0].length ?? 1);
  }
  if (open.length > 0) throw new Error(`<${open.join("><")}> stay open`);
  return elements;
}

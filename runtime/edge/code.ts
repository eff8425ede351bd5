import { readFileSync } from "node:fs";

export interface SiteRewriteOptions {
  /** `/about.html` and `/about/` lead to `/about`. */
  readonly cleanUrls: boolean;
  /** Pages with a file of their own, without `.html`; every other path is answered by `index.html`. */
  readonly pages: readonly string[];
}

/** CloudFront's quota for the code of one function. */
const MAX_BYTES = 10_240;

/**
 * The code of the CloudFront function that maps the paths of a static site to its files.
 *
 * @throws If the list of pages makes it longer than CloudFront takes.
 */
export function siteRewriteCode({ cleanUrls, pages }: SiteRewriteOptions): string {
  const source = readFileSync(new URL("site-rewrite.js", import.meta.url), "utf8");
  const code = `const cleanUrls = ${cleanUrls}, pages = ${JSON.stringify(pages)};\n${source}`;
  if (Buffer.byteLength(code) > MAX_BYTES) {
    throw new Error(
      `the function's code has ${Buffer.byteLength(code)} bytes; CloudFront takes ${MAX_BYTES}, so list fewer pages`,
    );
  }
  return code;
}

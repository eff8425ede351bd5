/**
 * Shapes of credentials that are recognised wherever they stand. Names for messages, never the text itself. What may
 * stand before a mark has a longest length: without one, a long text is read again from each of its words.
 */
const CREDENTIALS: readonly (readonly [name: string, shape: RegExp])[] = [
  ["an AWS access key", /\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/],
  ["an AWS secret key", /\baws_?secret_?(?:access_?)?key["']?\s*[:=]\s*["']?[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])/i],
  ["a private key", /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY/],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60})/],
  ["a GitLab token", /\bglpat-[A-Za-z0-9_-]{20}/],
  ["a Slack token", /\bxox[abeoprs]-[A-Za-z0-9-]{10}/],
  ["a Google API key", /\bAIza[A-Za-z0-9_-]{35}/],
  ["a Stripe key", /\b[rs]k_live_[A-Za-z0-9]{16}/],
  ["a SendGrid key", /\bSG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16}/],
  ["a JSON web token", /\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10}/],
  ["a URL with a password", /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@]*:[^\s/@$]{3,}@/i],
];

/** What kind of credential `text` holds, such as "an AWS access key"; undefined when it shows none. */
export function credentialIn(text: string): string | undefined {
  return CREDENTIALS.find(([, shape]) => shape.test(text))?.[0];
}

const SENSITIVE =
  /(?:^|[^a-z])(?:pass(?:word|wd|phrase)?|pwd|secret|token|api[-_.]?key|access[-_.]?key|private[-_.]?key|credentials?|auth[-_.]?key|signing[-_.]?key)(?:$|[^a-z])/i;
/** Endings that make a name point at a secret, or at its properties, instead of holding it. */
const POINTER =
  /(?:^|[-_.])(?:arn|name|id|path|file|dir|url|uri|endpoint|ttl|age|expiry|expires|expiration|length|bytes|count|algorithm|issuer|audience|type|version|rotation|enabled|required|policy|key[-_.]id)$/i;
const CAMEL = /([a-z0-9])([A-Z])/g;

/** Whether a name, such as that of an environment variable, says that its value is a secret. */
export function looksSensitive(name: string): boolean {
  const words = name.replace(CAMEL, "$1_$2");
  return SENSITIVE.test(words) && !POINTER.test(words);
}

/** Names of variables, keys and flags that hold a credential by their last words. */
const CREDENTIAL_NAME =
  /(?:password|passwd|passphrase|secret|token|apikey|(?:^|_)(?:pass|pwd|credentials?|bearer|secrets|access_key_id|(?:api|access|private|secret|signing|encryption|master|hmac|jwt|session|cookie|app|auth|account|service)_key))(?:_(?:\d+|old|new|previous|current|base64|b64|value))?$/;

/** Whether a variable, key or flag of this name holds a credential: `DB_PASSWORD`, `clientSecret`, `--api-key`. */
export function namesCredential(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return CREDENTIAL_NAME.test(words);
}

const SHAPES = new RegExp(
  [
    /-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/,
    /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
    /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60})/,
    /\bglpat-[A-Za-z0-9_-]{20}/,
    /\bxox[abprs]-[A-Za-z0-9-]{10}/,
    /\b[rs]k_live_[A-Za-z0-9]{16}/,
    /\bSG\.[A-Za-z0-9_-]{20,}\.[A-Za-z0-9_-]{20}/,
    /\bAIza[A-Za-z0-9_-]{35}/,
    /\bnpm_[A-Za-z0-9]{36}/,
    /\bhvs\.[A-Za-z0-9_-]{20}/,
    /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10}/,
  ]
    .map(({ source }) => source)
    .join("|"),
);
/** No credential of a recognisable shape is shorter. */
const SHORTEST_SHAPE = 15;

// Lengths are bounded, so that hostile text cannot make a search quadratic.
const URL_PASSWORD = /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:@/]{0,128}:([^\s@/]{1,512})@/gi;
/** `name=value`, as in shell text, flags, connection strings and properties files. */
const ASSIGNMENT = /(?:^|[\s;&?"',-])([A-Za-z_][\w.-]{0,80})=("[^"]*"|'[^']*'|[^\s;&|"',]+)/g;

/** Whether the text holds a credential whatever its name: a key, a token, a URL with a password, `password=…`. */
export function holdsCredential(text: string): boolean {
  if (text.length >= SHORTEST_SHAPE && SHAPES.test(text)) return true;
  return (text.includes("://") && holdsUrlPassword(text)) || (text.includes("=") && holdsAssignment(text));
}

function holdsUrlPassword(text: string): boolean {
  for (const [, password = ""] of text.matchAll(URL_PASSWORD)) if (isLiteral(password)) return true;
  return false;
}

function holdsAssignment(text: string): boolean {
  for (const [, name = "", value = ""] of text.matchAll(ASSIGNMENT)) {
    if (namesCredential(name) && isLiteral(value.replace(/^["']|["']$/g, ""))) return true;
  }
  return false;
}

const NOT_A_CREDENTIAL = /^(?:|true|false|null|none|yes|no|on|off|enabled|disabled|required|optional|\*+|x+)$/i;
/** A variable, a template, a path, a URL, an ARN, the name of a secret with folders: says where the value is. */
const POINTS_ELSEWHERE =
  /^(?:\$|\{|<|%|\[|\||>|&|\*|!|\.{0,2}\/|file:|arn:|https?:\/\/|vault:|ssm:|secretsmanager:|op:\/\/|env:|[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9._-]+)+$)|\$\{|\$\(|\{\{|[([]/;

/** Whether a value under a credential's name is the credential itself and not a pointer to where it is. */
export function isLiteral(value: string): boolean {
  const text = value.trim();
  return !NOT_A_CREDENTIAL.test(text) && !POINTS_ELSEWHERE.test(text);
}

const LINE = /^\s*(?:export\s+)?(?:-\s+)?["']?([A-Za-z_][\w.-]{0,80})["']?\s*[:=]\s*["']?([^"'\s,#;]*)/;

/** Whether a configuration file holds a credential: by the shape of a value or the name in front of one. */
export function fileHoldsCredential(text: string): boolean {
  return (
    holdsCredential(text) ||
    text.split("\n").some((line) => {
      const [, name = "", value = ""] = LINE.exec(line) ?? [];
      return namesCredential(name) && isLiteral(value);
    })
  );
}

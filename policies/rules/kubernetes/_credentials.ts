/** Names of variables, keys and flags that hold a credential by their last words. */
const CREDENTIAL_NAME =
  /(?:password|passwd|passphrase|secret|token|apikey|requirepass|masterauth|secret_key_base|erlang_cookie|(?:^|_)(?:pass|pwd|pw|credentials?|bearer|secrets|access_key_id|(?:github|gitlab|azure|ado|devops)_pat|(?:api|access|private|secret|signing|encryption|master|hmac|jwt|session|cookie|app|auth|account|service|license)_key))(?:_(?:\d+|old|new|previous|current|base64|b64|value|prod|production|staging|dev|test))?$/;
/** Names that end like a credential's and mean a number, or the Secret that holds one. */
const OTHER_NAME = /(?:^|_)(?:max|min|existing|pull|tls|cert|certificate)_(?:token|secrets?)$/;

/** Whether a variable, key or flag of this name holds a credential: `DB_PASSWORD`, `clientSecret`, `--api-key`. */
export function namesCredential(name: string): boolean {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return CREDENTIAL_NAME.test(words) && !OTHER_NAME.test(words);
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
    /\bsk-(?:proj|ant)-[A-Za-z0-9_-]{16}/,
    /\bdckr_pat_[A-Za-z0-9_-]{20}/,
    /\bAGE-SECRET-KEY-1[A-Z0-9]{20}/,
    /\bhooks\.slack\.com\/services\/T\w{1,20}\/B\w{1,20}\/\w{16}/,
    // "-----BEGIN … PRIVATE KEY" in base64: plain, RSA, EC, OPENSSH, ENCRYPTED.
    /\bLS0tLS1CRUdJTi(?:BQUklWQVRFIEtF|BSU0EgUFJJVkFURSBL|BFQyBQUklWQVRFIEtF|BPUEVOU1NIIFBSSVZBVEUg|BFTkNSWVBURUQgUFJJVkFURSBL)/,
    // What `docker login` writes.
    /"auths"\s{0,8}:\s{0,8}\{[^}]{0,300}"auth"\s{0,8}:\s{0,8}"[A-Za-z0-9+/]{8}/,
    // A plain word is prose: "Basic authentication".
    /\b(?:Bearer|Basic) (?=[A-Za-z._~+/-]{0,200}(?:[\d=]|[a-z][A-Z]))[A-Za-z0-9._~+/=-]{12}/,
    /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10}/,
  ]
    .map(({ source }) => source)
    .join("|"),
);
/** No credential of a recognisable shape is shorter. */
const SHORTEST_SHAPE = 15;

// Lengths are bounded, so that hostile text cannot make a search quadratic.
const URL_PASSWORD = /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s:@/]{0,128}:([^\s@/]{1,512})@/gi;
/** The same in the words of Go's MySQL driver: `user:password@tcp(host)/name`. */
const DRIVER_PASSWORD = /(?:^|[\s"'=])[\w.-]{1,128}:([^\s@/:]{1,512})@(?:tcp|unix)\(/g;
/** Passwords in the arguments of tools that are put into shell text. */
const TOOL_PASSWORDS = [
  /\b(?:mysql|mysqladmin|mysqldump|mariadb)\b[^;|&\n]{0,200}?\s-p([^\s"';|&]{1,128})/g,
  /\bredis-cli\b[^;|&\n]{0,200}?\s-a\s{1,8}["']?([^\s"';|&]{1,128})/g,
  /\bcurl\b[^;|\n]{0,300}?\s(?:-u|--user)\s{1,8}["']?[^\s:"']{1,128}:([^\s"']{1,128})/g,
];
/** `name=value`, as in shell text, flags, connection strings and properties files. */
const ASSIGNMENT = /(?:^|[\s;&?"',:-])([A-Za-z_][\w.-]{0,80})=("[^"]*"|'[^']*'|[^\s;&|"',]+)/g;

/** `"name": "value"`, as in JSON on one line. */
const MEMBER = /["']([A-Za-z_][\w.-]{0,80})["']\s{0,8}:\s{0,8}["']([^"'\n]{1,512})["']/g;

/** Whether the text holds a credential whatever its name: a key, a token, a URL with a password, `password=…`. */
export function holdsCredential(text: string): boolean {
  if (text.length >= SHORTEST_SHAPE && SHAPES.test(text)) return true;
  return (
    (text.includes("://") && holdsLiteral(text, URL_PASSWORD)) ||
    (text.includes("@") && holdsLiteral(text, DRIVER_PASSWORD)) ||
    (text.includes(" -") && TOOL_PASSWORDS.some((pattern) => holdsLiteral(text, pattern))) ||
    (text.includes("=") && holdsNamed(text, ASSIGNMENT)) ||
    (text.includes(":") && holdsNamed(text, MEMBER))
  );
}

function holdsLiteral(text: string, pattern: RegExp): boolean {
  for (const [, password = ""] of text.matchAll(pattern)) if (isLiteral(password)) return true;
  return false;
}

function holdsNamed(text: string, pattern: RegExp): boolean {
  for (const [, name = "", value = ""] of text.matchAll(pattern)) {
    if (namesCredential(name) && isLiteral(bare(value))) return true;
  }
  return false;
}

/** Without quotes, and without what closes a call around it: `login(user, password=None):`. */
function bare(value: string): string {
  return value.replace(/^["']|[)\]}:]{0,8}["']?$/g, "");
}

const NOT_A_CREDENTIAL = /^(?:|[01]|true|false|null|none|yes|no|on|off|enabled|disabled|required|optional|\*+|x+)$/i;
/** A variable, a template, a path, a URL, an ARN, the name of a secret with folders: says where the value is. */
const POINTS_ELSEWHERE =
  /^(?:\$|`|\{|<|%|\[|\||>|&|\*|!|\.{0,2}\/|file:|arn:|https?:\/\/|vault:|(?:process|import\.meta)\.env\.|(?:var|local|data|module)\.[a-z_]|ssm:|secretsmanager:|op:\/\/|env:|[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9._-]+)+$)|\$\{|\$\(|\{\{|[([]/;

/** Whether a value under a credential's name is the credential itself and not a pointer to where it is. */
export function isLiteral(value: string): boolean {
  const text = value.trim();
  return !NOT_A_CREDENTIAL.test(text) && !POINTS_ELSEWHERE.test(text);
}

/** Statements of SQL that set a password, and tags and attributes of XML that are named like one. */
const SQL_PASSWORD = /\b(?:identified\s{1,8}by|password)\s{1,8}'([^'\n]{1,256})'/gi;
const ELEMENT = /<([A-Za-z_][\w.-]{0,80})>([^<>\s]{1,512})<\//g;
const ATTRIBUTES = /\b(?:key|name)="([^"\n]{1,80})"\s{1,8}value="([^"\n]{1,512})"/g;
/** The settings file of Redis has a space between the two, that of netrc is all words. */
const WORDS =
  /^\s{0,40}(?:requirepass|masterauth)\s{1,8}["']?([^\s"']{1,512})|\blogin\s{1,8}\S{1,128}\s{1,8}password\s{1,8}(\S{1,512})/;

const LINE = /^\s*(?:export\s+)?(?:-\s+)?["']?([A-Za-z_][\w.-]{0,80})["']?\s*(?::=|[:=])\s*["']?([^"'\s,#;]*)/;

/** Whether a configuration file holds a credential: by the shape of a value or the name in front of one. */
export function fileHoldsCredential(text: string): boolean {
  return (
    holdsCredential(text) ||
    (text.includes("'") && holdsLiteral(text, SQL_PASSWORD)) ||
    (text.includes("<") && (holdsNamed(text, ELEMENT) || holdsNamed(text, ATTRIBUTES))) ||
    text.split("\n").some((line) => {
      const [, setting, password] = WORDS.exec(line) ?? [];
      if (isLiteral(setting ?? password ?? "")) return true;
      const [, name = "", value = ""] = LINE.exec(line) ?? [];
      return namesCredential(name) && isLiteral(value);
    })
  );
}

/**
 * Evaluator of the JSON filter patterns of CloudWatch Logs, for those forms that our filters use: `=` and `!=` with numbers and
 * with texts with `*`, `>=` with numbers, `NOT EXISTS`, `&&`, `||` and parentheses. Whatever else it meets, and whatever AWS leaves unsaid, it throws.
 *
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
 */
export function matchesPattern(pattern: string, event: unknown): boolean {
  if (pattern.length > 1_024) throw new Error(`The pattern is ${pattern.length} characters long, more than 1024.`);
  const parser = new Parser(tokensOf(pattern));
  parser.take("{");
  const expression = parser.either();
  parser.take("}");
  parser.end();
  return expression(event);
}

type Expression = (event: unknown) => boolean;

const TOKEN = /\s*(\{|\}|\(|\)|&&|\|\||!=|>=|=|"[^"\\]*"|\$(?:\.[A-Za-z0-9_-]+|\[\d+\])+|[A-Za-z0-9_.*-]+)/y;

function tokensOf(pattern: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < pattern.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(pattern);
    if (match === null) throw new Error(`Not understood: ${pattern.slice(at, at + 30)}`);
    tokens.push(match[1] as string);
  }
  return tokens;
}

class Parser {
  readonly #tokens: string[];

  constructor(tokens: string[]) {
    this.#tokens = tokens;
  }

  take(expected: string): void {
    const token = this.#next();
    if (token !== expected) throw new Error(`Expected ${expected}, found ${token}.`);
  }

  end(): void {
    if (this.#tokens.length > 0) throw new Error(`Left over: ${this.#tokens.join(" ")}`);
  }

  either(): Expression {
    const alternatives = [this.#both()];
    while (this.#accept("||")) alternatives.push(this.#both());
    return (event) => alternatives.some((alternative) => alternative(event));
  }

  #both(): Expression {
    const clauses = [this.#clause()];
    while (this.#accept("&&")) clauses.push(this.#clause());
    return (event) => clauses.every((clause) => clause(event));
  }

  #clause(): Expression {
    if (this.#accept("(")) {
      const inner = this.either();
      this.take(")");
      return inner;
    }
    const selector = this.#next();
    if (!selector.startsWith("$")) throw new Error(`Expected a field, found ${selector}.`);
    const operator = this.#next();
    if (operator === "NOT") {
      this.take("EXISTS");
      return (event) => valueAt(event, selector) === undefined;
    }
    if (operator === ">=") {
      const least = Number(this.#next());
      if (Number.isNaN(least)) throw new Error(">= takes a number.");
      return (event) => {
        const value = valueAt(event, selector);
        return typeof value === "number" && value >= least;
      };
    }
    if (operator !== "=" && operator !== "!=") throw new Error(`Unknown operator ${operator}.`);
    const literal = this.#next();
    return (event) => {
      const value = valueAt(event, selector);
      if (operator === "=") return value !== undefined && equals(value, literal);
      if (value === undefined) throw new Error(`${selector} != ${literal}: AWS does not say what an absent field is.`);
      return !equals(value, literal);
    };
  }

  #accept(token: string): boolean {
    if (this.#tokens[0] !== token) return false;
    this.#tokens.shift();
    return true;
  }

  #next(): string {
    const token = this.#tokens.shift();
    if (token === undefined) throw new Error("The pattern ends too early.");
    return token;
  }
}

function valueAt(event: unknown, selector: string): unknown {
  const steps = [...selector.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]/g)];
  return steps.reduce<any>((at, [, key, index]) => at?.[key ?? Number(index)], event);
}

function equals(value: unknown, literal: string): boolean {
  if (/^-?\d+(?:\.\d+)?$/.test(literal)) return value === Number(literal);
  const text = literal.startsWith('"') ? literal.slice(1, -1) : literal;
  const expression = text.split("*").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return typeof value === "string" && new RegExp(`^${expression.join(".*")}$`, "s").test(value);
}

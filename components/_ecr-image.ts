/** Where in ECR an image lies. */
interface EcrRepository {
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
}

/** The private repository of an image in ECR; undefined for an image in any other registry. */
export function ecrRepositoryOf(image: string): EcrRepository | undefined {
  const match = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)/.exec(image);
  if (match === null) return undefined;
  const [, accountId = "", region = "", name = ""] = match;
  return { accountId, region, name };
}

/** Whether the endpoints of the region lead to an image: whether it lies in ECR there. */
export function isInRegion(image: string, region: string): boolean {
  return ecrRepositoryOf(image)?.region === region;
}

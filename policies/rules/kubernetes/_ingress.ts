import type { Property } from "../../property.ts";
import type { Resource } from "../../resource.ts";
import { annotation } from "./_objects.ts";

export const INGRESS_TYPES: readonly string[] = [
  "kubernetes:networking.k8s.io/v1:Ingress",
  "kubernetes:networking.k8s.io/v1beta1:Ingress",
  "kubernetes:extensions/v1beta1:Ingress",
];

export const ALB = "alb.ingress.kubernetes.io";
export const NGINX = "nginx.ingress.kubernetes.io";

/** Which controller serves the ingress, by its annotations or its class; undefined for any other. */
export function controllerOf(resource: Resource): "alb" | "nginx" | undefined {
  const names = resource.get("metadata", "annotations").entries();
  if (names.some(([name]) => name.startsWith(`${ALB}/`))) return "alb";
  if (names.some(([name]) => name.startsWith(`${NGINX}/`))) return "nginx";
  const ingressClass =
    resource.get("spec", "ingressClassName").string() ??
    annotation(resource, "kubernetes.io/ingress.class").string() ??
    "";
  if (/\balb\b/i.test(ingressClass)) return "alb";
  return /\bnginx\b/i.test(ingressClass) ? "nginx" : undefined;
}

/** Whether the text of an annotation or field is there and not empty. */
export function isFilled(property: Property): boolean {
  return (property.string() ?? "") !== "";
}

/** Whether a value of Strict-Transport-Security tells browsers to forget the header, by an age of zero. */
export function takesHstsBack(value: string): boolean {
  return /max-age\s*=\s*"?0+(?!\d)/i.test(value);
}

/** The ports an ALB ingress asks for, as `HTTP` or `HTTPS`; none when it leaves them to the controller. */
export function albProtocols(resource: Resource): string[] {
  return annotation(resource, `${ALB}/listen-ports`)
    .json()
    .items()
    .flatMap((item) => item.entries().map(([protocol]) => protocol.toUpperCase()));
}

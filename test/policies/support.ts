export { judgeExample } from "../../policies/judge-example.ts";

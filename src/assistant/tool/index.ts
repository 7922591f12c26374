/** Takes queries and what a program asks for; gives looks at the data as plain JSON with citations. */
export { TOOLS } from "./tools.ts";

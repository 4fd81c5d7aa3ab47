// What few chats need, in a file of its own (parts.ts); it is handed the chat's own way to make elements.
export { Files } from "./files.ts";
export { Introduce } from "./introduce.ts";
export { Rate } from "./rate.ts";

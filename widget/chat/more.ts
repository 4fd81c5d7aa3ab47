// What few chats need, in a file of its own (parts.ts); it is handed the chat's own way to make elements.
export { EMOJI } from "./emoji.ts";
export { Files } from "./files.ts";
export { Greeting } from "./greeting.ts";
export { Introduce } from "./introduce.ts";
export { picture } from "./picture.ts";
export { Rate } from "./rate.ts";
export { chime } from "./sound.ts";

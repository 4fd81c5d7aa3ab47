import assert from "node:assert/strict";
import { test } from "node:test";
import { waitMs } from "../chat/link.ts";
import { texts as de } from "../chat/texts/de.ts";
import { en } from "../chat/texts/en.ts";
import { languageOf, speaker } from "../chat/texts/index.ts";
import { backAt, dayOf, isEmojiOnly, pieces, whoIsHere } from "../chat/words.ts";

test("only web and mail addresses are links", () => {
  const hrefs = (text: string) => pieces(text).flatMap((piece) => piece.href ?? []);

  assert.deepEqual(hrefs("See https://linden.example/care, or mailto:hello@linden.example."), ["https://linden.example/care", "mailto:hello@linden.example"]);
  assert.deepEqual(hrefs("javascript:alert(1) data:text/html,x <b>ftp://x</b>"), []);
});

test("the pieces are the whole text", () => {
  const text = "<img src=x onerror=alert(1)> (https://a.example/b) end";

  assert.equal(pieces(text).map((piece) => piece.text).join(""), text);
});

test("one to three emoji are shown large", () => {
  assert.ok(isEmojiOnly("😀") && isEmojiOnly("❤️ 👍🏽"));
  assert.ok(!isEmojiOnly("😀 yes") && !isEmojiOnly("😀😀😀😀") && !isEmojiOnly("12"));
});

test("the first language that is spoken", () => {
  assert.equal(languageOf(undefined, "nl", "de-AT"), "de");
  assert.equal(languageOf("tlh"), "en");
});

test("placeholders are filled", () => {
  assert.equal(speaker(de)("joined", { name: "Boris" }), "Boris ist dem Gespräch beigetreten");
});

test("who is here is a sentence", () => {
  const say = speaker(en);

  assert.equal(whoIsHere(["Anna", "Boris"], true, say), "Anna and Boris are here.");
  assert.equal(whoIsHere(["Anna"], true, say), "Anna is here.");
  assert.equal(whoIsHere([], true, say), "");
});

test("days have their names", () => {
  const now = new Date(2026, 10, 3, 0, 5);

  assert.equal(dayOf(new Date(2026, 10, 2, 23, 55).toISOString(), now, "en", speaker(en)), "Yesterday");
});

test("the waits grow to half a minute, never all at once", () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6].map((failures) => waitMs(failures, 1)), [2000, 4000, 8000, 15000, 30000, 30000]);
  assert.deepEqual([1, 6].map((failures) => waitMs(failures, 0)), [1000, 1000]);
});

test("it is said when somebody is back, in the visitor's zone", () => {
  const now = new Date(2026, 10, 27, 19, 30);
  const back = (...moment: [number, number, number, number, number]) => backAt(new Date(...moment).toISOString(), now, "en-GB", speaker(en));

  assert.equal(back(2026, 10, 27, 22, 0), "We are back today at 22:00.");
  assert.equal(back(2026, 10, 28, 9, 0), "We are back tomorrow at 09:00.");
  assert.equal(back(2026, 10, 30, 9, 0), "We are back on Monday 30 November at 09:00.");
  assert.equal(whoIsHere([], false, speaker(de), "Wir sind morgen um 09:00 Uhr wieder da."), "Wir sind morgen um 09:00 Uhr wieder da. Schreiben Sie uns, die Antwort erscheint hier.");
});

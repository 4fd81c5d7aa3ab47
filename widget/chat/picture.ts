// A picture of the portal, drawn: a website's policy need not allow pictures from anywhere.
import type * as Dom from "./dom.ts";

const HEIGHT_PX = 44;

export async function picture(url: string, { h }: typeof Dom): Promise<HTMLElement> {
  const answer = await fetch(url, { credentials: "omit" });
  if (!answer.ok) throw new Error(String(answer.status));
  const size: ImageBitmapOptions = { resizeHeight: Math.ceil(HEIGHT_PX * devicePixelRatio), resizeQuality: "high" };
  const bitmap = await createImageBitmap(await answer.blob(), size);
  const canvas = h("canvas", { class: "logo", width: bitmap.width, height: bitmap.height, "aria-hidden": "true" });
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  return canvas;
}

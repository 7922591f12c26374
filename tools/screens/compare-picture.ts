import type { Page } from "playwright-core";
import { type Area, countDiffering } from "./count-differing.ts";

/** What two pictures of one page have in common. */
export interface Comparison {
  /** Of all pixels, how many are another colour; 1 where the sizes differ. */
  readonly share: number;
  /** Both beside each other, as PNG. */
  readonly beside: Buffer;
}

interface Answer {
  readonly share: number;
  readonly beside: string;
}

const IN_PAGE = `async ({ was, is, varying }) => {
  const countDiffering = ${countDiffering.toString()};
  const read = async (packed) => {
    const image = new Image();
    image.src = "data:image/jpeg;base64," + packed;
    await image.decode();
    return image;
  };
  const images = [await read(was), await read(is)];
  const pixels = images.map((image) => {
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
    context.drawImage(image, 0, 0);
    return context.getImageData(0, 0, image.width, image.height);
  });
  const isAlike = pixels[0].width === pixels[1].width && pixels[0].height === pixels[1].height;
  const count = isAlike
    ? countDiffering({ width: pixels[0].width, was: pixels[0].data, is: pixels[1].data, varying })
    : null;
  const both = document.createElement("canvas");
  both.width = pixels[0].width + pixels[1].width + 8;
  both.height = Math.max(pixels[0].height, pixels[1].height);
  const context = both.getContext("2d");
  context.drawImage(images[0], 0, 0);
  context.drawImage(images[1], pixels[0].width + 8, 0);
  return {
    share: count === null ? 1 : count / (pixels[0].width * pixels[0].height),
    beside: both.toDataURL("image/png").split(",")[1],
  };
}`;

/** Compares two JPEG pictures in a page of the browser, which knows how to unpack them. */
export async function comparePictures(
  page: Page,
  pictures: { readonly was: Buffer; readonly is: Buffer; readonly varying: readonly Area[] },
): Promise<Comparison> {
  const { was, is, varying } = pictures;
  const packed = { was: was.toString("base64"), is: is.toString("base64"), varying };
  const { share, beside } = await page.evaluate<Answer>(`(${IN_PAGE})(${JSON.stringify(packed)})`);
  return { share, beside: Buffer.from(beside, "base64") };
}

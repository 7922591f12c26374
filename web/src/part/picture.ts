/** How much finer than the screen a PNG is. */
const PNG_SCALE = 2;

/** A picture that stands by itself: colours written out, since our tokens do not go along. */
export function toSvgText(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true);
  if (!(copy instanceof SVGSVGElement)) return "";
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  const drawn = [svg, ...svg.querySelectorAll("*")];
  for (const [index, element] of [copy, ...copy.querySelectorAll("*")].entries()) {
    const source = drawn[index];
    if (source === undefined) continue;
    const { fill, stroke, fontFamily, fontSize } = getComputedStyle(source);
    element.setAttribute("fill", fill);
    element.setAttribute("stroke", stroke);
    if (element.tagName === "text") {
      element.setAttribute("font-family", fontFamily);
      element.setAttribute("font-size", fontSize);
    }
  }
  return new XMLSerializer().serializeToString(copy);
}

/** The picture as PNG, on the colour of the page. */
export async function drawPng(svg: SVGSVGElement): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([toSvgText(svg)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = svg.clientWidth * PNG_SCALE;
    canvas.height = svg.clientHeight * PNG_SCALE;
    const context = canvas.getContext("2d");
    if (context === null) throw new TypeError("This browser draws no pictures.");
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (png === null) throw new TypeError("This browser makes no PNG.");
    return png;
  } finally {
    URL.revokeObjectURL(address);
  }
}

"""A screenshot with 256 colours: a third of the bytes, and nobody sees the difference on flat colours.

Chromium counts the colours; the file is written here (PNG, third edition: 8 bits a pixel, a palette).
"""

import base64
import struct
import zlib

from playwright.sync_api import Page

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PALETTE = 3  # the colour type

# The 256 commonest colours; any other pixel takes the nearest of them.
COUNT = """async (png) => {
  const image = new Image();
  image.src = "data:image/png;base64," + png;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const brush = canvas.getContext("2d");
  brush.drawImage(image, 0, 0);
  const pixels = new Uint32Array(brush.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const commonest = [...counts].sort((one, other) => other[1] - one[1]).slice(0, 256).map((pair) => pair[0]);
  const parts = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const palette = commonest.map(parts);
  const place = new Map(commonest.map((pixel, number) => [pixel, number]));
  const nearest = (pixel) => {
    const [r, g, b] = parts(pixel);
    let best = 0, least = Infinity;
    palette.forEach(([pr, pg, pb], number) => {
      const far = (r - pr) ** 2 + (g - pg) ** 2 + (b - pb) ** 2;
      if (far < least) { least = far; best = number; }
    });
    return best;
  };
  const indexes = new Uint8Array(pixels.length);
  pixels.forEach((pixel, at) => {
    if (!place.has(pixel)) place.set(pixel, nearest(pixel));
    indexes[at] = place.get(pixel);
  });
  let letters = "";
  for (let at = 0; at < indexes.length; at += 8192) letters += String.fromCharCode(...indexes.subarray(at, at + 8192));
  return { width: image.width, height: image.height, palette: palette.flat(), indexes: btoa(letters) };
}"""


def small_png(blank: Page, png: bytes) -> bytes:
    """The same picture in at most 256 colours. `blank` is any page without a content policy."""
    counted = blank.evaluate(COUNT, base64.b64encode(png).decode())
    width, height = counted["width"], counted["height"]
    indexes = base64.b64decode(counted["indexes"])
    # Each row begins with its filter: none, which is best for palettes.
    rows = b"".join(b"\0" + indexes[row * width : (row + 1) * width] for row in range(height))
    return SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, PALETTE, 0, 0, 0)),
            _chunk(b"PLTE", bytes(counted["palette"])),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

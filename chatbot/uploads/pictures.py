"""Pictures are painted anew: what comes out has the pixels that one saw and nothing else.

Places and cameras (EXIF), colour profiles, comments and whatever hid behind the picture are
gone. Runs in `confined` alone.
"""

import io
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from PIL import Image, ImageCms, ImageOps

from chatbot.uploads.decoded import Decoded
from chatbot.uploads.limits import LONGEST_SIDE, MOST_FRAMES, MOST_PIXELS, THUMBNAIL_SIDE
from chatbot.uploads.refusals import Refused

READ_AS = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WEBP",
    "image/avif": "AVIF",
}
# AVIF takes seconds to write, and older browsers cannot show it.
WRITTEN_AS = READ_AS | {"image/avif": "WEBP"}
HOW: dict[str, dict[str, Any]] = {
    "JPEG": {"quality": 85},
    "PNG": {},
    "GIF": {"disposal": 2},  # each frame is whole: nothing of the last one may shine through
    "WEBP": {"quality": 85},
}
# Not JPEG, which may carry a second picture behind the first, such as how far things were.
MOVING = {"GIF", "PNG", "WEBP"}
OF_MOTION = {"duration", "loop"}
WITH_PROFILE = {"RGB": "RGB", "RGBA": "RGBA", "CMYK": "RGB"}

# By the header, before anything is decoded; each frame of an animation is measured as well.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def decode_picture(content: bytes, mime_type: str) -> Decoded:
    try:
        with Image.open(io.BytesIO(content), formats=[READ_AS[mime_type]]) as picture:
            # A JPEG can be read at half or a quarter of its size, which spares most of the work.
            picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            frames = list(painted(picture))
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("too_large", "This picture has too many pixels.") from None
    written_as = WRITTEN_AS[mime_type]
    width, height = frames[0].size
    return Decoded(
        mime_type=Image.MIME[written_as],
        content=written(frames, written_as),
        thumbnail=thumbnail_of(frames[0]),
        width=width,
        height=height,
    )


def painted(picture: Image.Image) -> Iterator[Image.Image]:
    for number in range(frames_worth_showing(picture)):
        picture.seek(number)
        picture.load()  # only now does it know how long the frame is seen
        frame = paint(picture)
        frame.info = {name: told for name, told in picture.info.items() if name in OF_MOTION}
        yield frame


def frames_worth_showing(picture: Image.Image) -> int:
    """All of a short animation; of one that would fill the memory only the first."""
    frames: int = getattr(picture, "n_frames", 1) if picture.format in MOVING else 1
    pixels = picture.width * picture.height * frames
    return frames if frames <= MOST_FRAMES and pixels <= MOST_PIXELS else 1


def paint(picture: Image.Image) -> Image.Image:
    """Upright, in the colours that screens mean, and not larger than anybody looks at."""
    upright = in_srgb(ImageOps.exif_transpose(picture))
    plain = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return plain


def in_srgb(picture: Image.Image) -> Image.Image:
    """What is written has no profile any more, so that of a camera is applied before."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in WITH_PROFILE:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        srgb = ImageCms.createProfile("sRGB")
        mode = WITH_PROFILE[picture.mode]
        applied = ImageCms.profileToProfile(picture, own, srgb, outputMode=mode)
    except (OSError, ImageCms.PyCMSError):  # no profile after all
        return picture
    return applied or picture


def written(frames: Sequence[Image.Image], written_as: str) -> bytes:
    first, *others = frames
    motion: dict[str, Any] = {}
    if others:
        motion = {"save_all": True, "append_images": others, "duration": pauses(frames)}
    if others and "loop" in first.info:
        motion["loop"] = first.info["loop"]
    first.info = {}
    target = io.BytesIO()
    first.save(target, written_as, **HOW[written_as], **motion)
    return target.getvalue()


def pauses(frames: Sequence[Image.Image]) -> list[int]:
    return [int(frame.info.get("duration", 0)) for frame in frames]


def thumbnail_of(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return written([small], "WEBP")

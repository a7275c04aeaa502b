"""Voice notes: how long one is, how loud when, and the same words in a form that all can play.

Browsers record what other browsers cannot play, and do not say how long it is. Runs in
`confined` alone.
"""

import io
from array import array
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain, pairwise

import av

from chatbot.uploads.containers import opened
from chatbot.uploads.decoded import Decoded
from chatbot.uploads.limits import MOST_VOICE_SECONDS, WAVEFORM_PEAKS
from chatbot.uploads.refusals import Refused

RATE = 24_000
BITS_A_SECOND = 48_000
STEP = RATE // 100  # one peak for each hundredth of a second


def decode_voice(content: bytes, mime_type: str) -> Decoded:
    target = io.BytesIO()
    peaks: list[int] = []
    samples = 0
    with av.open(target, "w", format="mp3") as written:
        voice = written.add_stream("libmp3lame", rate=RATE, layout="mono")
        voice.bit_rate = BITS_A_SECOND
        for frame in heard(content, mime_type):
            # By what is really there: recorders count with gaps, and from anywhere.
            frame.pts, frame.time_base = samples, Fraction(1, RATE)
            samples += frame.samples
            peaks += peaks_of(frame)
            written.mux(voice.encode(frame))
        written.mux(voice.encode(None))
    if not samples:
        raise Refused("not_readable", "There is nothing to hear in this recording.")
    return Decoded(
        mime_type="audio/mpeg",
        content=target.getvalue(),
        duration_ms=samples * 1000 // RATE,
        waveform=waveform_of(peaks),
    )


def heard(content: bytes, mime_type: str) -> Iterator[av.AudioFrame]:
    """The sound, a tenth of a second at a time: never all of it is in memory."""
    tone = av.AudioResampler(format="s16p", layout="mono", rate=RATE, frame_size=10 * STEP)
    left = MOST_VOICE_SECONDS * RATE
    with opened(content, mime_type) as source:
        if not source.streams.audio:
            raise Refused("not_readable", "There is no sound in this file.")
        source.streams.audio[0].codec_context.thread_count = 1
        for decoded in chain(source.decode(audio=0), [None]):
            for frame in tone.resample(decoded):
                left -= frame.samples
                if left < 0:
                    raise Refused("too_large", "A voice note may last ten minutes at most.")
                yield frame


def peaks_of(frame: av.AudioFrame) -> list[int]:
    samples = array("h", bytes(frame.planes[0])[: frame.samples * 2])
    steps = (samples[start : start + STEP] for start in range(0, len(samples), STEP))
    return [max(max(step), -min(step)) for step in steps]


def waveform_of(peaks: Sequence[int]) -> list[int]:
    """So many bars, of which the loudest is 100: people speak up or stand away."""
    bars = WAVEFORM_PEAKS
    edges = [len(peaks) * bar // bars for bar in range(bars + 1)]
    # A note shorter than its bars repeats some.
    heights = [max(peaks[start : max(end, start + 1)]) for start, end in pairwise(edges)]
    top = max(*heights, 1)
    return [height * 100 // top for height in heights]

"""What is heard of the plots, rendered by the browser's own Web Audio: no notebook is needed, and no loudspeaker."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest
from playwright.sync_api import Browser

from .saved_page import MODULES

pytestmark = pytest.mark.browser
RATE = 44_100
VELOCITIES = -200, 100, 400, 700, 1000

SOURCE = 'export {play} from "./src/explain/player"; export {tonesOf} from "./src/explain/tones";'
RENDER = """async ([velocities, rate]) => {
    const rows = {
        distance: Float64Array.from(velocities, (_, row) => row),
        velocity: Float64Array.from(velocities),
        isExcluded: new Uint8Array(velocities.length),
    };
    const learned = {slope: 300, intercept: -200, iteration: 0};
    const settings = {optimizer: "SGD", loss_function: "MSE"};
    const tones = heard.tonesOf({rows, settings, display: {learned}, exact: {loss: null}});
    const context = new OfflineAudioContext(1, 7 * rate, rate);
    heard.play(context, tones);
    const samples = (await context.startRendering()).getChannelData(0);
    return {tones, samples: [...samples]};
}"""


def test_pitch_rises_with_velocity_and_what_is_below_zero_sounds_rougher(browser: Browser) -> None:
    script = subprocess.run(
        [MODULES / ".bin" / "esbuild", "--bundle", "--format=iife", "--global-name=heard", "--loader=ts"],
        cwd=MODULES.parent,
        input=SOURCE,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    page = browser.new_page()
    try:
        page.add_script_tag(content=script)
        heard = page.evaluate(RENDER, [VELOCITIES, RATE])
    finally:
        page.close()
    samples = np.array(heard["samples"])
    notes = [tone for tone in heard["tones"] if len(tone["hertz"]) == 1]
    assert len(notes) == len(VELOCITIES)
    pitches, shares = zip(*(pitch_and_overtones(samples, note["at"]) for note in notes), strict=True)
    assert pitches == pytest.approx([note["hertz"][0] for note in notes], rel=0.02)
    assert all(np.diff(pitches) > 30)
    assert shares[0] > 0.2
    assert max(shares[1:]) < 0.01
    glides = [tone for tone in heard["tones"] if len(tone["hertz"]) > 1]
    assert [tone["isRough"] for tone in glides] == [True, False]
    starts = [tone["at"] for tone in glides]
    assert np.isclose(pitch_and_overtones(samples, starts[0])[0], 200, rtol=0.1)
    assert pitch_and_overtones(samples, starts[1] + glides[1]["seconds"] - 0.15)[0] > 850
    assert 0.05 < np.abs(samples).max() < 0.9


def pitch_and_overtones(samples: np.ndarray, at: float) -> tuple[float, float]:
    """Pitch of the tone that begins then, in Hz, and what share of its power is in its overtones."""
    start = int((at + 0.05) * RATE)
    sound = samples[start : start + int(0.09 * RATE)]
    power = np.abs(np.fft.rfft(sound * np.hanning(sound.size), 8 * sound.size)) ** 2
    pitches = np.fft.rfftfreq(8 * sound.size, 1 / RATE)
    pitch = float(pitches[power.argmax()])
    return pitch, float(power[pitches > 1.5 * pitch].sum() / power.sum())

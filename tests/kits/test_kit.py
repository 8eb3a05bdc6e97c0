"""Kits as data."""

from latentpad.kits.kit import Kit


def ranges(pad):
    return [layer[0].velocity for layer in pad.layers]


def test_layers_are_from_soft_to_loud_and_each_has_its_round_robin_in_order(new_pad):
    pad = new_pad("snare", 4, 3)
    assert ranges(pad) == [(1, 31), (32, 63), (64, 95), (96, 127)]
    assert [[one.round_robin for one in layer] for layer in pad.layers] == [[0, 1, 2]] * 4


def test_a_missing_wav_is_left_out_and_its_round_robin_goes_on(new_pad, folder):
    pad = new_pad("snare", 1, 3)
    (folder / pad.samples[1].file).unlink()
    present = Kit("toy", (pad,)).present(folder).pads[0]
    assert [one.file for one in present.layers[0]] == [pad.samples[0].file, pad.samples[2].file]


def test_the_layers_around_a_missing_one_take_its_velocities(new_pad, folder):
    for missing, expected in ((0, [(1, 63), (64, 95), (96, 127)]), (3, [(1, 31), (32, 63), (64, 127)])):
        pad = new_pad("snare", 4)
        (folder / pad.samples[missing].file).unlink()
        assert ranges(Kit("toy", (pad,)).present(folder).pads[0]) == expected


def test_a_pad_without_a_wav_is_left_out(new_pad, folder):
    kick, hat = new_pad("kick"), new_pad("hihat")
    (folder / kick.samples[0].file).unlink()
    assert Kit("toy", (kick, hat)).present(folder).pads == (hat,)


def test_gains_of_pad_and_sample_add_up(new_pad):
    pad = new_pad("kick", level_db=-6.0)
    assert pad.gain_db(pad.samples[0]) == -6.0

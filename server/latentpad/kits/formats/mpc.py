"""Drum programs of Akai's MPCs and MPC software, version 2: XML with 128 pads of four layers.

There is no published description. Structure and values are those that commercial programs have in common and on which
other writers and readers agree: samples are known by their names without suffix and lie beside the program, pads and
layers count from 1, the length of a sample is its ``SliceEnd``. Layers play either by velocity or in turns; a pad that
has both plays by velocity, the first of each round robin.
"""

from pathlib import Path
from xml.sax.saxutils import escape

from latentpad.kits.kit import Kit, KitSample, Pad

PADS, LAYERS = 128, 4

UNITY = 0.707946
"""Volume of 0 dB; 1.0 is 6 dB."""

CYCLE, BY_VELOCITY = 0, 1
"""Values of ``ZonePlay``."""

HEADER = """\
<?xml version="1.0" encoding="UTF-8"?>
<MPCVObject>
  <Version>
    <File_Version>2.1</File_Version>
    <Application>MPC-V</Application>
    <Application_Version>2.9.1.2</Application_Version>
    <Platform>Linux</Platform>
  </Version>
  <Program type="Drum">
    <ProgramName>{name}</ProgramName>
    <Instruments>
"""

INSTRUMENT = """\
      <Instrument number="{number}">
        <Volume>{volume:.6f}</Volume>
        <Pan>0.500000</Pan>
        <TuneCoarse>0</TuneCoarse>
        <TuneFine>0</TuneFine>
        <MuteGroup>{choke}</MuteGroup>
        <ZonePlay>{zone_play}</ZonePlay>
        <TriggerMode>0</TriggerMode>
        <OneShot>True</OneShot>
        <VelocitySensitivity>1.000000</VelocitySensitivity>
        <VolumeAttack>0.000000</VolumeAttack>
        <VolumeHold>0.000000</VolumeHold>
        <VolumeDecay>0.000000</VolumeDecay>
        <VolumeSustain>1.000000</VolumeSustain>
        <VolumeRelease>0.000000</VolumeRelease>
        <Layers>
{layers}        </Layers>
      </Instrument>
"""

LAYER = """\
          <Layer number="{number}">
            <Active>{active}</Active>
            <Volume>{volume:.6f}</Volume>
            <Pan>0.500000</Pan>
            <TuneCoarse>0</TuneCoarse>
            <TuneFine>0</TuneFine>
            <VelStart>{low}</VelStart>
            <VelEnd>{high}</VelEnd>
            <RootNote>0</RootNote>
            <KeyTrack>False</KeyTrack>
            <SampleName>{name}</SampleName>
            <SampleFile></SampleFile>
            <SliceIndex>128</SliceIndex>
            <SliceStart>0</SliceStart>
            <SliceEnd>{end}</SliceEnd>
            <SliceLoop>0</SliceLoop>
          </Layer>
"""

PAD_NOTE = """\
      <PadNote number="{number}">
        <Note>{note}</Note>
      </PadNote>
"""

FOOTER = """\
    </PadNoteMap>
  </Program>
</MPCVObject>
"""


def encode(kit: Kit, folder: Path) -> bytes:
    """Return an ``.xpm`` that plays the wavs beside it; its first pads are those of the kit, on their notes."""
    pads = kit.pads[:PADS]
    instruments = [_instrument(number, pad) for number, pad in enumerate(pads, start=1)]
    instruments += [_empty_instrument(number) for number in range(len(pads) + 1, PADS + 1)]
    used = [pad.note for pad in pads]
    notes = [*used, *(note for note in range(PADS) if note not in used)][:PADS]
    numbered = [PAD_NOTE.format(number=number, note=note) for number, note in enumerate(notes, start=1)]
    middle = "    </Instruments>\n    <PadNoteMap>\n"
    text = HEADER.format(name=escape(kit.name)) + "".join(instruments) + middle + "".join(numbered) + FOOTER
    return text.encode()


def _instrument(number: int, pad: Pad) -> str:
    """Return a pad with its layers."""
    by_velocity = len(pad.layers) > 1
    samples = [layer[0] for layer in pad.layers] if by_velocity else list(pad.layers[0])
    layers = [_layer(one, sample) for one, sample in enumerate(samples[:LAYERS], start=1)]
    layers += [_empty_layer(one) for one in range(len(layers) + 1, LAYERS + 1)]
    zone_play = BY_VELOCITY if by_velocity or len(samples) == 1 else CYCLE
    return INSTRUMENT.format(
        number=number, volume=_volume(pad.level_db), choke=pad.choke, zone_play=zone_play, layers="".join(layers)
    )


def _layer(number: int, sample: KitSample) -> str:
    low, high = sample.velocity
    name, volume = escape(Path(sample.file).stem), _volume(sample.level_db)
    return LAYER.format(number=number, active=True, volume=volume, low=low, high=high, name=name, end=sample.n_samples)


def _empty_instrument(number: int) -> str:
    layers = "".join(_empty_layer(one) for one in range(1, LAYERS + 1))
    return INSTRUMENT.format(number=number, volume=UNITY, choke=0, zone_play=BY_VELOCITY, layers=layers)


def _empty_layer(number: int) -> str:
    return LAYER.format(number=number, active=False, volume=UNITY, low=0, high=0, name="", end=0)


def _volume(gain_db: float) -> float:
    """Return a volume in [0, 1]; its square is in proportion to the amplitude."""
    return min(1.0, UNITY * 10 ** (gain_db / 40))

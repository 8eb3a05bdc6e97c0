"""The files of a bundle, and the largest size of each that is read."""

MANIFEST = "bundle.json"
DECODER, ENCODER, VOCODER = "decoder.onnx", "encoder.onnx", "vocoder.onnx"
MAP, TABLES, PALETTE = "map.npz", "mel.npz", "palette.npz"
ATTRIBUTION, MODEL_CARD = "ATTRIBUTION.txt", "MODEL_CARD.md"

MEGABYTE = 1024 * 1024

MAX_FILE_BYTES = 1536 * MEGABYTE
"""Bytes; the map of 1,000,000 sounds has two thirds of it."""

MAX_BYTES = {
    MANIFEST: 2 * MEGABYTE,  # 50,000 labels
    ATTRIBUTION: 16 * MEGABYTE,  # a line for each of 200,000 sounds
    MODEL_CARD: MEGABYTE,
    DECODER: 512 * MEGABYTE,
    ENCODER: 512 * MEGABYTE,  # that of the thesis with 256 dimensions has 167 MB
    VOCODER: 512 * MEGABYTE,
    TABLES: 288 * MEGABYTE,  # two tables of 4,097 x 4,097 in double precision
    MAP: MAX_FILE_BYTES,
    PALETTE: 512 * MEGABYTE,
}
"""Largest size of each file."""

"""The check of an untrusted network: it is followed node by node, without being run.

What passes has operators of ours only, whose shapes do not depend on what is computed, and takes no more memory and
time than the bounds here. So onnxruntime can neither be sent into a loop nor asked for gigabytes, and reads no file.
"""

from math import prod

from latentpad.errors import BundleError, one_line
from latentpad.network.arranging import stored
from latentpad.network.call import Floats, Value
from latentpad.network.model import FLOAT, MAX_RANK, Model, read_model
from latentpad.network.operators import apply

OPSETS = range(18, 24)
"""Versions of ONNX's operators between which ours are the same."""

MAX_NODES = 4_000
"""The encoder with 20 layers of flow has 485."""

MAX_NUMBERS = 100_000_000
"""Numbers in all arrays of one run, apart from those of the file; a decoder for 20 s of sound takes 56 million."""

MAX_CONSTANT = 1_000_000
"""Numbers that do not depend on the input, beside twice those of the file; onnxruntime keeps them."""

MAX_PRODUCTS = 5_000_000_000
"""Multiplications of one run; a decoder for 20 s of sound takes 1.2 billion."""

MAX_INTEGERS = 100_000
"""Integers in one array; there are as many as axes, or as latent dimensions."""

BATCHES = 1, 64
"""Inputs at once for which a network is followed; it must not take more for each."""


def check_network(content: bytes, source: str, shape: tuple[int, ...] | None = None) -> None:
    """Check a network with one input, of float32 [batch, ...].

    Parameters
    ----------
    content : bytes
        The ONNX file.
    source : str
        Names the file in messages.
    shape : tuple of int, optional
        Sizes to use for those of the input, without the batch, where the network leaves them open.

    Raises
    ------
    BundleError
        The network has something that ours do not have, or takes too much memory or time.
    """
    try:
        model = read_model(content)
        if model.opset not in OPSETS:
            raise ValueError(f"it has version {model.opset} of ONNX's operators")
        if len(model.nodes) > MAX_NODES:
            raise ValueError(f"it has {len(model.nodes)} nodes")
        n_stored = sum(prod(tensor.shape) for tensor in model.tensors)
        for batch in BATCHES:
            follow(model, _input_shape(model, batch, shape), MAX_NUMBERS * batch + n_stored, MAX_PRODUCTS * batch)
    except (ValueError, OverflowError) as error:
        raise BundleError(f"{source} is not a network that latentpad can run ({one_line(error)})") from None


def _input_shape(model: Model, batch: int, shape: tuple[int, ...] | None) -> tuple[int, ...]:
    """Return the shape of the input."""
    if len(model.inputs) != 1 or model.inputs[0].kind != FLOAT:
        raise ValueError("it must have one input, of float32")
    stated = model.inputs[0].shape
    if not 2 <= len(stated) <= MAX_RANK or stated[0] is not None:
        raise ValueError("its input must be a batch of any size")
    open_sizes = stated[1:] if shape is None or len(shape) != len(stated) - 1 else shape
    sizes = [known or size for known, size in zip(stated[1:], open_sizes, strict=True)]
    if None in sizes:
        raise ValueError("the size of its input is open")
    return batch, *(size for size in sizes if size is not None)


def follow(model: Model, shape: tuple[int, ...], max_numbers: int, max_products: int) -> dict[str, Value]:
    """Follow a network from an input of one shape to its outputs, without running it.

    Returns
    -------
    dict
        Every value, as far as it is known, by its name.

    Raises
    ------
    ValueError, OverflowError
        There is something that is not expected, or more numbers or products than are allowed.
    """
    values: dict[str, Value] = {model.inputs[0].name: Floats(shape)}
    n_stored = sum(prod(tensor.shape) for tensor in model.tensors)
    for tensor in model.tensors:
        _keep(values, tensor.name, stored(tensor))
    n_numbers = n_products = n_constant = 0
    varying = {model.inputs[0].name}
    for index, node in enumerate(model.nodes):
        try:
            found, call = apply(node, [values[name] if name else None for name in node.inputs])
            for name, value in zip(node.outputs, found, strict=True):
                _keep(values, name, value)
        except KeyError as error:
            raise ValueError(f"node {index}: there is no value {error} yet") from None
        except ValueError as error:
            raise ValueError(f"node {index}: {node.operator!r} {error}") from None
        n_found = call.n_working + sum(prod(value.shape) for value in found)
        n_numbers, n_products = n_numbers + n_found, n_products + call.n_products
        if varying.isdisjoint(node.inputs):
            n_constant += n_found
        else:
            varying.update(node.outputs)
        if n_numbers > max_numbers or n_products > max_products:
            raise ValueError(f"node {index}: more than {max_numbers} numbers or {max_products} products are computed")
    if n_constant > MAX_CONSTANT + 2 * n_stored:
        raise ValueError(f"{n_constant} numbers are computed from the {n_stored} that are stored")
    if any(output.name not in values for output in model.outputs):
        raise ValueError("an output is missing")
    return values


def _keep(values: dict[str, Value], name: str, value: Value) -> None:
    """Keep a value by its name."""
    if not name or name in values:
        raise ValueError(f"name {name!r} is used twice")
    if len(value.shape) > MAX_RANK:
        raise ValueError(f"shape {value.shape} has too many dimensions")
    if isinstance(value, Floats) and min(value.shape, default=1) < 1:
        raise ValueError(f"shape {value.shape} is empty")
    if not isinstance(value, Floats) and value.size > MAX_INTEGERS:
        raise ValueError(f"{value.size} integers are too many")
    values[name] = value

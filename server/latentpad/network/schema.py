"""The parts of an ONNX file that a network of ours can have; anything else is refused.

References
----------
ONNX, "onnx.proto", IR version 10, https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.
"""

from latentpad.network.wire import Field, Schema

MODEL: Schema = {
    1: Field("ir_version", "int"),
    2: Field("producer_name", "text"),
    3: Field("producer_version", "text"),
    4: Field("domain", "text"),
    5: Field("model_version", "int"),
    6: Field("doc_string", "text"),
    7: Field("graph", "bytes"),
    8: Field("opset_import", "bytes", True),
    14: Field("metadata_props", "bytes", True),
    25: Field("it has functions of its own", "refused"),
}
OPSET: Schema = {1: Field("domain", "text"), 2: Field("version", "int")}
ENTRY: Schema = {1: Field("key", "text"), 2: Field("value", "text")}
GRAPH: Schema = {
    1: Field("node", "bytes", True),
    2: Field("name", "text"),
    5: Field("initializer", "bytes", True),
    10: Field("doc_string", "text"),
    11: Field("input", "bytes", True),
    12: Field("output", "bytes", True),
    13: Field("it states the shapes of values", "refused"),
    15: Field("it has sparse tensors", "refused"),
    16: Field("metadata_props", "bytes", True),
}
NODE: Schema = {
    1: Field("input", "text", True),
    2: Field("output", "text", True),
    3: Field("name", "text"),
    4: Field("op_type", "text"),
    5: Field("attribute", "bytes", True),
    6: Field("doc_string", "text"),
    7: Field("domain", "text"),
}
ATTRIBUTE: Schema = {
    1: Field("name", "text"),
    2: Field("float", "float"),
    3: Field("int", "int"),
    4: Field("text", "text"),
    5: Field("tensor", "bytes"),
    6: Field("a node has a graph of its own, as Loop and If have", "refused"),
    8: Field("ints", "int", True),
    13: Field("doc_string", "text"),
    20: Field("type", "int"),
}
TENSOR: Schema = {
    1: Field("dims", "int", True),
    2: Field("data_type", "int"),
    8: Field("name", "text"),
    9: Field("raw_data", "bytes"),
    12: Field("doc_string", "text"),
    13: Field("a tensor is in another file", "refused"),
    14: Field("data_location", "int"),
    16: Field("metadata_props", "bytes", True),
}
VALUE_INFO: Schema = {
    1: Field("name", "text"),
    2: Field("type", "bytes"),
    3: Field("doc_string", "text"),
    4: Field("metadata_props", "bytes", True),
}
TYPE: Schema = {1: Field("tensor_type", "bytes")}
TENSOR_TYPE: Schema = {1: Field("elem_type", "int"), 2: Field("shape", "bytes")}
SHAPE: Schema = {1: Field("dim", "bytes", True)}
DIM: Schema = {1: Field("size", "int"), 2: Field("name", "text")}

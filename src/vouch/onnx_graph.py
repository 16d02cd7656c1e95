"""Builds ONNX graphs of BERT encoders without their weights.

A graph names each weight as the model's safetensors file does and says nothing of its values,
so it takes some kilobytes, and the weights stay in one file. `vouch.runtime` brings both together,
and looks up the word embeddings, the larger half of the weights, in the file itself: the input
`words` (n, t, size) holds those of `input_ids` (n, t). All `n` texts have `t` word pieces; there is
no padding. Needs the `onnx` package: for making graphs only.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onnx import NodeProto, TensorProto, ValueInfoProto, helper

from vouch.runtime import Weights

OPSET = 20  # the first with Gelu
IR_VERSION = 10

Shapes = Mapping[str, tuple[int, tuple[int, ...]]]
"""Each weight's element type (`TensorProto.FLOAT` or `FLOAT16`) and shape, by its name."""


def shapes_of(weights: Path) -> Shapes:
    """The shapes of a safetensors file; raises OSError or ValueError as `Weights` does."""
    return {
        name: (helper.np_dtype_to_tensor_dtype(tensor.dtype), tensor.shape)
        for name, tensor in Weights(weights).tensors.items()
        if tensor.dtype.kind == "f"
    }


@dataclass(frozen=True)
class BertShape:
    """What a graph needs to know of a BERT model, and the prefix of its weights' names."""

    layers: int
    heads: int
    size: int
    epsilon: float = 1e-12
    prefix: str = ""

    @classmethod
    def from_config(cls, config: Mapping[str, Any], prefix: str = "") -> "BertShape":
        """The shape that a model's config.json tells.

        Raises ValueError where it is none of BERT's, or reads positions another way.
        """
        if config.get("model_type") != "bert" or config.get("hidden_act") != "gelu":
            raise ValueError("only BERT encoders with GELU can be built")
        if config.get("position_embedding_type", "absolute") != "absolute":
            raise ValueError("only absolute positions can be built")
        return cls(
            config["num_hidden_layers"],
            config["num_attention_heads"],
            config["hidden_size"],
            config["layer_norm_eps"],
            prefix,
        )


class GraphBuilder:
    """Collects nodes and weights; values are known by their names."""

    def __init__(self, shapes: Shapes) -> None:
        self._shapes = shapes
        self._nodes: list[NodeProto] = []
        self._tensors: dict[str, TensorProto] = {}
        self._floats: dict[str, str] = {}

    def op(self, kind: str, *inputs: str, outputs: int = 1, **attributes: Any) -> str:
        """Add a node of an operator; the name of its first output."""
        names = [f"{kind}_{len(self._nodes)}_{row}" for row in range(outputs)]
        self._nodes.append(helper.make_node(kind, list(inputs), names, **attributes))
        return names[0]

    def named(self, value: str, name: str) -> None:
        """Give a value the name of an output."""
        self._nodes.append(helper.make_node("Identity", [value], [name]))

    def integers(self, *values: int) -> str:
        """A constant row of integers."""
        return self._constant(TensorProto.INT64, [len(values)], values)

    def number(self, value: float) -> str:
        """A constant number."""
        return self._constant(TensorProto.FLOAT, [], [value])

    def whole(self, value: int) -> str:
        """A constant whole number."""
        return self._constant(TensorProto.INT64, [], [value])

    def weight(self, name: str) -> str:
        """A weight in float32."""
        if name not in self._floats:
            self._declare(name)
            self._floats[name] = self._as_float(name, name)
        return self._floats[name]

    def rows(self, name: str, indices: str) -> str:
        """The rows of a table of weights, in float32; the table itself is not converted."""
        self._declare(name)
        return self._as_float(name, self.op("Gather", name, indices))

    def linear(self, value: str, name: str) -> str:
        """A fully connected layer over rows (m, k)."""
        weight, bias = self.weight(f"{name}.weight"), self.weight(f"{name}.bias")
        return self.op("Gemm", value, weight, bias, transB=1)

    def model(self, inputs: Sequence[ValueInfoProto], outputs: Sequence[ValueInfoProto]) -> bytes:
        """The finished graph, as a file holds it."""
        graph = helper.make_graph(
            self._nodes, "vouch", inputs, outputs, initializer=list(self._tensors.values())
        )
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION
        )
        content: bytes = model.SerializeToString()
        return content

    def _as_float(self, name: str, value: str) -> str:
        is_half = self._shapes[name][0] == TensorProto.FLOAT16
        return self.op("Cast", value, to=TensorProto.FLOAT) if is_half else value

    def _declare(self, name: str) -> None:
        if name not in self._tensors:
            kind, shape = self._shapes[name]
            tensor = TensorProto(name=name, data_type=kind, dims=shape)
            tensor.data_location = TensorProto.EXTERNAL
            tensor.external_data.add(key="location", value="weights")
            self._tensors[name] = tensor

    def _constant(self, kind: int, shape: Sequence[int], values: Sequence[float]) -> str:
        name = f"constant_{kind}_{len(shape)}_{'_'.join(map(str, values))}"
        self._tensors.setdefault(name, helper.make_tensor(name, kind, shape, values))
        return name


def encoder(graph: GraphBuilder, shape: BertShape, types: str | None) -> str:
    """The hidden states (n * t, size) of a BERT encoder.

    `types` names the token types (n, t); without it all are of type 0.
    """
    hidden = _embedded(graph, shape, types)
    for layer in range(shape.layers):
        hidden = _layer(graph, shape, hidden, f"{shape.prefix}encoder.layer.{layer}")
    return hidden


def _embedded(graph: GraphBuilder, shape: BertShape, types: str | None) -> str:
    prefix = f"{shape.prefix}embeddings"
    length = graph.op("Shape", "input_ids", start=1, end=2)
    count = graph.op("Range", graph.whole(0), graph.op("Squeeze", length), graph.whole(1))
    places = graph.rows(f"{prefix}.position_embeddings.weight", count)
    kinds = graph.rows(f"{prefix}.token_type_embeddings.weight", types or graph.whole(0))
    total = graph.op("Add", graph.op("Add", "words", kinds), places)
    flat = graph.op("Reshape", total, graph.integers(-1, shape.size))
    return _normalised(graph, shape, flat, f"{prefix}.LayerNorm")


def folded(graph: GraphBuilder, rows: str, size: int) -> str:
    """Rows (n * t, size) as (n, t, size)."""
    shape = graph.op("Concat", graph.op("Shape", "input_ids"), graph.integers(size), axis=0)
    return graph.op("Reshape", rows, shape)


def _layer(graph: GraphBuilder, shape: BertShape, hidden: str, name: str) -> str:
    attended = graph.linear(
        _attention(graph, shape, hidden, f"{name}.attention.self"),
        f"{name}.attention.output.dense",
    )
    middle = _normalised(
        graph, shape, graph.op("Add", attended, hidden), f"{name}.attention.output.LayerNorm"
    )
    inner = graph.op("Gelu", graph.linear(middle, f"{name}.intermediate.dense"))
    outer = graph.op("Add", graph.linear(inner, f"{name}.output.dense"), middle)
    return _normalised(graph, shape, outer, f"{name}.output.LayerNorm")


def _attention(graph: GraphBuilder, shape: BertShape, hidden: str, name: str) -> str:
    """Scaled dot-product attention of all heads (Vaswani et al. 2017, section 3.2)."""
    each = shape.size // shape.heads
    split = graph.integers(0, 0, shape.heads, each)

    def heads(value: str, order: list[int]) -> str:
        cut = graph.op("Reshape", folded(graph, value, shape.size), split)
        return graph.op("Transpose", cut, perm=order)

    query = heads(graph.linear(hidden, f"{name}.query"), [0, 2, 1, 3])
    key = heads(graph.linear(hidden, f"{name}.key"), [0, 2, 3, 1])
    value = heads(graph.linear(hidden, f"{name}.value"), [0, 2, 1, 3])
    scores = graph.op("Mul", graph.op("MatMul", query, key), graph.number(each**-0.5))
    mixed = graph.op("MatMul", graph.op("Softmax", scores, axis=-1), value)
    joined = graph.op("Transpose", mixed, perm=[0, 2, 1, 3])
    return graph.op("Reshape", joined, graph.integers(-1, shape.size))


def _normalised(graph: GraphBuilder, shape: BertShape, value: str, name: str) -> str:
    weight, bias = graph.weight(f"{name}.weight"), graph.weight(f"{name}.bias")
    return graph.op("LayerNormalization", value, weight, bias, axis=-1, epsilon=shape.epsilon)


def sentence_encoder(shapes: Shapes, shape: BertShape, pooling: str) -> bytes:
    """The graph of a sentence-transformers model: `input_ids` (n, t) to unit `vector` (n, size).

    `pooling` is "mean" or "cls". Raises ValueError for another one.
    """
    if pooling not in ("mean", "cls"):
        raise ValueError(f"pooling by {pooling} cannot be built")
    graph = GraphBuilder(shapes)
    hidden = folded(graph, encoder(graph, shape, None), shape.size)
    if pooling == "mean":
        pooled = graph.op("ReduceMean", hidden, graph.integers(1), keepdims=0)
    else:
        pooled = graph.op("Gather", hidden, graph.whole(0), axis=1)
    graph.named(graph.op("LpNormalization", pooled, axis=-1, p=2), "vector")
    return graph.model(inputs(shape), [floats("vector", "n", shape.size)])


def reader_graph(shapes: Shapes, shape: BertShape, separator: int, masked: float) -> bytes:
    """The graph of the reader: `input_ids` and `token_type_ids` (n, t) to its heads' logits.

    The outputs are `support` (n,), `start` and `end` (n, t), which are `masked` outside the
    passage, and, where there are weights for them, `belongs` (n, t) and `stance` (n, 3).
    """
    graph = GraphBuilder(shapes)
    rows = encoder(graph, shape, "token_type_ids")
    spans = _spans(graph, folded(graph, graph.linear(rows, "span"), 2), separator, masked)
    read = _read(graph, folded(graph, rows, shape.size), spans)
    outputs = [floats("support", "n"), floats("start", "n", "t"), floats("end", "n", "t")]
    graph.named(graph.op("Squeeze", _scored(graph, read, "support"), graph.integers(1)), "support")
    for column, name in enumerate(("start", "end")):
        graph.named(graph.op("Gather", spans, graph.whole(column), axis=2), name)
    if "belongs.weight" in shapes:
        graph.named(
            graph.op("Reshape", graph.linear(rows, "belongs"), graph.op("Shape", "input_ids")),
            "belongs",
        )
        graph.named(_scored(graph, read, "stance"), "stance")
        outputs += [floats("belongs", "n", "t"), floats("stance", "n", 3)]
    return graph.model([*inputs(shape), integers("token_type_ids", "n", "t")], outputs)


def _spans(graph: GraphBuilder, logits: str, separator: int, masked: float) -> str:
    """The logits (n, t, 2) of each piece to be the first and the last, masked elsewhere."""
    ends = graph.op("Equal", "input_ids", graph.whole(separator))
    head = graph.op("Equal", "token_type_ids", graph.whole(0))
    outside = graph.op("Unsqueeze", graph.op("Or", ends, head), graph.integers(2))
    return graph.op("Where", outside, graph.number(masked), logits)


def _read(graph: GraphBuilder, hidden: str, spans: str) -> str:
    """The first token's state, and the expected states of the answer's start and end (n, 3h)."""
    weights = graph.op("Transpose", graph.op("Softmax", spans, axis=1), perm=[0, 2, 1])
    pointed = graph.op("Flatten", graph.op("MatMul", weights, hidden), axis=1)
    first = graph.op("Gather", hidden, graph.whole(0), axis=1)
    return graph.op("Concat", first, pointed, axis=1)


def _scored(graph: GraphBuilder, read: str, name: str) -> str:
    return graph.linear(graph.op("Gelu", graph.linear(read, f"{name}.0")), f"{name}.2")


def inputs(shape: BertShape) -> list[ValueInfoProto]:
    """The inputs of every graph: word pieces, and their embeddings."""
    return [integers("input_ids", "n", "t"), floats("words", "n", "t", shape.size)]


def integers(name: str, *shape: int | str) -> ValueInfoProto:
    """An input or output of integers."""
    return helper.make_tensor_value_info(name, TensorProto.INT64, shape)


def floats(name: str, *shape: int | str) -> ValueInfoProto:
    """An input or output of float32 numbers."""
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)

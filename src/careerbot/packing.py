"""A sentence model that widens its 8-bit weights -> the same model computing on them as they are: a third of the time.

Weights are widened as `Cast` to floats and `Mul` by a scale for each column, or row of a table that is looked up in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from careerbot.kept import cache_folder, new_file, prune

# Goes up with every change to what is made of a model.
FORMAT = 1
# So many weights of a column share a scale in the product by 8 bits, and the products are of 8 bits as well.
BLOCK, BITS, BY_EIGHT_BITS = 128, 8, 4
# What is added to make weights of -128..127 those of 0..255 that the product takes.
MIDDLE = 128


def read_packed(source: Path, key: str) -> bytes:
    """The packed model, kept in the cache under a key; made where it is not there, or not as it was written."""
    folder, kind = cache_folder(), f"model-{FORMAT}.{key[:16]}"
    for file in folder.glob(f"{kind}-*.onnx"):
        data = file.read_bytes()
        if file.stem.endswith(sha256(data).hexdigest()):
            return data
    data = pack(source)
    path = folder / f"{kind}-{sha256(data).hexdigest()}.onnx"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with new_file(path) as new:
            new.write_bytes(data)
        prune(path)
    return data


def pack(source: Path) -> bytes:
    """The model of a file with products by 8-bit weights, and tables of them that are widened where looked up."""
    import onnx

    model = onnx.load(source)
    graph = model.graph
    weights = _Weights.of(graph)
    nodes = [new for node in graph.node for new in weights.replace(node)]
    model.opset_import.append(onnx.helper.make_opsetid("com.microsoft", 1))
    _fill(graph.node, _keep_used(nodes, {output.name for output in graph.output}))
    used = {name for node in graph.node for name in node.input}
    _fill(graph.initializer, [one for one in (*graph.initializer, *weights.made) if one.name in used])
    return bytes(model.SerializeToString())


@dataclass(frozen=True, slots=True)
class _Weights:
    """A graph's arrays by name, the nodes that make each value, and the arrays made anew."""

    arrays: Mapping[str, Any]
    makers: Mapping[str, Any]
    made: list[Any]

    @classmethod
    def of(cls, graph: Any) -> _Weights:
        """Those of a graph."""
        arrays = {array.name: array for array in graph.initializer}
        return cls(arrays, {name: node for node in graph.node for name in node.output}, [])

    def replace(self, node: Any) -> Iterator[Any]:
        """The nodes that take a node's place: itself where it takes no widened weights."""
        product, lookup = node.op_type == "MatMul", node.op_type == "Gather"
        widened = self._widened(node.input[1 if product else 0]) if product or lookup else None
        if widened is None:
            yield node
        elif product:
            yield self._multiply(node, *widened)
        else:
            yield from self._look_up(node, *widened)

    def _widened(self, name: str) -> tuple[str, str] | None:
        """The names of the 8-bit weights and of their scales, of which a value is made; None when it is not."""
        scaled: Any = self.makers.get(name)
        if scaled is None or scaled.op_type != "Mul":
            return None
        cast: Any = self.makers.get(scaled.input[0])
        known = cast is not None and cast.op_type == "Cast" and cast.input[0] in self.arrays
        return (cast.input[0], scaled.input[1]) if known else None

    def _multiply(self, node: Any, weights: str, scales: str) -> Any:
        from onnx import helper, numpy_helper

        table = numpy_helper.to_array(self.arrays[weights]).astype(np.int16) + MIDDLE
        deep, wide = table.shape
        blocks = np.ascontiguousarray(table.T.astype(np.uint8)).reshape(wide, deep // BLOCK, BLOCK)
        column = numpy_helper.to_array(self.arrays[scales]).reshape(-1, 1)
        spread = np.repeat(column, deep // BLOCK, axis=1)
        names = [f"{weights}_blocks", f"{scales}_blocks"]
        arrays = zip((blocks, spread), names, strict=True)
        self.made.extend(numpy_helper.from_array(array, name) for array, name in arrays)
        sizes = {"K": deep, "N": wide, "bits": BITS, "block_size": BLOCK, "accuracy_level": BY_EIGHT_BITS}
        inputs = [node.input[0], *names]
        return helper.make_node("MatMulNBits", inputs, node.output, domain="com.microsoft", **sizes)

    def _look_up(self, node: Any, weights: str, scales: str) -> Iterator[Any]:
        from onnx import TensorProto, helper

        (out,), rows = node.output, node.input[1]
        yield helper.make_node("Gather", [weights, rows], [f"{out}_narrow"])
        yield helper.make_node("Gather", [scales, rows], [f"{out}_scale"])
        yield helper.make_node("Cast", [f"{out}_narrow"], [f"{out}_wide"], to=TensorProto.FLOAT)
        yield helper.make_node("Mul", [f"{out}_wide", f"{out}_scale"], [out])


def _keep_used(nodes: list[Any], wanted: set[str]) -> list[Any]:
    """The nodes that what is wanted depends on, in their order."""
    kept = []
    for node in reversed(nodes):
        if wanted.intersection(node.output):
            wanted = wanted.union(node.input)
            kept.append(node)
    return kept[::-1]


def _fill(field: Any, values: list[Any]) -> None:
    """Puts the values in the place of those that a message's field holds."""
    del field[:]
    field.extend(values)

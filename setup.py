"""What pyproject.toml has no stable way to say: the compiled modules.

They are optional: where there is no C compiler, the package is built without them, and NumPy and Python do their work,
with the same answers (`searcher/analysis/vocabulary.py`, `searcher/codec/arrays.py`).
"""

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            name,
            [name.replace(".", "/") + ".c"],
            depends=["searcher/analysis/_buffers.h"],
            extra_compile_args=["-O3"],
            optional=True,
        )
        for name in ("searcher.analysis._vocabulary", "searcher.analysis._streams", "searcher.codec._arrays")
    ]
)

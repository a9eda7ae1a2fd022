"""What pyproject.toml has no stable way to say: the one compiled module.

It is optional: where there is no C compiler, the package is built without it, and `searcher/analysis/vocabulary.py`
does its work in Python.
"""

from setuptools import Extension, setup

setup(
    ext_modules=[
        Extension(
            "searcher.analysis._vocabulary",
            ["searcher/analysis/_vocabulary.c"],
            extra_compile_args=["-O3"],
            optional=True,
        )
    ]
)

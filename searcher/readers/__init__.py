"""A file -> Documents and Rejections."""

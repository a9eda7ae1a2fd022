"""A Document -> the same, completed: only empty fields are filled, and `inferred` says which."""

"""One function a question. SQL text is constant; what the visitor chose travels as parameters."""

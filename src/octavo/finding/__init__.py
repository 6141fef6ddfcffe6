"""How values are found: candidates, typed values, ranking, citations, topics; and the LLM."""

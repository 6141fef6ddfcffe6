"""Document to markdown, html, boxes, chunks."""

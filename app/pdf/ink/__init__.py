"""Values as ink: faces, shaping, sizes, lines, cells, marks. Knows boxes, never files."""

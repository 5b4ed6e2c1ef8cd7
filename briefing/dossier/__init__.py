"""Records: the model, finding their evidence in text, reading and saving the YAML files."""

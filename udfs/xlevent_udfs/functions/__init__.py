"""The functions of the catalogue, a module for each family; thin calls into the core."""

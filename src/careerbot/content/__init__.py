"""Knowledge folders -> Knowledge, its problems, and a compiled copy that is quick to load."""

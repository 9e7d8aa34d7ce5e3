"""Knowledge -> proof that it works: what a counselor runs before publishing."""

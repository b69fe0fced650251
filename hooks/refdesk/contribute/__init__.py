"""What saves a contributor typing: importing sources, starting from a skeleton, moving a page."""

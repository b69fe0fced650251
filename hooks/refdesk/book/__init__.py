"""The whole site as one document on paper: pages become chapters, chapters become Typst, Typst
makes the PDF.
"""

"""The narrative report: sentences from figures, an outline, a Word document."""

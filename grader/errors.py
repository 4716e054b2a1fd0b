"""Whose fault it is: the course author's, the student's, or ours."""


class GraderError(Exception):
    """Base of every error that ends in one clear sentence instead of a traceback."""


class UsageError(GraderError):
    """The command was called in a way that cannot work."""


class CourseError(GraderError):
    """The course on disk is broken; the text names the file, the place and the cure."""


class SubmissionError(GraderError):
    """A submitted file cannot be read; the text is a sentence for the student."""


class SandboxError(GraderError):
    """The sandbox itself failed: never the student's fault, ends as `not judged`."""

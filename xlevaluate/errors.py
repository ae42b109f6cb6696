"""What the program cannot do, told to a person."""


class CannotDoError(Exception):
    """The request cannot be carried out; the text is Chinese and names the place.

    The command line prints it and ends with exit code 2.
    """

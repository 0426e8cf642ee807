namespace Impasto;

/// <summary>The side of a picture that a size in pixels means.</summary>
public enum SizeMode
{
    /// <summary>The longer side.</summary>
    Longer,

    /// <summary>
    /// The shorter side, which becomes the lesser of the size and the picture's longer side, as in the notebook;
    /// the longer side is rounded down.
    /// </summary>
    Shorter,
}

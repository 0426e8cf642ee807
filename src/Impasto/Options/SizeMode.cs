namespace Impasto;

/// <summary>What a size in pixels is the length of.</summary>
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

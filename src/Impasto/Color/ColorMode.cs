namespace Impasto;

/// <summary>Whose colours the result has.</summary>
public enum ColorMode
{
    /// <summary>The painting's; a painting without colours, such as a drawing, gives a picture in greys.</summary>
    Auto,

    /// <summary>The painting's, as they come: also after a painting without colours.</summary>
    Style,

    /// <summary>The photograph's: only brightness is stylised, chroma stays.</summary>
    Content,

    /// <summary>The photograph's on the whole: the painting gets its colours before the run.</summary>
    Match,

    /// <summary>
    /// The photograph's chroma, brought to the painting's palette, on the lightness of the finished picture.
    /// </summary>
    Tint,

    /// <summary>None: the picture is in greys.</summary>
    Grey,
}

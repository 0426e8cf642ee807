namespace Impasto;

/// <summary>From which picture the optimisation starts.</summary>
public enum StartMode
{
    /// <summary>The content.</summary>
    Content,

    /// <summary>Random pixels from the seed.</summary>
    Noise,

    /// <summary>The first style, at the content's size.</summary>
    Style,

    /// <summary>A picture of the caller's, such as an earlier result.</summary>
    Picture,
}

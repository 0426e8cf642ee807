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

    /// <summary>
    /// The content with broad patches of colour from the seed: another picture for each seed, with the content's light.
    /// </summary>
    Varied,

    /// <summary>A picture of the caller's, such as an earlier result.</summary>
    Picture,
}

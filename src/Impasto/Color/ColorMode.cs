namespace Impasto;

/// <summary>Whose colours the result has.</summary>
public enum ColorMode
{
    /// <summary>The painting's, as they come.</summary>
    Style,

    /// <summary>The photograph's: only brightness is stylised, chroma stays.</summary>
    Content,

    /// <summary>The photograph's on the whole: the painting gets its colours before the run.</summary>
    Match,
}
